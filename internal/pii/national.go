package pii

import (
	"bytes"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// How sure a reading as a number is that a state gave a person follows how rarely chance makes one: modulus 31 and two of modulus 11 more
// rarely than Luhn with a day, that more rarely than a day alone; and signs where people write them.

// sureness of Swedish numbers by the sign before the last four and the length of the date.
func swedishScore(sep separator, long bool) Score {
	switch sep {
	case hyphen, plus:
		if long {
			return 0.95
		}
		return 0.82
	case none:
		if long {
			return 0.85
		}
		return 0.6
	}
	return 0.4 // blanks and points: only with a word beside it
}

// outdated reports whether twelve digits begin with a year in which no transaction, file or log was dated: what is divided by blanks is
// then rather a person's number than a day and something else.
func outdated(d []byte) bool { return len(d) == 12 && d[0] == '1' && string(d[:4]) < "1990" }

// swedish offers ten or twelve digits in one piece, or the last four behind a sign.
func (r *run) swedish(c *chain) {
	switch n := c.parts[0].n; {
	case n == 10 || n == 12:
		r.swedishIn(c, 1, none)
	case len(c.parts) > 1 && c.parts[1].n == 4:
		r.swedishIn(c, 2, c.parts[1].sep)
	}
}

// pointed offers the number with its date divided: "1990.01.18.9811".
func (r *run) pointed(c *chain) {
	if c.shape(0x4224) || c.shape(0x2224) {
		r.swedishIn(c, 4, dot)
	}
}

func (r *run) swedishIn(c *chain, k int, sep separator) {
	if !r.ends(c, k) {
		return
	}
	d := c.first(k)
	start, end := c.parts[0].start, c.parts[k-1].end
	bare := swedishScore(sep, len(d) == 12)
	if bare < 0.5 && (outdated(d) || r.bracketed(start, end)) {
		bare = 0.65
	}
	switch month, day := d[len(d)-8], d[len(d)-6]; { // the first digit of each tells which one it may be
	case month >= '2':
		if check.Organisationsnummer(d) == check.Fine {
			r.organisation(c, k, sep, d)
		}
	case day >= '6':
		if check.Samordningsnummer(d, r.s.today) == check.Fine {
			r.offerNumber(kSamordningsnummer, start, end, bare-0.03, 0.98, "luhn", r.century(d, sep), d)
		}
	case check.Personnummer(d, r.s.today) == check.Fine:
		r.offerNumber(kPersonnummer, start, end, bare, 0.98, "luhn", r.century(d, sep), d)
	}
}

// bracketed reports whether brackets stand round what is between start and end: "Anna Berg (640823 3234)".
func (r *run) bracketed(start, end int) bool {
	return start > 0 && end < len(r.text) && r.text[start-1] == '(' && r.text[end] == ')'
}

func (r *run) organisation(c *chain, k int, sep separator, d []byte) {
	bare := Score(0.7)
	switch {
	case sep != none && sep != hyphen:
		bare = 0.3
	case sep == none && len(d) == 10:
		bare = 0.45
	}
	r.offerNumber(kOrganisationsnummer, c.parts[0].start, c.parts[k-1].end, bare, 0.97, "luhn", "", d[len(d)-10:])
}

// century is what ten digits lack of twelve: nothing, when it is not known what day it is.
func (r *run) century(ten []byte, sep separator) string {
	if len(ten) != 10 || !r.s.dated {
		return ""
	}
	year, month, day := two(ten), two(ten[2:]), two(ten[4:])%60
	full := r.s.today.Year()/100*100 + year
	if varsam.NewDate(full, time.Month(max(month, 1)), max(day, 1)).After(r.s.today) {
		full -= 100
	}
	if sep == plus && r.s.today.Year()-full < 100 {
		full -= 100
	}
	switch full / 100 {
	case 20:
		return "20"
	case 19:
		return "19"
	}
	return "18"
}

func two(d []byte) int { return int(d[0]-'0')*10 + int(d[1]-'0') }

// tenDigits offers Danish and Icelandic readings.
func (r *run) tenDigits(c *chain) {
	k, sep := 1, none
	if c.parts[0].n == 6 {
		k, sep = 2, c.parts[1].sep
	}
	if sep > hyphen || c.digits[2] > '1' || !r.ends(c, k) { // no month
		return
	}
	d := c.first(k)
	start, end := c.parts[0].start, c.parts[k-1].end
	if eleven, why := check.CPR(d); why == check.Fine {
		bare, labelled, name := Score(0.3), Score(0.93), "date"
		if eleven {
			bare, labelled, name = 0.48, 0.97, "mod11"
		}
		if sep != hyphen {
			bare -= 0.15
		}
		r.offerNumber(kCPR, start, end, bare, labelled, name, "DK", d)
	}
	if organisation, why := check.Kennitala(d); why == check.Fine {
		bare := Score(0.7)
		if sep != hyphen {
			bare = 0.5
		}
		if organisation {
			bare -= 0.1
		}
		r.offerNumber(kKennitala, start, end, bare, 0.97, "mod11", "IS", d)
	}
}

func (r *run) norwegian(c *chain) {
	k, sep := 1, none
	switch {
	case c.parts[0].n == 6:
		k, sep = 2, c.parts[1].sep
	case c.parts[0].n == 2:
		k = 4
	}
	if sep > hyphen || !r.ends(c, k) {
		return
	}
	d := c.first(k)
	kind, why := check.Fodselsnummer(d)
	if why != check.Fine {
		return
	}
	bare := Score(0.85)
	switch {
	case kind&(check.NOFHNumber|check.NOFrom2032) == check.NOFHNumber|check.NOFrom2032:
		bare = 0.2
	case kind&check.NOFHNumber != 0:
		bare = 0.45
	case kind&check.NOFrom2032 != 0:
		bare = 0.48
	case kind != 0:
		bare = 0.75
	}
	if k == 2 {
		bare += 0.05
	}
	r.offerNumber(kFodselsnummer, c.parts[0].start, c.parts[k-1].end, bare, 0.98, "mod11×2", "NO", d)
}

// finnishDigits offers a code whose control sign is a digit: its shape is that of a Swedish number.
func (r *run) finnishDigits(c *chain) {
	if c.digits[0] > '3' || !r.ends(c, 2) {
		return
	}
	var s [11]byte
	switch c.parts[1].sep {
	case hyphen:
		s[6] = '-'
	case plus:
		s[6] = '+'
	default:
		return
	}
	copy(s[:6], c.digits[:6])
	copy(s[7:], c.digits[6:10])
	if check.Henkilotunnus(s[:]) == check.Fine {
		r.offerNumber(kHenkilotunnus, c.parts[0].start, c.parts[1].end, 0.8, 0.98, "mod31", "FI", s[:])
	}
}

// finnishGroups offers the code whose control sign follows its two groups.
func (r *run) finnishGroups(c *chain) {
	r.finnishLetter(c.parts[0].start, c.parts[1].sep, c.parts[1].end)
}

// finnishLetter offers the code from start to the control sign at i: six digits, a sign or a letter – that is no separator –, three digits,
// the control sign.
func (r *run) finnishLetter(start int, sep separator, i int) {
	if i >= len(r.text) || !is(r.text[i], isUpper|isLower|isDigit) || touches(r.text[i+1:]) {
		return
	}
	var s [11]byte
	copy(s[:6], r.text[start:start+6])
	copy(s[7:10], r.text[i-3:i])
	s[10] = upper(r.text[i])
	switch sep {
	case hyphen:
		s[6] = '-'
	case plus:
		s[6] = '+'
	case none:
		s[6] = upper(r.text[start+6])
	}
	if check.Henkilotunnus(s[:]) == check.Fine {
		r.offerNumber(kHenkilotunnus, start, i+1, 0.96, 0.99, "mod31", "FI", s[:])
	}
}

// interimBehind offers the number whose letter stands behind a date and a sign.
func (r *run) interimBehind(c *chain) {
	date := &c.parts[0]
	if len(c.parts) > 1 || date.end == len(r.text) || !is(r.text[date.end], isSign) {
		return
	}
	if sep, size := separatorAt(r.text, date.end); sep == hyphen || sep == plus {
		r.interim(date.start, date.end, date.end+size)
	}
}

// interim offers the number whose letter stands at i, behind a date of six or eight digits from start to behind, and perhaps a hyphen.
func (r *run) interim(start, behind, i int) {
	end := i + 4
	if end > len(r.text) || !is(r.text[i], isUpper) || touches(r.text[end:]) {
		return
	}
	var s [12]byte
	n := copy(s[:], r.text[start:behind])
	n += copy(s[n:], r.text[i:end])
	if check.Interim(s[:n], r.s.today) == check.Fine {
		bare := Score(0.7)
		if before := r.text[max(r.floor, start-24):start]; bytes.Contains(bytes.ToLower(before), []byte("interim")) {
			bare = 1 // "interimsnr" else names a number that is nobody's
		}
		r.offerNumber(kInterim, start, end, bare, 0.97, "luhn", r.century(s[:n], none), s[:n])
	}
}

func upper(b byte) byte {
	if is(b, isLower) {
		return b - 'a' + 'A'
	}
	return b
}
