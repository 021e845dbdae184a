package pii

// number looks at the digits that begin at i.
func (r *run) number(i int) {
	if i > 0 && touched(r.text[max(0, i-12):i]) {
		r.tail(i)
		return
	}
	c := &r.chain
	c.read(r.text, i)
	first := c.parts[0]
	r.pos = first.end
	if first.n > longest {
		return
	}
	r.joined = joinedBefore(r.text, i)
	if start := r.pairs(i); start < i {
		r.hexes(start)
	}
	switch {
	case first.end < len(r.text) && is(r.text[first.end], isLetter) && touches(r.text[first.end:]):
		r.glued(c)
	case len(c.digits) <= 4:
		r.short(c)
	default:
		r.long(c)
	}
	r.settle()
}

// short looks at a number of four digits at most: of a house, or the end of a plate.
func (r *run) short(c *chain) {
	r.street(c)
	if r.joined && r.text[c.parts[0].start-1] == '-' && len(c.parts) == 1 {
		r.hyphenPlate(c.parts[0].start, c.parts[0].end)
	}
	if c.parts[0].n == 3 {
		r.plate(c.parts[0].start, c.parts[0].end)
	}
	if len(c.parts) >= 4 {
		r.ipv4(c)
	}
	r.hexes(c.parts[0].start)
}

// long looks at a number of five digits or more.
func (r *run) long(c *chain) {
	first := c.parts[0]
	if first.n <= 4 {
		r.hexes(first.start)
		r.street(c)
		if first.n == 3 {
			r.plate(first.start, first.end)
			r.postcode(c)
		}
		if len(c.parts) >= 4 && c.parts[1].sep == dot {
			r.ipv4(c)
		}
	}
	r.dates(c)
	r.phone(c)
	r.national(c)
	r.firms(c)
	r.accounts(c)
	r.devices(c)
}

// joinedBefore reports whether the number at i hangs on something before it, as in "A-1234" or "1.2345": then it is rather a
// part of something else.
func joinedBefore(text []byte, i int) bool {
	if i < 2 {
		return false
	}
	switch text[i-1] {
	case '-', '_', '/', '.', '+':
		return touched(text[max(0, i-9) : i-1])
	}
	return false
}

// ends reports whether a number may end behind the first k parts of c: no letter follows, and no further digits that only a
// sign divides from it.
func (r *run) ends(c *chain, k int) bool {
	end := c.parts[k-1].end
	if len(c.parts) > k {
		return c.parts[k].sep == space || c.parts[k].sep == slash || c.parts[k].sep == open
	}
	return !touches(r.text[end:])
}

// offerNumber offers what rules have accepted; the canonical form is the prefix and the digits.
func (r *run) offerNumber(k kind, start, end int, bare, labelled Score, check, prefix string, d []byte) {
	if r.joined {
		bare *= 0.6
	}
	score, context := r.rate(k, start, end, bare, labelled)
	mark := len(r.arena)
	r.arena = append(append(r.arena, prefix...), d...)
	r.offer(k, start, end, mark, score, check, context)
}

// pairs is where the hexadecimal pairs with hyphens begin of which the one at i continues: a hardware address may begin with
// letters.
func (r *run) pairs(i int) int {
	start := i
	for start-3 >= r.floor && i-start < 15 && r.text[start-1] == '-' && is(r.text[start-2], isHex) && is(r.text[start-3], isHex) {
		start -= 3
	}
	if start > 0 && touched(r.text[max(0, start-8):start]) {
		return i
	}
	return start
}
