package pii

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/varsam/varsam/internal/pii/check"
)

// tail looks at the digit at i that continues a word: account numbers and plates begin with letters, hexadecimal ids do now and
// then. The word is taken whole.
func (r *run) tail(i int) {
	start := i - min(bits.LeadingZeros64(^r.outline.wordBehind(i)), 40, i-r.floor)
	end := r.wordEnd(i)
	r.pos = end
	if end-start <= 3 && (r.text[start] == 'T' || i-start == 1 && !r.amidHexes(start, end)) { // a time of day, a version
		return
	}
	if i-start == 40 || start > 0 && is(r.text[start-1], isWord) && touched(r.text[max(0, start-8):start]) {
		return
	}
	r.joint = start
	if end-start <= longest {
		r.lettered(start, i, end)
	}
	if r.amidHexes(start, end) {
		r.hexes(r.pairs(start))
	}
	if end-start >= 8 {
		r.labelled(start, end)
	}
	if r.offered() {
		r.settle()
	}
}

// lettered offers what begins with the letters from start to the digit at i, in a word that ends at end.
func (r *run) lettered(start, i, end int) {
	switch i - start {
	case 2:
		r.iban(start, end)
		r.vat(start)
		if end-start == 9 {
			r.passport(start, end)
		}
	case 3:
		r.plate(i, end)
	}
	if i-start <= 3 && end-start <= 6 {
		r.finnishPlate(start, end)
	}
}

// glued looks at the digits from start to i, which a letter follows at once.
func (r *run) glued(start, i int) {
	r.joint = start
	n, end := i-start, r.wordEnd(i)
	r.pos = end
	switch behind := end - i; {
	case n == 6 && behind == 5 && digitsOnly(r.text[i+1:i+4]):
		r.finnishLetter(start, none, end-1)
	case (n == 6 || n == 8) && behind == 4 && digitsOnly(r.text[i+1:end]):
		r.interim(start, i, i)
	case n == 9 && behind == 3 && string(r.text[i:end]) == "MVA":
		r.norwegianFirm(r.single(start, i))
	case n == 2 && behind == 1:
		r.plate(start, end)
		r.street(start, i)
	case n <= 4 && behind == 1:
		r.street(start, i)
	}
	if n <= 4 && end-i == 1 && is(r.text[i], isUpper) {
		r.englishStreet(start, end)
	}
	if r.amidHexes(start, end) {
		r.hexes(r.pairs(start))
	}
	if end-start >= 8 {
		r.labelled(start, end)
	}
}

// amidHexes reports whether a sign stands beside the word as between the groups of hexadecimal digits of addresses and ids. Points divide fours.
func (r *run) amidHexes(start, end int) bool {
	t := r.text
	return start > 0 && t[start-1] == '-' || end < len(t) && is(t[end], isDivider) && (t[end] != '.' || end-start == 4)
}

// wordEnd is where the ASCII letters and digits from i on end.
func (r *run) wordEnd(i int) int {
	n := bits.TrailingZeros64(^r.outline.wordAhead(i))
	for i += n; n == 64; i += n {
		n = bits.TrailingZeros64(^r.outline.wordAhead(i))
	}
	return i
}

func digitsOnly(b []byte) bool {
	for _, c := range b {
		if !is(c, isDigit) {
			return false
		}
	}
	return true
}

// compact copies letters and digits from start on, small letters as capitals, over single blanks and hyphens, until there are
// n of them. It gives where they end, 0 when there are fewer.
func (r *run) compact(to []byte, start, n int) (compact []byte, end int) {
	i := start
	for len(to) < n && i < len(r.text) {
		if is(r.text[i], isUpper|isLower|isDigit) {
			to = append(to, r.text[i])
			i++
			continue
		}
		sep, size := separatorAt(r.text, i)
		if sep != space && sep != hyphen || size > 3 || i+size >= len(r.text) || !is(r.text[i+size], isUpper|isLower|isDigit) {
			return nil, 0
		}
		i += size
	}
	if len(to) < n {
		return nil, 0
	}
	return to, i
}

// iban reads the number of its country's length that begins with the word from start to behind; a word behind it is not part of it.
func (r *run) iban(start, behind int) {
	n := int(ibanLengths[r.text[start]&31][r.text[start+1]&31])
	if behind-start > n { // also without such a country
		return
	}
	var room [40]byte
	s, end := r.compact(room[:0], start, n)
	if end == 0 || touches(r.text[end:]) {
		return
	}
	if is(r.text[start], isLower) {
		s = bytes.ToUpper(s)
	}
	if check.IBAN(s) == check.Fine {
		r.offerNumber(kIBAN, start, end, 0.97, 0.99, "mod97", "", s)
	}
}

// ibanLengths are by the letters of the country, small ones or capitals.
var ibanLengths = func() (n [32][32]uint8) {
	for a := byte('A'); a <= 'Z'; a++ {
		for b := byte('A'); b <= 'Z'; b++ {
			n[a&31][b&31] = uint8(check.IBANLength([2]byte{a, b}))
		}
	}
	return n
}()

func (r *run) vat(start int) {
	var room [16]byte
	switch [2]byte(r.text[start:]) {
	case [2]byte{'S', 'E'}:
		if s, end := r.compact(room[:0], start, 14); end > 0 && !touches(r.text[end:]) && check.SEVAT(s) == check.Fine {
			r.offerNumber(kSEVAT, start, end, 0.93, 0.98, "luhn", "", s)
		}
	case [2]byte{'F', 'I'}:
		if s, end := r.compact(room[:0], start, 10); end > 0 && !touches(r.text[end:]) && check.FIVAT(s) == check.Fine {
			r.offerNumber(kFIVAT, start, end, 0.9, 0.98, "mod11", "", s)
		}
	case [2]byte{'N', 'O'}: // with MVA behind it or without
		s, end := r.compact(room[:0], start, 11)
		if end > 0 && (!touches(r.text[end:]) || bytes.HasPrefix(r.text[end:], []byte("MVA"))) && check.NOOrganisation(s[2:]) == check.Fine {
			r.offerNumber(kNOOrganisation, start+2, end, 0.9, 0.98, "mod11", "", s[2:])
		}
	}
}

// spacedVAT offers the number of which a blank divides the country's letters: "SE 556016068001".
func (r *run) spacedVAT(c *chain) {
	i := c.parts[0].start
	if i < 3 || r.text[i-1] != ' ' || !is(r.text[i-2], isUpper) || !is(r.text[i-3], isUpper) || i-3 < r.floor || touched(r.text[max(0, i-11):i-3]) {
		return
	}
	r.joint = i - 3
	r.vat(i - 3)
	r.joint = i
}

func (r *run) passport(start, end int) {
	if check.SEPassport(r.text[start:end]) != check.Fine {
		return
	}
	r.offerNumber(kSEPassport, start, end, 0.2, 0.8, "shape", "", r.text[start:end])
	r.offerNumber(kFIPassport, start, end, 0.2, 0.8, "shape", "", r.text[start:end])
}

// plate reads the Swedish plate whose second half begins at i: three capitals, perhaps a blank, and what ends at end.
func (r *run) plate(i, end int) {
	letters := i
	if letters > 0 && r.text[letters-1] == ' ' {
		letters--
	}
	start := letters - 3
	if start < r.floor || end-i != 3 || !is(r.text[start], isUpper) || touches(r.text[end:]) || start > 0 && touched(r.text[max(0, start-8):start]) {
		return
	}
	var s [6]byte
	copy(s[:3], r.text[start:letters])
	copy(s[3:], r.text[i:end])
	if check.SEPlate(s[:]) != check.Fine {
		return
	}
	bare := Score(0.45)
	switch {
	case currencies[string(s[:3])]:
		bare = 0.2
	case is(s[5], isUpper):
		bare = 0.65
	case letters == i:
		bare = 0.4
	}
	r.offerNumber(kSEPlate, start, end, bare, 0.95, "shape", "", s[:])
}

// currencies and others stand before three digits more often than plates.
var currencies = map[string]bool{
	"SEK": true, "NOK": true, "DKK": true, "EUR": true, "USD": true, "GBP": true, "CHF": true, "PLN": true, "JPY": true, "TEL": true,
	"KAP": true, "ART": true, "REF": true, "STR": true, "MAX": true, "RFC": true, "DNR": true, "LGH": true, "KLO": true, "SFS": true,
	"FEL": true, "ERR": true, "PRO": true, "UTC": true, "GMT": true, "BOX": true, "SHA": true, "AES": true, "RSA": true, "URN": true,
	"CRC": true, "UTF": true, "ISO": true, "USB": true, "DDR": true, "ARM": true,
}

// finnishPlate reads letters, a hyphen or none, and digits: with its word, or in a Finnish text.
func (r *run) finnishPlate(start, end int) {
	if is(r.text[start], isUpper) && check.FIPlate(r.text[start:end]) == check.Fine {
		r.offerNumber(kFIPlate, start, end, 0.15, 0.9, "shape", "", r.text[start:end])
	}
}

// hyphenPlate is the same for the number at i behind a hyphen.
func (r *run) hyphenPlate(i, end int) {
	start := i - 1
	for start > r.floor && i-1-start < 4 && is(r.text[start-1], isUpper) {
		start--
	}
	var room [8]byte
	s := append(append(room[:0], r.text[start:i-1]...), r.text[i:end]...)
	if start > 0 && touched(r.text[max(0, start-8):start]) || check.FIPlate(s) != check.Fine {
		return
	}
	bare := Score(0.35)
	if start >= 5 && bytes.EqualFold(r.text[start-5:start], []byte("auto ")) { // before other things in English
		bare = 0.8
	}
	r.joint = 0
	r.offerNumber(kFIPlate, start, end, bare, 0.93, "shape", "", s)
}

// labelled offers a word of eight letters and digits or more that a word before it calls a device's or a visitor's id.
func (r *run) labelled(start, end int) {
	const any = lDevice | lCookie
	if end-start > 200 || r.near.hint.labels&any == 0 && !r.mayFollowDevice(start) || r.isCode(start, end) {
		return
	}
	for _, k := range [...]kind{kDeviceID, kCookieID} {
		b := &r.near.hint
		if b.labels&ownLabels[k] == 0 {
			if b = r.labelsBefore(start); b.close&ownLabels[k] == 0 {
				continue
			}
		}
		mark := len(r.arena)
		r.arena = append(r.arena, r.text[start:end]...)
		r.offer(k, start, end, mark, 0.75, "shape", b.word(ownLabels[k]))
	}
}

// isCode reports whether the word is a constant or a name in a program: "0x00800000", "metrics.Float64Histogram", "UTF16ToString(".
func (r *run) isCode(start, end int) bool {
	if bytes.HasPrefix(r.text[start:end], []byte("0x")) || end < len(r.text) && (r.text[end] == '(' || r.text[end] == '_') {
		return true
	}
	return start > 0 && (r.text[start-1] == '.' || r.text[start-1] == '&' || r.text[start-1] == '\\')
}

// deviceThree has how the words begin that may stand beside the id of a device or of a visitor: their first three letters, be they small or
// not, or as many as stand before one that is not of ASCII.
var deviceThree = func() (f filter) {
	for _, s := range labelWords.stems {
		if s.label&(lDevice|lCookie) == 0 {
			continue
		}
		three := s.key & 0x1F1F1F
		for n := range 3 {
			f.add(hashed(three&(1<<(8*n)-1) | 0x80<<(8*n)))
		}
		for behind := range uint64(32) {
			if len(s.word) > 2 {
				behind = three >> 16
			}
			f.add(hashed(three | behind<<16))
		}
	}
	return f
}()

// mayFollowDevice reports whether one of the words right before start may be one for a device or a visitor; false is certain. They are as many
// as may stand beside a number, with one that belongs to the next. How many there are and how long decides nothing, because nobody can guess it.
func (r *run) mayFollowDevice(start int) bool {
	if start == 0 {
		return false
	}
	far := uint(64-min(64, start-r.floor)) & 63
	letters := r.outline.behind(letterLane, start) >> far << far
	begins := letters &^ (letters << 1)
	first := bits.LeadingZeros64(begins) & 63 // where there is no word the byte before start is asked, which does no harm
	begins &^= 1 << (63 - first)
	second := bits.LeadingZeros64(begins) & 63
	begins &^= 1 << (63 - second)
	third := bits.LeadingZeros64(begins) & 63
	t, last := r.text, start-1
	return mayDevice(t, last-first)|mayDevice(t, last-second)|mayDevice(t, last-third) != 0
}

// mayDevice is 0 where the word at i is certainly none for a device or a visitor.
func mayDevice(t []byte, i int) uint64 {
	x := uint64(binary.LittleEndian.Uint32(t[i:]))
	signed := x & 0x808080
	signed &= -signed // the first
	return deviceThree.has(hashed(x&0x1F1F1F&(signed>>7-1) | signed))
}
