package pii

import "github.com/varsam/varsam/internal/pii/check"

// escape looks at the digit at i behind a percent sign: with the next one it is a sign as web addresses write it, and what follows begins anew. It may be
// the @ of a mail address. False when it is no such sign.
func (r *run) escape(i int) bool {
	t := r.text
	if i+1 >= len(t) || !is(t[i+1], isHex) || i >= 2 && t[i-2]-'0' <= 9 { // "25 %", "100%40"
		return false
	}
	r.pos = i + 2
	if t[i] == '4' && t[i+1] == '0' {
		r.escapedEmail(i - 1)
	}
	return true
}

// escapedEmail reads the mail address whose @ is written as "%40" at i.
func (r *run) escapedEmail(i int) {
	start, end := r.localPart(i), r.domainEnd(i+3)
	if start >= 3 && r.text[start-1] == '%' || start == i {
		if start += 2; start >= i { // what is before it is such a sign, too
			return
		}
	}
	mark := len(r.arena)
	r.arena = append(append(append(r.arena, r.text[start:i]...), '@'), r.text[i+3:end]...)
	address := r.arena[mark:]
	if check.Email(address) != check.Fine || isFile(address) {
		r.arena = r.arena[:mark]
		return
	}
	r.arena = lowered(r.arena[:mark], address)
	r.offer(kEmail, start, end, mark, 0.93, "syntax", "")
	r.settleOne(&r.readings[r.settled])
}
