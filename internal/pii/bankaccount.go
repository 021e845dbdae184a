package pii

import (
	"math/bits"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// bankAccount reads a clearing number and an account, the two divided or not. Without its word it is any number; the word is asked for last.
func (r *run) bankAccount(c *chain) {
	start := c.parts[0].start
	lengths, gap := c.accountLengths(), r.fourBefore(start)
	if lengths == 0 && gap < 0 || c.digits[0] == '2' && c.digits[1] == '0' { // as with most numbers
		return
	}
	clearing, whole := r.clearingBefore(start, gap), r.wholeAccount(c, len(c.parts), lengths)
	if clearing < 0 && whole == 0 || !r.called(start, lAccount) && !ownNumber(c.digits) || clearing >= 0 && r.behindClearing(c, clearing) {
		return
	}
	for k := whole; k > 0; k = r.wholeAccount(c, k-1, lengths) {
		if r.account(start, c.parts[k-1].end, c.first(k)) {
			return
		}
	}
}

// accountLengths has a bit for each number of digits that the first parts of c have and accounts of some bank that begin so, clearing number first.
// Under ten digits are none.
func (c *chain) accountLengths() uint64 {
	return uint64(check.AccountLengths(c.digits)) & c.sums & uint64((9-len(c.digits))>>63)
}

// wholeAccount is how many of the first k parts of c have one of these lengths, as many as may be; 0 for none.
func (r *run) wholeAccount(c *chain, k int, lengths uint64) int {
	if lengths == 0 || c.shape(0x425) { // that is Norwegian
		return 0
	}
	for ; k > 0; k-- {
		if lengths>>uint(len(c.first(k)))&1 != 0 && r.ends(c, k) {
			break
		}
	}
	return k
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
	bare := Score(0.2)
	if ownNumber(d) {
		bare = 0.75
		r.offerNumber(kPersonnummer, start, end, 0.6, 0.9, "luhn", r.century(d[4:], none), d[4:])
	}
	r.offerNumber(kBankAccount, start, end, bare, labelled, name, "", d)
	return true
}

// ownNumber reports whether clearing number and account are those of an account whose number is its holder's own.
func ownNumber(d []byte) bool {
	return len(d) == 14 && (string(d[:4]) == "3300" || string(d[:4]) == "3782") && check.Personnummer(d[4:], varsam.Date{}) == check.Fine
}

// toClearing is how far before an account its clearing number may stand: "clearing 6112, kontonr 123 456 789".
const toClearing = 28

// fourBefore is how many bytes stand between start and four digits near before it; -1 when there are none.
func (r *run) fourBefore(start int) int {
	far := uint(64-min(toClearing, start-r.floor)) & 63
	digits := r.outline.behind(digitLane, start) >> (64 - toClearing) << (64 - toClearing) >> far << far
	gap := bits.LeadingZeros64(digits)
	if bits.LeadingZeros64(^(digits << uint(gap&63))) != 4 {
		return -1
	}
	return gap
}

// clearingBefore is where the four digits begin that end so far before start and may be the clearing number of the account there, a word between;
// -1 when they are none.
func (r *run) clearingBefore(start, gap int) int {
	if gap < 0 || r.outline.behind(letterLane, start)>>(uint(64-gap)&63) == 0 {
		return -1
	}
	i := start - gap - 4
	if i > 0 && (is(r.text[i-1], isHook) || touched(r.text[max(0, i-8):i])) {
		return -1
	}
	return i
}

// behindClearing offers the account alone whose clearing number stands before it.
func (r *run) behindClearing(c *chain, clearing int) bool {
	start := c.parts[0].start
	for k := len(c.parts); k > 0; k-- {
		d := append(append(r.scratch[:0], r.text[clearing:clearing+4]...), c.first(k)...)
		if len(d) <= 15 && r.ends(c, k) && r.account(start, c.parts[k-1].end, d) {
			return true
		}
	}
	return r.behindRegistration(c, clearing)
}

// clearing looks at four digits before a comma: "6112, 123 456 789".
func (r *run) clearing(i, end int) {
	t := r.text
	if t[end+1] != ' ' || !is(t[end+2], isDigit) || !r.called(i, lAccount) {
		return
	}
	r.joint = i
	c := r.chainAt(end + 2)
	for k := len(c.parts); k > 0; k-- {
		d := slices.Concat(t[i:end], c.first(k))
		if len(d) >= 10 && len(d) <= 15 && r.ends(c, k) && r.account(i, c.parts[k-1].end, d) {
			return
		}
	}
}
