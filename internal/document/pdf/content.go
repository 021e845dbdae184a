package pdf

import (
	"bytes"
	"math"
	"strconv"
)

// matrix is a transformation: x' = a x + c y + e, y' = b x + d y + f.
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// mul is m, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is what q saves.
type state struct {
	ctm                         matrix
	font                        *font
	size                        float64
	chars, words, wide, leading float64
	rise                        float64
	hidden                      bool
}

// content reads a page's drawing, or that of a form within it.
type content struct {
	f      *file
	page   *layout
	fonts  map[string]*font // by their objects
	depth  int
	steps  *int                // operations left
	mute   bool                // a mapping in letters is given by ActualText
	onward func(picture value) // is given the pictures that may show text

	said      []byte // room for a text
	pictures  int
	hiddenRun bool // there is text that nobody sees, as beside a scanned page
	unknown   int  // letters whose meaning the document does not tell
	letters   int
}

// Bounds of a page's drawing.
const (
	mostSteps   = 20_000_000
	deepestForm = 12
	mostSaved   = 512
)

// run interprets a content stream.
func (c *content) run(b []byte, resources value, ctm matrix) {
	l := &lexer{b: b}
	s := state{ctm: ctm, wide: 1}
	var saved []state
	var stack []value
	tm, tlm := unit, unit
	marked := []bool{}
	for {
		v := l.next()
		if v.kind == ended || *c.steps <= 0 {
			return
		}
		if v.kind != keyword {
			if len(stack) < 1024 {
				stack = append(stack, v)
			}
			continue
		}
		*c.steps--
		num := func(i int) float64 {
			if i < len(stack) {
				return stack[i].num(0)
			}
			return 0
		}
		arg := func(i int) value {
			if i < len(stack) {
				return stack[i]
			}
			return value{}
		}
		move := func(x, y float64) {
			tlm = matrix{1, 0, 0, 1, x, y}.mul(tlm)
			tm = tlm
		}
		switch string(v.s) {
		case "q":
			if len(saved) < mostSaved {
				saved = append(saved, s)
			}
		case "Q":
			if n := len(saved); n > 0 {
				s, saved = saved[n-1], saved[:n-1]
			}
		case "cm":
			s.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.mul(s.ctm)
		case "BT":
			tm, tlm = unit, unit
		case "Tf":
			s.font, s.size = c.fontOf(resources, arg(0).name()), num(1)
		case "gs":
			if state := c.f.of(c.f.of(c.f.of(resources, "ExtGState"), arg(0).name()), "Font").a; len(state) == 2 {
				s.font, s.size = c.loadFont(state[0]), c.f.get(state[1]).num(0)
			}
		case "Tc":
			s.chars = num(0)
		case "Tw":
			s.words = num(0)
		case "Tz":
			s.wide = num(0) / 100
		case "TL":
			s.leading = num(0)
		case "Ts":
			s.rise = num(0)
		case "Tr":
			s.hidden = num(0) == 3
		case "Td":
			move(num(0), num(1))
		case "TD":
			s.leading = -num(1)
			move(num(0), num(1))
		case "Tm":
			tlm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
			tm = tlm
		case "T*":
			move(0, -s.leading)
		case "'":
			move(0, -s.leading)
			c.show(&s, &tm, arg(0).s)
		case "\"":
			s.words, s.chars = num(0), num(1)
			move(0, -s.leading)
			c.show(&s, &tm, arg(2).s)
		case "Tj":
			c.show(&s, &tm, arg(0).s)
		case "TJ":
			for _, one := range arg(0).a {
				if one.kind == text {
					c.show(&s, &tm, one.s)
				} else {
					tm = matrix{1, 0, 0, 1, -one.num(0) / 1000 * s.size * s.wide, 0}.mul(tm)
				}
			}
		case "Do":
			c.object(resources, arg(0).name(), s.ctm)
		case "BI":
			c.inline(l)
		case "BDC":
			said := c.actual(resources, arg(1))
			marked = append(marked, said && !c.mute)
			c.mute = c.mute || said
		case "BMC":
			marked = append(marked, false)
		case "EMC":
			if n := len(marked); n > 0 {
				c.mute = c.mute && !marked[n-1]
				marked = marked[:n-1]
			}
		}
		stack = stack[:0]
	}
}

// actual adds the text that a marked stretch says that it is, and reports whether it says so.
func (c *content) actual(resources, properties value) bool {
	if properties.kind == name {
		properties = c.f.of(c.f.of(resources, "Properties"), properties.name())
	}
	said := c.f.of(properties, "ActualText")
	if said.kind != text || c.mute {
		return false
	}
	c.page.instead = words(said.s) // at the place of the first glyph that it stands for
	return true
}

// show adds a text's glyphs to the page.
func (c *content) show(s *state, tm *matrix, b []byte) {
	if s.font == nil || len(b) == 0 {
		return
	}
	c.hiddenRun = c.hiddenRun || s.hidden
	said := c.said[:0]
	start, along := tm.mul(s.ctm), 0.0
	for len(b) > 0 {
		t, width, n, code := s.font.glyph(b)
		c.letters++
		if t == "" {
			c.unknown++
		}
		said = append(said, t...)
		step := width*s.size + s.chars
		if n == 1 && code == ' ' {
			step += s.words
		}
		along += step
		b = b[n:]
	}
	*tm = matrix{1, 0, 0, 1, along * s.wide, 0}.mul(*tm)
	end := tm.mul(s.ctm)
	c.said = said
	text := string(said)
	if bytes.IndexByte(said, 0) >= 0 {
		text = string(bytes.ReplaceAll(said, []byte{0}, nil))
	}
	if c.mute {
		text = c.page.instead
		c.page.instead = ""
	}
	if text == "" {
		return
	}
	high := s.size * math.Hypot(start[2], start[3])
	c.page.add(text, start[4], start[5], end[4], end[5], high, start[0]*s.size, start[1]*s.size)
}

// fontOf is a font by its name in the resources.
func (c *content) fontOf(resources value, name string) *font {
	return c.loadFont(c.f.of(resources, "Font").d[name])
}

func (c *content) loadFont(v value) *font {
	key := ""
	if v.kind == reference {
		key = strconv.Itoa(int(v.n))
		if ft, ok := c.fonts[key]; ok {
			return ft
		}
	}
	described := c.f.get(v)
	if described.kind != dictionary {
		return nil
	}
	ft := c.f.font(described)
	if key != "" {
		if len(c.fonts) > 256 {
			clear(c.fonts)
		}
		c.fonts[key] = ft
	}
	return ft
}
