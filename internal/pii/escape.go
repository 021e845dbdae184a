package pii

import (
	"bytes"
	"slices"

	"github.com/varsam/varsam/internal/pii/check"
)

// escape looks at the digit at i behind a percent sign: with the next one it is a sign as web addresses write it, and what follows begins anew. It may be
// the @ of a mail address. False when it is no such sign.
func (r *run) escape(i int) bool {
	t := r.text
	if i+1 >= len(t) || !is(t[i+1], isHex) {
		return false
	}
	at := t[i] == '4' && t[i+1] == '0'
	if !at && i >= 2 && t[i-2]-'0' <= 9 { // "5%20 st"
		return false
	}
	r.pos = i + 2
	if at {
		r.escapedEmail(i - 1)
	}
	return true
}

// escapedEmail reads the mail address whose @ is written as "%40" at i, and perhaps a plus as "%2B".
func (r *run) escapedEmail(i int) {
	start, end := r.localPart(i), r.domainEnd(i+3)
	mark := len(r.arena)
	if start > 0 && start < i && r.text[start-1] == '%' { // what is before it is such a sign, too
		sign := start
		if start += 2; start >= i {
			return
		}
		if plus := r.localPart(sign - 1); plus < sign-1 && bytes.EqualFold(r.text[sign:start], []byte("2B")) && (plus == 0 || r.text[plus-1] != '%') {
			r.arena = append(append(r.arena, r.text[plus:sign-1]...), '+')
			r.arena = append(r.arena, r.text[start:i]...)
			start = plus
		}
	}
	if len(r.arena) == mark {
		r.arena = append(r.arena, r.text[start:i]...)
	}
	r.arena = append(append(r.arena, '@'), r.text[i+3:end]...)
	address := r.arena[mark:]
	if check.Email(address) != check.Fine || isFile(address) {
		r.arena = r.arena[:mark]
		return
	}
	r.arena = lowered(r.arena[:mark], slices.Clone(address))
	r.offer(kEmail, start, end, mark, 0.93, "syntax", "")
	r.settleOne(&r.readings[r.settled])
}
