package pdf

import "bytes"

// object draws a form, or notes a picture.
func (c *content) object(resources value, name string, ctm matrix) {
	v := c.f.of(c.f.of(resources, "XObject"), name)
	switch c.f.of(v, "Subtype").name() {
	case "Form":
		c.form(v, resources, ctm)
	case "Image":
		c.picture(v)
	}
}

func (c *content) form(v, resources value, ctm matrix) {
	if c.depth == deepestForm || v.kind != stream {
		return
	}
	if own := c.f.of(v, "Resources"); own.kind == dictionary {
		resources = own
	}
	if m := c.f.of(v, "Matrix").a; len(m) == 6 {
		var own matrix
		for i := range own {
			own[i] = c.f.get(m[i]).num(0)
		}
		ctm = own.mul(ctm)
	}
	*c.steps -= 100
	c.depth++
	c.run(c.f.data(v), resources, ctm)
	c.depth--
}

// leastWide and leastHigh are what a picture has that may show a word.
const leastWide, leastHigh = 48, 16

// picture notes a picture that may show text.
func (c *content) picture(v value) {
	if c.f.of(v, "Width").int() < leastWide || c.f.of(v, "Height").int() < leastHigh || c.f.of(v, "ImageMask").n == 1 && v.s != nil {
		return
	}
	c.pictures++
	if c.onward != nil && v.kind == stream {
		c.onward(v)
	}
}

// inline reads a picture in the drawing itself.
func (c *content) inline(l *lexer) {
	d := map[string]value{}
	for {
		key := l.next()
		if key.kind != name {
			break
		}
		d[key.name()] = l.next()
	}
	rest := l.b[min(l.at+1, len(l.b)):]
	for i := 0; ; {
		j := bytes.Index(rest[i:], []byte("EI"))
		if j < 0 {
			l.at = len(l.b)
			break
		}
		i += j
		after := i + 2
		if i > 0 && class[rest[i-1]] == 1 && (after == len(rest) || class[rest[after]] == 1) && looksDrawn(rest[after:]) {
			l.at = len(l.b) - len(rest) + after
			break
		}
		i = after
	}
	w, h := d["W"], d["H"]
	if w.kind == null {
		w, h = d["Width"], d["Height"]
	}
	if w.int() >= leastWide && h.int() >= leastHigh {
		c.pictures++
	}
}

// looksDrawn reports text rather than the bytes of a picture.
func looksDrawn(b []byte) bool {
	for _, c := range b[:min(len(b), 16)] {
		if c >= 0x80 || c < ' ' && class[c] != 1 {
			return false
		}
	}
	return true
}
