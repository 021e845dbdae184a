package pii

import (
	"slices"

	"github.com/varsam/varsam/internal/pii/check"
)

// bankAccount reads a clearing number and an account, the two divided or not. Without its word it is any number.
func (r *run) bankAccount(c *chain) {
	if len(c.digits) < 6 || c.digits[0] == '2' && c.digits[1] == '0' || !r.calledAccount(c.parts[0].start) {
		return
	}
	if r.behindClearing(c) || c.digits[0] == '0' || len(c.digits) < 10 || c.shape(0x425) { // the last is Norwegian
		return
	}
	for k := len(c.parts); k > 0; k-- {
		if d := c.first(k); len(d) <= 15 && r.ends(c, k) && r.account(c.parts[0].start, c.parts[k-1].end, d) {
			return
		}
	}
}

// calledAccount reports whether a word before the number, or its column, says that it is an account's.
func (r *run) calledAccount(start int) bool {
	return r.near.hint.labels&lAccount != 0 || r.labelsBefore(start).labels&lAccount != 0
}

// account offers the digits, clearing number first, when a bank has such accounts.
func (r *run) account(start, end int, d []byte) bool {
	a, why := check.BankAccount(d)
	if why != check.Fine {
		return false
	}
	name, labelled := "clearing", Score(0.8)
	if a.Checked {
		name, labelled = "clearing and control digit", 0.95
	}
	r.offerNumber(kBankAccount, start, end, 0.2, labelled, name, "", d)
	return true
}

// toClearing is how far before an account its clearing number may stand: "clearing 6112, kontonr 123 456 789".
const toClearing = 28

// behindClearing offers an account whose clearing number stands before it, with a word or a comma between. The span is the account's
// alone when there is a word.
func (r *run) behindClearing(c *chain) bool {
	start := c.parts[0].start
	low, i, word := max(r.floor, start-toClearing), start, false
	for ; i > low && !is(r.text[i-1], isDigit); i-- {
		word = word || is(r.text[i-1], isLetter)
	}
	end := i
	for i > low && is(r.text[i-1], isDigit) {
		i--
	}
	if !word || end-i != 4 || i > 0 && (is(r.text[i-1], isHook) || touched(r.text[max(0, i-8):i])) {
		return false
	}
	for k := len(c.parts); k > 0; k-- {
		d := append(append(r.scratch[:0], r.text[i:end]...), c.first(k)...)
		if len(d) <= 15 && r.ends(c, k) && r.account(start, c.parts[k-1].end, d) {
			return true
		}
	}
	return false
}

// clearing looks at four digits before a comma: "6112, 123 456 789".
func (r *run) clearing(i, end int) {
	t := r.text
	if t[end+1] != ' ' || !is(t[end+2], isDigit) || !r.calledAccount(i) {
		return
	}
	c := r.chainAt(end + 2)
	for k := len(c.parts); k > 0; k-- {
		d := slices.Concat(t[i:end], c.first(k))
		if len(d) >= 10 && len(d) <= 15 && r.ends(c, k) && r.account(i, c.parts[k-1].end, d) {
			return
		}
	}
}
