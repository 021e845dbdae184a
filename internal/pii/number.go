package pii

import "math/bits"

// number looks at the digits that begin at i. What follows them tells most numbers of no interest apart at once.
func (r *run) number(i int) {
	t := r.text
	if i > 0 && is(t[i-1], isLetter|isPercent) && (t[i-1] < 0x80 || touched(t[max(0, i-12):i])) && r.behindLetter(i) {
		return
	}
	digits := r.outline.ahead(digitLane, i)
	end := i + bits.TrailingZeros64(^digits)
	if end == i+64 {
		end += digitsFrom(t, end)
	}
	r.pos = end
	switch {
	case end == len(t) || !is(t[end], isLetter|isSign):
		r.alone(i, end)
	case is(t[end], isLetter) && (t[end] < 0x80 || touches(t[end:])):
		r.glued(i, end)
	case digits&dayShape == yearMonthDay && r.day(i, digits):
	case t[end] == '.' && r.few(i, end, digits):
	case !goesOn(t, end):
		r.alone(i, end)
	case end-i <= longest:
		r.joint = i
		r.long(r.chainAt(i))
	}
	if r.offered() {
		r.settle()
	}
}

// behindLetter looks at the digit at i behind a letter or a percent sign; false when it begins a number of its own, behind a sign that is
// written in hexadecimal digits as in web addresses: "pnr%3D900803…".
func (r *run) behindLetter(i int) bool {
	t := r.text
	switch {
	case t[i-1] == '%':
		return r.escape(i)
	case i >= 3 && t[i-3] == '%' && is(t[i-2], isHex) && is(t[i-1], isHex):
		return false
	}
	r.tail(i)
	return true
}

// alone looks at digits that stand for themselves.
func (r *run) alone(i, end int) {
	switch n := end - i; {
	case n <= 4:
		r.small(i, end)
	case n <= longest:
		r.joint = i
		r.long(r.single(i, end))
	}
}

// goesOn reports whether a sign and more digits follow the digits that end at i.
func goesOn(t []byte, i int) bool {
	if i+1 >= len(t) || !is(t[i], isSign) {
		return false
	}
	if next := t[i+1]; is(next, isDigit) {
		return true
	} else if is(next, isUpper|isLower) {
		return false
	}
	sep, size := separatorAt(t, i)
	return sep != none && i+size < len(t) && is(t[i+size], isDigit)
}

// few passes one to three digits and what points divide from them, when all are five at most in three groups at most, and nothing but a point
// hangs on them: a version, a price, a time. They may be the number of a house.
func (r *run) few(i, end int, digits uint64) bool {
	t := r.text
	if end-i > 3 || i > 0 && t[i-1] == '-' {
		return false
	}
	points := r.outline.ahead(breakLane, i) & r.outline.ahead(mailLane, i)
	n := bits.TrailingZeros64(^(digits | points))
	inside := uint64(1)<<(uint(n)&63) - 1
	points &= inside
	if points>>(uint(n-1)&63)&1 != 0 { // it ends a sentence
		n--
		points &= inside >> 1
	}
	count := bits.OnesCount64(points)
	if points&(points>>1) != 0 || count == 0 || count > 2 || n-count > 5 || goesOn(t, i+n) {
		return false
	}
	r.pos = i + n
	if i >= 2 && t[i-1] == ' ' && is(t[i-2], isLetter) {
		r.joint = 0
		r.street(i, end)
		if end-i == 3 {
			r.plate(i, end)
		}
	}
	return true
}

// small looks at four digits at most that stand for themselves: of a house, the end of a plate, the beginning of a network's
// address.
func (r *run) small(i, end int) {
	t := r.text
	if end < len(t) && t[end] == ':' {
		if clock := clockEnd(t, i, end); clock > end {
			r.pos = clock
			return
		}
		r.joint = 0
		r.hexes(i)
	}
	if end-i == 4 && end+10 <= len(t) && t[end] == '.' && is(t[end+1], isHex) && t[end+5] == '.' {
		r.hexes(i)
	}
	if end-i <= 2 && end+6 <= len(t) && (t[end] == ' ' || t[end] == '.' || t[end] == ',') {
		r.namedDate(i, end)
	}
	if end+2 < len(t) && (t[end] == ' ' && is(t[end+1], isUpper|isHigh) || t[end] == ',' && end-i == 4) {
		r.beforeName(i, end)
	}
	if i < 2 {
		return
	}
	switch before := t[i-1]; {
	case before == ' ' && is(t[i-2], isLetter):
		r.joint = 0
		r.street(i, end)
		if end-i == 3 {
			r.plate(i, end)
		}
	case before == '-' && is(t[i-2], isWord):
		r.joint = i
		r.hyphened(i, end)
	}
}

// beforeName looks at four digits at most with a blank and a capital, or a comma behind them: a postcode, a house in an English street, a clearing number.
func (r *run) beforeName(i, end int) {
	if r.text[end] == ',' {
		r.clearing(i, end)
		return
	}
	if end-i == 4 {
		r.shortPostcode(i, end)
	}
	r.englishStreet(i, end)
}

// clockEnd is where a time of day ends whose hours lie before the colon at i: "23:06", "23:06:38"; i when it is none.
func clockEnd(t []byte, start, i int) int {
	if i-start > 2 || i+3 > len(t) || !digitsOnly(t[i+1:i+3]) {
		return i
	}
	end := i + 3
	if end+3 <= len(t) && t[end] == ':' && digitsOnly(t[end+1:end+3]) {
		end += 3
	}
	if end < len(t) && (t[end] == ':' || is(t[end], isHex)) {
		return i
	}
	return end
}

// hyphened looks at a number that hangs on letters or digits by a hyphen.
func (r *run) hyphened(i, end int) {
	if is(r.text[i-2], isUpper) {
		r.hyphenPlate(i, end)
	}
	if start := r.pairs(i); start < i {
		r.hexes(start)
	}
}

// long looks at a number of five digits or more, or of several groups.
func (r *run) long(c *chain) {
	first := &c.parts[0]
	if first.start > 0 && r.text[first.start-1] == '-' && r.joined() {
		r.hyphened(first.start, first.end)
	}
	if first.n <= 4 {
		r.groups(c)
	}
	if len(c.digits) >= 6 {
		r.figures(c)
	} else if len(c.digits) == 5 {
		r.plusgiro(c)
		if len(c.parts) == 1 {
			r.postcode(c)
		}
	}
	if !r.offered() {
		r.pos = max(r.pos, r.joinedEnd(c))
	}
}

// groups looks at a number whose first group has four digits at most.
func (r *run) groups(c *chain) {
	first := &c.parts[0]
	if first.start >= 2 && r.text[first.start-1] == ' ' && is(r.text[first.start-2], isLetter) {
		r.street(first.start, first.end)
		if first.n == 3 {
			r.plate(first.start, first.end)
		}
	}
	switch c.parts[1].sep {
	case dot:
		r.ipv4(c)
		if first.n == 4 {
			r.hexes(first.start)
		}
	case hyphen:
		if first.n == 2 {
			r.hexes(first.start)
		}
	case space:
		r.postcode(c)
	}
}

func (r *run) afterPlus(c *chain) bool {
	start := c.parts[0].start
	return start > r.floor && r.text[start-1] == '+'
}

// joinedEnd is where the groups end that hang on the first one by a hyphen, a point or a stroke without blanks: when the whole is
// nothing, its parts are nothing.
func (r *run) joinedEnd(c *chain) int {
	k := 1
	for k < len(c.parts) && (c.parts[k].start-c.parts[k-1].end == 1 || r.wideHyphen(c.parts[k-1].end)) && c.parts[k].sep != space {
		k++
	}
	return c.parts[k-1].end
}

// joinedBefore reports whether the number at i hangs on something before it, as in "A-1234" or "1.2345": then it is rather a
// part of something else.
func joinedBefore(text []byte, i int) bool {
	if i < 2 || !is(text[i-1], isHook) {
		return false
	}
	if text[i-1] == '+' && i >= 4 && text[i-4] == '%' { // a blank behind a sign, in a web address
		return false
	}
	return is(text[i-2], isUpper|isLower|isDigit) || touched(text[max(0, i-9):i-1])
}

// joined reports the same of what is being looked at: only what is offered asks for it.
func (r *run) joined() bool { return joinedBefore(r.text, r.joint) }

// ends reports whether a number may end behind the first k parts of c: no letter follows, and no further digits that only a
// sign divides from it.
func (r *run) ends(c *chain, k int) bool {
	end := c.parts[k-1].end
	if len(c.parts) > k {
		return c.parts[k].sep == space || c.parts[k].sep == slash || c.parts[k].sep == open
	}
	return end == len(r.text) || !is(r.text[end], isWord) || !touches(r.text[end:])
}

// offerNumber offers what rules have accepted; the canonical form is the prefix and the digits.
func (r *run) offerNumber(k kind, start, end int, bare, labelled Score, check, prefix string, d []byte) {
	if r.joined() {
		bare *= 0.6
	}
	score, context := r.rate(k, start, end, bare, labelled)
	mark := len(r.arena)
	r.arena = append(append(r.arena, prefix...), d...)
	r.offer(k, start, end, mark, score, check, context)
}

// wideHyphen reports whether U+2010 or U+2011 stands at i, which tie as - does; dashes do not.
func (r *run) wideHyphen(i int) bool {
	t := r.text
	return t[i] == 0xE2 && i+2 < len(t) && t[i+1] == 0x80 && (t[i+2] == 0x90 || t[i+2] == 0x91)
}

// pairs is where the hexadecimal pairs with hyphens, or the fours with points, begin of which the one at i continues: a hardware address may begin
// with letters.
func (r *run) pairs(i int) int {
	start := i
	for start-5 >= r.floor && i-start < 10 && r.text[start-1] == '.' && hexOnly(r.text[start-5:start-1]) {
		start -= 5
	}
	for start-3 >= r.floor && i-start < 15 && r.text[start-1] == '-' && is(r.text[start-2], isHex) && is(r.text[start-3], isHex) {
		start -= 3
	}
	if start > 0 && start < i && touched(r.text[max(0, start-8):start]) {
		return i
	}
	return start
}
