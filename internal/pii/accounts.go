package pii

import (
	"bytes"

	"github.com/varsam/varsam/internal/pii/check"
)

// finnishFirm offers a business id.
func (r *run) finnishFirm(c *chain) {
	if c.parts[1].sep != hyphen {
		return
	}
	if d := c.first(2); check.FIBusinessID(d) == check.Fine && r.ends(c, 2) {
		r.offerNumber(kYtunnus, c.parts[0].start, c.parts[1].end, 0.7, 0.97, "mod11", "", d)
	}
}

// norwegianFirm offers nine digits in one piece or in threes; the country's letters stand before it in electronic invoices, and MVA behind it where
// there is value added tax.
func (r *run) norwegianFirm(c *chain) {
	k, bare := 1, Score(0.4)
	if c.parts[0].n == 3 {
		if !c.shape(0x333) || c.parts[1].sep != space || c.parts[2].sep != space {
			return
		}
		k, bare = 3, 0.48
	}
	if before := r.text[:c.parts[0].start]; bytes.HasSuffix(before, []byte("NO ")) && !touched(before[:len(before)-3]) {
		bare = 0.9
	}
	taxed := r.taxed(c.parts[k-1].end)
	if taxed {
		bare = 0.9
	}
	if d := c.first(k); check.NOOrganisation(d) == check.Fine && (taxed || r.ends(c, k)) {
		r.offerNumber(kNOOrganisation, c.parts[0].start, c.parts[k-1].end, bare, 0.96, "mod11", "", d)
	}
}

// taxed reports whether MVA stands at i, with a blank before it or without.
func (r *run) taxed(i int) bool {
	rest := bytes.TrimPrefix(r.text[i:], []byte(" "))
	return bytes.HasPrefix(rest, []byte("MVA")) && !touches(rest[3:])
}

// danishPassport offers nine digits, and swedishPassport eight.
func (r *run) danishPassport(c *chain) {
	if d := c.first(1); r.ends(c, 1) && check.DKPassport(d) == check.Fine {
		r.offerNumber(kDKPassport, c.parts[0].start, c.parts[0].end, 0.1, 0.7, "shape", "", d)
	}
}

func (r *run) swedishPassport(c *chain) {
	if d := c.first(1); r.ends(c, 1) && check.SEPassport(d) == check.Fine {
		r.offerNumber(kSEPassport, c.parts[0].start, c.parts[0].end, 0.1, 0.8, "shape", "", d)
	}
}

// card reads 13 to 19 digits in one piece, in fours, or the way of American Express and Diners.
func (r *run) card(c *chain) {
	k, bare := 0, Score(0.92)
	switch {
	case c.parts[0].n >= 13:
		k, bare = 1, 0.72
		if c.parts[0].n == 13 { // few cards had 13 digits, all goods have
			bare = 0.4
		}
	case c.shape(0x44443) && c.evenly(5):
		k = 5
	case c.shape(0x4444) && c.evenly(4):
		k = 4
	case (c.shape(0x465) || c.shape(0x464)) && c.evenly(3):
		k = 3
	}
	if k == 0 || !r.ends(c, k) {
		return
	}
	d := c.first(k)
	if _, why := check.Card(d); why == check.Fine {
		r.offerNumber(kCard, c.parts[0].start, c.parts[k-1].end, bare, 0.98, "luhn", "", d)
	}
}

// evenly reports whether the same sign, a blank or a hyphen, divides the first k parts.
func (c *chain) evenly(k int) bool {
	for i := range c.parts[1:k] {
		p := &c.parts[1+i]
		if p.sep != c.parts[1].sep || p.sep != space && p.sep != hyphen {
			return false
		}
	}
	return true
}

// bankgiro reads seven or eight digits in one piece, or the last four behind a hyphen.
func (r *run) bankgiro(c *chain) {
	k, bare, labelled := 2, Score(0.4), Score(0.96)
	switch {
	case c.parts[0].n >= 7:
		k, bare, labelled = 1, 0.1, 0.92
	case c.parts[1].sep != hyphen:
		return
	}
	if d := c.first(k); r.ends(c, k) && check.Bankgiro(d) == check.Fine && (!c.today() || r.called(c.parts[0].start, lBankgiro)) {
		r.offerNumber(kBankgiro, c.parts[0].start, c.parts[k-1].end, bare, labelled, "luhn", "", d)
	}
}

// plusgiro reads pairs of digits, the first perhaps single, and the control digit behind a hyphen; or all in one piece.
func (r *run) plusgiro(c *chain) {
	if c.digits[0] == '0' {
		return
	}
	k := 1
	for k < len(c.parts) && c.parts[k].sep == space && c.parts[k].n == 2 {
		k++
	}
	bare, labelled := Score(0.4), Score(0.95)
	switch {
	case k < len(c.parts) && c.parts[k].sep == hyphen && c.parts[k].n == 1 && (k == 1 || c.parts[0].n <= 2):
		k++
	case k == 1 && len(c.parts) > 1 && c.parts[1].sep == hyphen && c.parts[1].n == 1:
		k, bare = 2, 0.15
	case k == 1:
		bare, labelled = 0.1, 0.85
	default:
		return
	}
	if !r.ends(c, k) {
		return
	}
	if d := c.first(k); check.Plusgiro(d) == check.Fine {
		r.offerNumber(kPlusgiro, c.parts[0].start, c.parts[k-1].end, bare, labelled, "luhn", "", d)
	}
}

// devices offers the numbers of telephones and their cards.
func (r *run) devices(c *chain) {
	start := c.parts[0].start
	switch {
	case c.parts[0].n == 15 && r.ends(c, 1):
		r.imei(c, 1, 0.4)
		if d := c.first(1); check.IMSI(d) == check.Fine {
			r.offerNumber(kIMSI, start, c.parts[0].end, 0.1, 0.85, "shape", "", d)
		}
	case (c.shape(0x2661) || c.shape(0x6261)) && c.evenly(4) && r.ends(c, 4):
		r.imei(c, 4, 0.75)
	case (c.parts[0].n == 19 || c.parts[0].n == 20) && r.ends(c, 1):
		if d := c.first(1); check.ICCID(d) == check.Fine {
			r.offerNumber(kICCID, start, c.parts[0].end, 0.75, 0.97, "luhn", "", d)
		}
	}
}

func (r *run) imei(c *chain, k int, bare Score) {
	if d := c.first(k); check.IMEI(d) == check.Fine {
		r.offerNumber(kIMEI, c.parts[0].start, c.parts[k-1].end, bare, 0.97, "luhn", "", d)
	}
}
