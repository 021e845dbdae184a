package pii

import (
	"bytes"

	"github.com/varsam/varsam/internal/pii/check"
)

// phone offers a telephone number: with a plus or 00 and a calling code, or the way of the text's country. The numbering plans
// say which beginnings and lengths exist.
func (r *run) phone(c *chain) {
	start := c.parts[0].start
	switch {
	case r.calledNational(c), r.isAmount(c):
	case start > r.floor && r.text[start-1] == '+' && !touched(r.text[max(0, start-9):start-1]):
		if !r.international(c, start-1, 0) {
			r.unlisted(c, start-1)
		}
	case len(c.digits) > 9 && c.parts[0].n >= 3 && c.digits[0] == '0' && c.digits[1] == '0':
		r.international(c, start, 2)
	default:
		r.domestic(c)
	}
}

// calledNational reports whether the nearest word, or the column, says that the digits are a national number or a birth, and they are as many and
// divided as those are: then they are a wrong one, and no telephone's.
func (r *run) calledNational(c *chain) bool {
	start := c.parts[0].start
	switch {
	case !asNationals[c.groups>>56], start > 0 && r.text[start-1] == '+':
		return false
	case r.near.hint.labels&(nationals|lBirth|lPhone) != 0:
		return r.near.hint.labels&lPhone == 0
	}
	b := r.nearestBefore(start)
	return b.n > 0 && b.words[0].label&b.close&(nationals|lBirth) != 0
}

// isAmount reports whether the digits end as a sum of money does: "010 1 680,00" is a sum behind something else.
func (r *run) isAmount(c *chain) bool {
	last := &c.parts[len(c.parts)-1]
	if len(c.parts) < 2 || last.n != 3 || last.sep != space || r.afterPlus(c) {
		return false
	}
	t := r.text[last.end:]
	return len(t) > 3 && t[0] == ',' && is(t[1], isDigit) && is(t[2], isDigit) && t[3] != ',' && !is(t[3], isDigit)
}

// asNationals are, by the lengths of their first two groups, the numbers that are divided as national ones are.
var asNationals = func() (t [256]bool) {
	for second := range 16 {
		t[0xB0|second], t[0xC0|second] = true, true
	}
	t[0x64], t[0x65], t[0x84] = true, true, true
	return t
}()

// international tries the longest number first. skip is how many digits stand for the plus.
func (r *run) international(c *chain, start, skip int) bool {
	for k := len(c.parts); k > 0; k-- {
		d := c.first(k)[skip:]
		if len(d) > 16 || !r.ends(c, k) || len(d) < 7 {
			continue
		}
		d = r.withoutTrunk(c, d, skip)
		country, why := check.Phone(d)
		if why != check.Fine || country == "" && start > 0 && r.text[start-1] == '+' { // "LIN+1++7079758861167:EN": goods
			continue
		}
		bare := Score(0.9)
		if country == "" || skip > 0 {
			bare = 0.6
		}
		if skip > 0 && k == 1 && country == "" {
			bare = 0.45
		}
		r.joint = 0
		r.offerNumber(kPhone, start, c.parts[k-1].end, bare, 0.97, "numbering plan", "+", d)
		return true
	}
	return false
}

// unlisted offers a number with a plus that is as long as its country's numbers are, though the plan has none that begin so: plans grow.
func (r *run) unlisted(c *chain, start int) {
	for k := len(c.parts); k > 0; k-- {
		if d := r.withoutTrunk(c, c.first(k), 0); len(d) <= 16 && r.ends(c, k) && check.PhoneLength(d) {
			bare := Score(0.6)
			if k == 1 { // as the numbers of goods, too, in electronic invoices
				bare = 0.4
			}
			r.joint = 0
			r.offerNumber(kPhone, start, c.parts[k-1].end, bare, 0.9, "length", "+", d)
			return
		}
	}
}

// withoutTrunk drops the 0 of "+46 (0)70".
func (r *run) withoutTrunk(c *chain, d []byte, skip int) []byte {
	for i := range c.parts[1:] {
		p := &c.parts[1+i]
		if at := p.first - skip; p.sep == open && p.n == 1 && at > 0 && at < len(d) && d[at] == '0' {
			return append(append(r.scratch[:0], d[:at]...), d[at+1:]...)
		}
	}
	return d
}

// grouped asks for a number divided the way that the country divides them.
const grouped, anyhow = true, false

// domestic tries the country of the text, or else Sweden and Finland. A number without a trunk prefix takes a word that says that it
// is a telephone's.
func (r *run) domestic(c *chain) {
	switch {
	case len(c.digits) < 7:
	case r.country != "":
		r.phoneIn(c, r.country, anyhow)
	case c.digits[0] == '0':
		if !r.phoneIn(c, "SE", grouped) && !r.phoneIn(c, "FI", grouped) && !r.phoneIn(c, "SE", anyhow) {
			r.phoneIn(c, "FI", anyhow)
		}
		r.unplanned(c)
	case c.digits[0] >= '2' && !c.years() && (r.calledPhone(c.parts[0].start) || r.besidePhone(c)) && !(c.today() && r.rang()):
		r.withoutPrefix(c)
	}
}

// years reports whether two years stand with a hyphen between: "2017-2022".
func (c *chain) years() bool {
	d := c.digits
	return len(d) == 8 && len(c.parts) == 2 && c.parts[1].first == 4 && c.parts[1].sep == hyphen && string(d[:2]) == "20" && string(d[4:6]) == "20"
}

// unplanned offers all of a number that a word calls a telephone's and that is divided like one, though no plan has one so long: what is
// left of it would be half a number.
func (r *run) unplanned(c *chain) {
	k := len(c.parts)
	if n := len(r.readings); n > r.settled && int(r.readings[n-1].end) >= c.parts[k-1].end {
		return
	}
	if k < 2 || len(c.digits) < 8 || len(c.digits) > 11 || c.parts[0].n > 4 {
		return
	}
	if by := c.signs(); !by.dialled(c, k) || !r.ends(c, k) || !r.calledPhone(c.parts[0].start) {
		return
	}
	r.offerNumber(kPhone, c.parts[0].start, c.parts[k-1].end, 0.1, 0.6, "length", "", c.digits)
}

// calledPhone reports whether a word before the number, or its column, calls it a telephone's.
func (r *run) calledPhone(start int) bool {
	return r.called(start, lPhone)
}

// rang reports whether the word for a telephone before the number only says that somebody called: what looks like a day is one then.
func (r *run) rang() bool {
	switch r.near.before.word(lPhone) {
	case "ring", "ringa", "ringe", "ringer", "call", "soita", "soittaa":
		return true
	}
	return false
}

// besidePhone reports whether a telephone number stands right before this one: "Telefon 41 94 31 41 / 97 10 90 86".
func (r *run) besidePhone(c *chain) bool {
	start := c.parts[0].start
	if by := c.signs(); r.settled == 0 || start-r.floor > len(" eller ") || r.country != "" || by[hyphen]|by[slash]|by[dot] != 0 {
		return false
	}
	last := &r.readings[r.settled-1]
	if last.kind != kPhone || int(last.end) != r.floor {
		return false
	}
	switch string(bytes.TrimSpace(r.text[r.floor:start])) {
	case "/", ",", "och", "og", "eller", "ja", "tai", "and", "or", "&":
		return true
	}
	return false
}

// withoutPrefix reads the numbers of countries that have no trunk prefix, and international ones without their plus.
func (r *run) withoutPrefix(c *chain) {
	switch c.digits[0] {
	case '3', '4':
		if len(c.digits) >= 10 && nordicCode(c.digits) && r.international(c, c.parts[0].start, 0) {
			return
		}
	}
	for _, region := range [...]string{"NO", "DK", "IS"} {
		if r.phoneIn(c, region, anyhow) {
			return
		}
	}
}

// nordicCode reports whether the digits begin with a Nordic calling code.
func nordicCode(d []byte) bool {
	return d[0] == '4' && d[1] >= '5' && d[1] <= '7' || d[0] == '3' && d[1] == '5' && (d[2] == '8' || d[2] == '4')
}

func (r *run) phoneIn(c *chain, region string, strict bool) bool {
	by := c.signs()
	for k := len(c.parts); k > 0; k-- {
		d := c.first(k)
		if len(d) > 12 || len(d) < 6 || !r.ends(c, k) || !by.dialled(c, k) {
			continue
		}
		code, trunk, why := check.NationalPhone(d, region)
		if why != check.Fine {
			continue
		}
		mobile := trunk == 1 && mobileBegins(region)>>(d[1]-'0')&1 != 0
		tidy := k == 1 || by.evenly(k) && areaFirst(c, mobile, region)
		if strict && !tidy {
			continue
		}
		start, end := c.parts[0].start, c.parts[k-1].end
		if start > r.floor && r.text[start-1] == '(' && len(c.parts) > 1 && c.parts[1].sep == close {
			start--
		}
		labelled := Score(0.95)
		if !tidy {
			labelled = 0.6 // what else it may be is likelier
		}
		bare := r.domesticScore(c, k, trunk, mobile, tidy)
		if trunk == 0 && r.besidePhone(c) {
			bare = 0.9
		}
		score, context := r.rate(kPhone, start, end, bare, labelled)
		mark := len(r.arena)
		r.arena = append(append(append(r.arena, '+'), code...), d[trunk:]...)
		r.offer(kPhone, start, end, mark, score, "numbering plan", context)
		return true
	}
	return false
}

// signs has for each separator a bit for each part of a chain that it stands before.
type signs [8]uint32

func (c *chain) signs() (by signs) {
	for i := range c.parts[1:] {
		by[c.parts[1+i].sep&7] |= 2 << uint(i)
	}
	return by
}

// dialled reports whether the first k parts are divided the way of telephone numbers: a date, a decimal or two times of day are none.
func (by *signs) dialled(c *chain, k int) bool {
	all := uint32(1)<<uint(k) - 2
	if (by[plus]|by[open]|by[slash]&^2)&all != 0 {
		return false
	}
	dots := by[dot] & all
	return dots == 0 || dots == all && k >= 3 && (c.parts[0].n >= 3 || k >= 4)
}

// evenly reports whether hyphens divide the first k parts from the second one on, or none but the first two.
func (by *signs) evenly(k int) bool {
	hyphens := by[hyphen] & (1<<uint(k) - 2)
	return hyphens&^2 == 0 || hyphens&6 == 6
}

// domesticScore is higher for numbers that are divided the way people write them, and for mobile ones.
func (r *run) domesticScore(c *chain, k, trunk int, mobile, tidy bool) Score {
	var s Score
	switch {
	case trunk == 0 && k == 1:
		s = 0.25
	case trunk == 0:
		s = 0.45
	case k == 1 && mobile && len(c.digits) == 10:
		s = 0.58 // less than a personal number, which few telephone numbers happen to be
	case k == 1:
		s = 0.35
	case !tidy: // "070174-0605" is rather another number, "0915-1045" two times of day
		s = 0.4
	case mobile || c.parts[1].sep != space:
		s = 0.78
	default:
		s = 0.55
	}
	if r.joined() {
		s *= 0.6
	}
	return s
}

// mobileBegins has a bit for each digit behind the trunk's 0 that the region's mobile telephones have.
func mobileBegins(region string) uint16 {
	switch region {
	case "SE":
		return 1 << 7
	case "FI":
		return 1<<4 | 1<<5
	}
	return 0
}

// areaFirst reports whether the first group is as long as areas are, or mobile prefixes.
func areaFirst(c *chain, mobile bool, region string) bool {
	n := c.parts[0].n
	switch {
	case mobile:
		return n == 3 || n == 4
	case region == "SE":
		return n == swedishArea(c.digits)
	case region == "FI":
		return n == 2 || n == 3 && c.digits[1] <= '2' || n == 4 && c.digits[1] <= '8' && c.digits[2] == '0' // 09, 019, 0600
	}
	return n <= 4
}

// swedishArea is how many digits an area's code has with its 0: 08, those of large towns three, all others four.
func swedishArea(d []byte) int {
	if d[1] == '8' {
		return 2
	}
	switch two(d[1:]) {
	case 10, 11, 13, 16, 18, 19, 20, 21, 23, 26, 31, 33, 35, 36, 40, 42, 44, 46, 54, 60, 63, 90:
		return 3
	}
	return 4
}
