package pii

import (
	"bytes"

	"github.com/varsam/varsam/internal/pii/check"
)

// norwegianAccount offers eleven digits in one piece, or in groups of four, two and five. In one piece it takes its word: all national numbers pass
// the same check.
func (r *run) norwegianAccount(c *chain) {
	k, bare, labelled := 1, Score(0.1), Score(0.92)
	if len(c.parts) > 1 && c.parts[0].n == 4 {
		if !c.shape(0x425) || c.parts[1].sep != c.parts[2].sep || c.parts[1].sep == slash {
			return
		}
		k, bare, labelled = 3, 0.4, 0.97
		if c.parts[1].sep == dot { // as nothing else is written
			bare = 0.75
		}
	}
	if d := c.first(k); r.ends(c, k) && check.NOBankAccount(d) == check.Fine && (k > 1 || r.called(c.parts[0].start, lAccount)) {
		r.offerNumber(kNOAccount, c.parts[0].start, c.parts[k-1].end, bare, labelled, "mod11", "", d)
	}
}

// danishAccount offers a bank's registration number and the account behind it: "Reg.nr. og konto: 5301 0123456789". Such a number may be Swedish, and
// rather is when a bank has it.
func (r *run) danishAccount(c *chain) {
	r.accounts(c)
	if d := c.first(2); c.parts[1].sep <= slash && r.ends(c, 2) && check.DKBankAccount(d) == check.Fine && r.called(c.parts[0].start, lAccount) {
		labelled := Score(0.65)
		if r.registration(c.parts[0].start) {
			labelled = 0.92
		}
		r.offerDanish(c.parts[0].start, c.parts[1].end, labelled, d)
	}
}

// behindRegistration offers the account alone whose bank's registration number begins at i, a word between: "Reg.nr. 5301 Kontonr. 0123456789".
func (r *run) behindRegistration(c *chain, i int) bool {
	if !r.registration(i) {
		return false
	}
	for k := len(c.parts); k > 0; k-- {
		d := append(append(r.scratch[:0], r.text[i:i+4]...), c.first(k)...)
		if len(d) <= 14 && r.ends(c, k) && check.DKBankAccount(d) == check.Fine {
			r.offerDanish(c.parts[0].start, c.parts[k-1].end, 0.92, d)
			return true
		}
	}
	return false
}

func (r *run) offerDanish(start, end int, labelled Score, d []byte) {
	score, context := r.rate(kDKAccount, start, end, 0.1, labelled)
	mark := len(r.arena)
	r.arena = check.AppendDKBankAccount(r.arena, d)
	r.offer(kDKAccount, start, end, mark, score, "shape", context)
}

// registration reports whether a word for a Danish bank's number stands before i: "reg. 5301", "Reg.nr.: 5301", "Registreringsnummer 5301".
func (r *run) registration(i int) bool {
	before := bytes.ToLower(r.text[max(r.floor, i-24):i])
	before = bytes.TrimRight(before, " .:\t")
	for _, end := range [...]string{"nummer", "nr", "no"} {
		before = bytes.TrimSuffix(before, []byte(end))
	}
	before = bytes.TrimRight(before, " .-")
	return bytes.HasSuffix(before, []byte("reg")) || bytes.HasSuffix(before, []byte("registrerings"))
}
