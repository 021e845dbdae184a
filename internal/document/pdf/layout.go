package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout puts the texts of a page into lines. Texts go to the line whose end they stand at; lines come in the order in which they
// were begun, because that keeps columns apart.
type layout struct {
	lines   []*line
	rows    map[row][]*line
	instead string // what the next glyphs are said to mean
	last    *line
}

// row is where lines may be that belong together: one direction, about one height.
type row struct {
	direction int // degrees
	height    int
}

type line struct {
	row        row
	from, to   float64 // along the direction
	across     float64 // its distance from the origin
	size       float64
	text       []byte
	before     string // the last text, and where it began
	beforeFrom float64
	merged     bool
}

// mostLines of a page.
const mostLines = 100_000

// add places a text: from and to are its ends, size the height of its letters.
func (l *layout) add(s string, fromX, fromY, toX, toY, size, dx, dy float64) {
	if length := math.Hypot(dx, dy); length > 0 {
		dx, dy = dx/length, dy/length
	} else {
		dx, dy = 1, 0
	}
	from, to, across := fromX*dx+fromY*dy, toX*dx+toY*dy, fromY*dx-fromX*dy
	size = max(math.Abs(size), 0.1)
	direction := int(math.Round(math.Atan2(dy, dx) * 180 / math.Pi))
	if math.IsNaN(from+to+across) || math.IsInf(from+to+across, 0) || math.Abs(across) > 1e9 {
		from, to, across = 0, 0, 0
	}
	here := row{direction, int(math.Round(across / 4))}
	if l.last == nil || !l.last.takes(here, from, across, size, 1.5) {
		l.last = l.find(here, from, across, size)
	}
	l.last.append(s, from, to)
}

// takes reports whether a text that begins there goes on the line; most is how wide a gap may be, in heights of letters. What was
// drawn long after it may stand in another column.
func (n *line) takes(here row, from, across, size, most float64) bool {
	size = max(size, n.size)
	gap := from - n.to
	return n.row.direction == here.direction && math.Abs(across-n.across) < 0.45*size && gap > -0.6*size && gap < most*size ||
		n.row.direction == here.direction && across == n.across && math.Abs(from-n.beforeFrom) < 0.3*size
}

func (l *layout) find(here row, from, across, size float64) *line {
	for _, height := range [...]int{here.height, here.height - 1, here.height + 1} {
		near := l.rows[row{here.direction, height}]
		for i := len(near) - 1; i >= max(0, len(near)-64); i-- {
			if near[i].takes(here, from, across, size, 0.6) {
				return near[i]
			}
		}
	}
	n := &line{row: here, from: from, to: from, across: across, size: size}
	if len(l.lines) < mostLines {
		if l.rows == nil {
			l.rows = map[row][]*line{}
		}
		l.lines = append(l.lines, n)
		l.rows[here] = append(l.rows[here], n)
	} else {
		l.lines[len(l.lines)-1].text = append(l.lines[len(l.lines)-1].text, '\n')
		return l.lines[len(l.lines)-1]
	}
	return n
}

// append adds a text with a blank where there is room for one; what is printed twice to look bold is one text, but the second of two
// narrow letters ("ll") is not: it begins where the first ends.
func (n *line) append(s string, from, to float64) {
	if shift := math.Abs(from - n.beforeFrom); len(n.text) > 0 && s == n.before && shift < 0.3*n.size && shift < max((to-from)/2, 0.05*n.size) {
		return
	}
	if gap := from - n.to; gap > 0.17*n.size && len(n.text) > 0 {
		n.blank(s)
	}
	n.text = append(n.text, s...)
	n.before, n.beforeFrom = s, from
	n.to = max(n.to, to)
}

func (n *line) blank(next string) {
	last, _ := utf8.DecodeLastRune(n.text)
	first, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsSpace(last) && !unicode.IsSpace(first) {
		n.text = append(n.text, ' ')
	}
}

// text is the page's text: lines that go on where another begins are put together, and words that were cut at a line's end.
func (l *layout) text() string {
	l.merge()
	var out strings.Builder
	end := ""
	for _, n := range l.lines {
		s := strings.ReplaceAll(strings.Trim(string(n.text), " \t"), "\u00ad", "")
		if n.merged || s == "" {
			continue
		}
		cut := strings.HasSuffix(string(n.text), "\u00ad")
		if end != "" {
			s, end = hyphenated(end, s)
			out.WriteString(end)
		}
		end = s
		if cut {
			end += "\u00ad"
		}
	}
	out.WriteString(strings.TrimSuffix(end, "\u00ad"))
	return out.String()
}

// hyphenated says how a line goes on in the next: next with what it begins with, and what of the line can be written.
func hyphenated(end, next string) (rest, write string) {
	if s, ok := strings.CutSuffix(end, "\u00ad"); ok {
		return s + next, ""
	}
	s, ok := strings.CutSuffix(end, "-")
	if !ok {
		s, ok = strings.CutSuffix(end, "‐")
	}
	before, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case !ok || !unicode.IsLetter(before) && !unicode.IsDigit(before) || len(end) > 64<<10:
		return next, end + "\n"
	case unicode.IsLetter(before) && unicode.IsLower(first):
		return s + next, ""
	case unicode.IsLetter(first) || unicode.IsDigit(first):
		return end + next, ""
	}
	return next, end + "\n"
}

// merge joins lines of which one begins where another ends, as when a page was not written in reading order.
func (l *layout) merge() {
	order := map[*line]int{}
	for i, n := range l.lines {
		order[n] = i
	}
	for _, lines := range l.rows {
		slices.SortStableFunc(lines, func(a, b *line) int { return cmp.Compare(a.from, b.from) })
		for i := 1; i < len(lines); i++ {
			a, b := lines[i-1], lines[i]
			gap := b.from - a.to
			if a.merged || gap < -0.3*a.size || gap > 0.6*a.size || math.Abs(a.across-b.across) > 0.3*a.size {
				continue
			}
			joined := *a
			if gap > 0.17*a.size {
				joined.blank(string(b.text))
			}
			joined.text = append(slices.Clip(joined.text), b.text...)
			joined.to = max(a.to, b.to)
			first, second := a, b
			if order[b] < order[a] {
				first, second = b, a
			}
			joined.from = a.from
			*first = joined
			second.merged = true
			lines[i] = first
		}
	}
}
