package pii

// number looks at the digits that begin at i.
func (r *run) number(i int) {
	c := &r.chain
	c.read(r.text, i)
	r.pos = c.parts[0].end
	if i > 0 && is(r.text[i-1], isWord) {
		return
	}
	r.national(c)
	r.settle()
}
