package pii

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/check"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// streetEnds are the ends of streets' names, folded to a–z: Swedish, Finnish, Norwegian, Danish, English.
var streetEnds = []string{
	"gatan", "gata", "vagen", "vag", "grand", "granden", "stigen", "allen", "alle", "torget", "torg", "backen", "plan", "platsen", "plats",
	"kajen", "leden", "esplanaden", "parken", "promenaden", "slingan", "ringen", "garden", "hojden", "liden", "brinken", "stranden", "svangen",
	"katu", "tie", "kuja", "polku", "kaari", "ranta", "tori", "puistikko", "vayla", "rinne", "raitti", "penger", "kuja",
	"gaten", "gate", "veien", "vegen", "vei", "veg", "gade", "vej", "vaenget", "straede", "plads", "boulevard", "bakken", "alleen",
	"street", "road", "avenue", "lane", "square",
}

// streetTable finds the ends by their last four letters.
var streetTable = func() map[[4]byte][]string {
	t := map[[4]byte][]string{}
	for _, s := range streetEnds {
		var key [4]byte
		copy(key[4-min(4, len(s)):], s[max(0, len(s)-4):])
		t[key] = append(t[key], s)
	}
	return t
}()

// lastThreesOfStreets are the last three letters of the ends, and of the words for boxes.
var lastThreesOfStreets = threesOf(slices.Concat(streetEnds, postBoxes))

// postBoxes stand in the place of a street: with their word or a postcode they are an address.
var postBoxes = []string{"Box", "BOX", "Postbox", "Postboks", "Postlokero", "PL", "PB"}

// postBox is where the word for a box that ends at i begins; -1 when there is none.
func (r *run) postBox(i int) int {
	for _, s := range postBoxes {
		if at := i - len(s); at >= r.floor && string(r.text[at:i]) == s && (at == 0 || !touched(r.text[max(0, at-8):at])) {
			return at
		}
	}
	return -1
}

// mayEndStreet reports whether what ends at i may be a street's name; false is certain.
func (r *run) mayEndStreet(i int) bool {
	if i < 4 {
		return true
	}
	last := binary.LittleEndian.Uint32(r.text[i-4:])
	return last&0x80808000 != 0 || lastThreesOfStreets.has(hashed(uint64(last&threeLetters))) != 0
}

// street looks at a house number from number to end: a street's name stands before it, and perhaps a postcode and a town behind it.
func (r *run) street(number, end int) {
	i := number - 1
	if i-1 <= r.floor || r.text[i] != ' ' || !is(r.text[i-1], isLetter) || !r.mayEndStreet(i) {
		return
	}
	bare := Score(0.72)
	start, ok := r.streetName(i)
	if !ok {
		if start = r.postBox(i); start < 0 {
			return
		}
		bare = 0.3
	}
	end = r.houseEnd(end)
	if end < 0 {
		return
	}
	if full, town := r.postalEnd(end); full > 0 {
		end, bare = full, 0.85
		if town {
			bare = 0.93
		}
	}
	score, context := r.rate(kAddress, start, end, bare, 0.95)
	mark := len(r.arena)
	r.arena = appendFolded(r.arena, r.text[start:end])
	r.offer(kAddress, start, end, mark, score, "street and number", context)
}

// streetName is where the name of the street that ends at i begins.
func (r *run) streetName(i int) (start int, ok bool) {
	var last [4]byte
	at, n := i, 0
	for at > r.floor && i-at < 48 {
		letterAt, size := r.letterBefore(at)
		if size == 0 {
			break
		}
		if n < 4 {
			last[3-n] = letterAt
		}
		n, at = n+1, at-size
	}
	if n < 3 {
		return 0, false
	}
	ends, whole := endsStreet(last, n, r.text[at:i])
	if !ends {
		return 0, false
	}
	if r.capital(at) {
		if start = r.prefixes(at); !whole || start < at {
			return start, true
		}
	}
	// "Karl Johans gate": somebody's street
	start = r.capitalisedBefore(at)
	if start < 0 || r.text[at-2] != 's' {
		return 0, false
	}
	if w := r.capitalisedBefore(start); w >= 0 {
		start = w
	}
	return start, true
}

// letterBefore is the folded letter before i and its size with its combining signs; 0 when there is none.
func (r *run) letterBefore(i int) (byte, int) {
	if b := r.text[i-1]; b < 0x80 {
		if !is(b, isLetter) {
			return 0, 0
		}
		return b | 0x20, 1
	}
	c, size := chars.Last(r.text[max(0, i-4):i])
	if unicode.Is(unicode.Mn, c) && i-size > 0 {
		b, more := r.letterBefore(i - size)
		return b, more + size*min(more, 1)
	}
	if !unicode.IsLetter(c) {
		return 0, 0
	}
	b, _ := letter(r.text[i-size : i])
	return b, size
}

// endsStreet reports whether the word ends like a street's name, and whether it is no more than that end.
func endsStreet(last [4]byte, n int, word []byte) (ends, whole bool) {
	for k := 4; k >= 3; k-- {
		key := last
		if k == 3 {
			key[0] = 0
		}
		for _, end := range streetTable[key] {
			if n >= len(end) && hasFoldedEnd(word, end) {
				return true, n == len(end)
			}
		}
	}
	return false, false
}

// hasFoldedEnd reports whether the word, folded, ends so.
func hasFoldedEnd(word []byte, end string) bool {
	var room [96]byte
	b := room[:0]
	for i := 0; i < len(word); {
		c, size := letter(word[i:])
		if size == 0 {
			return false
		}
		b, i = append(b, c), i+size
	}
	return bytes.HasSuffix(b, []byte(end))
}

// capital reports whether the character at i is a capital letter.
func (r *run) capital(i int) bool {
	if i >= len(r.text) {
		return false
	}
	c, _ := chars.Next(r.text[i:])
	return unicode.IsUpper(c)
}

// capitalisedBefore is where the capitalised word before i, one blank between, begins; -1 when there is none.
func (r *run) capitalisedBefore(i int) int {
	if i-2 < r.floor || r.text[i-1] != ' ' {
		return -1
	}
	at := i - 1
	for at > r.floor && i-at < 40 {
		_, size := r.letterBefore(at)
		if size == 0 {
			break
		}
		at -= size
	}
	if at == i-1 || !r.capital(at) {
		return -1
	}
	if l, _ := labelWords.find(r.text, at, i-1); l&(lAddress|lPost) != 0 {
		return -1
	}
	return at
}

// qualifiers stand before streets' names: "Norra Hamngatan", "Lilla Torget", "S:t Eriksgatan".
var qualifiers = map[uint64]bool{}

func init() {
	for _, w := range []string{
		"norra", "sodra", "ostra", "vastra", "stora", "lilla", "gamla", "nya", "ovre", "nedre", "inre", "yttre", "sankt", "saint",
		"store", "lille", "gamle", "nye", "nordre", "sondre", "ostre", "vestre", "iso", "pieni", "vanha", "uusi", "pohjoine", "etelaine",
		"itainen", "lantinen", "konung", "kung", "drottnin",
	} {
		key, _ := word([]byte(w))
		qualifiers[key] = true
	}
}

// prefixes moves the beginning of a street's name over the words that belong to it.
func (r *run) prefixes(start int) int {
	for range 2 {
		w := r.capitalisedBefore(start)
		if w < 0 {
			break
		}
		key, _ := word(r.text[w:])
		if !qualifiers[key] {
			break
		}
		start = w
	}
	if start-5 >= r.floor && bytes.EqualFold(r.text[start-4:start], []byte("S:t ")) {
		start -= 4
	}
	return start
}

// houseEnd is where a house number with its letter, staircase and flat ends, of which the digits end at i: "12", "12B", "12 B",
// "12 A 3", "12 lgh 1102", "12-14". It is -1 when the number goes on as something else.
func (r *run) houseEnd(i int) int {
	t := r.text
	if i < len(t) && is(t[i], isUpper|isLower) {
		if touches(t[i+1:]) {
			return -1
		}
		i++
	} else if i+1 < len(t) && t[i] == ' ' && is(t[i+1], isUpper) && !touches(t[i+2:]) && !bytes.HasPrefix(t[i+2:], []byte(".")) {
		i += 2
		if n := digitsFrom(t, i+1); i < len(t) && t[i] == ' ' && n > 0 && n <= 3 && !touches(t[i+1+n:]) {
			i += 1 + n
		}
	}
	if i < len(t) && (t[i] == '%' || t[i] == ':' && i+1 < len(t) && is(t[i+1], isDigit)) {
		return -1
	}
	for _, flat := range []string{" lgh ", ", lgh ", " lgh. ", " as. "} {
		if bytes.HasPrefix(t[i:], []byte(flat)) {
			if n := digitsFrom(t, i+len(flat)); n > 0 && n <= 4 {
				return i + len(flat) + n
			}
		}
	}
	return i
}

// postalEnd is where the postcode and the town end that follow an address at i; 0 when there are none. known: the town lies
// where the postcode says.
func (r *run) postalEnd(i int) (end int, known bool) {
	t, j := r.text, i
	for j < len(t) && j-i < 4 && (t[j] == ',' || t[j] == ' ' || t[j] == '\n' || t[j] == '\r') {
		j++
	}
	if j == i {
		return 0, false
	}
	for _, prefix := range []string{"SE-", "S-", "FI-", "FIN-", "N-", "NO-", "DK-", "AX-"} {
		if bytes.HasPrefix(t[j:], []byte(prefix)) {
			j += len(prefix)
		}
	}
	var code [5]byte
	n := digitsFrom(t, j)
	switch {
	case n == 3 && j+6 <= len(t) && t[j+3] == ' ' && digitsFrom(t, j+4) == 2:
		copy(code[:], t[j:j+3])
		copy(code[3:], t[j+4:])
		j += 6
	case n == 5:
		copy(code[:], t[j:])
		j += 5
	case n == 4: // Norway, Denmark
		j += 4
	default:
		return 0, false
	}
	if n != 4 && check.Postcode(code[:], "SE") != check.Fine && check.Postcode(code[:], "FI") != check.Fine {
		return 0, false
	}
	return r.townEnd(j, code[:min(n+2, 5)])
}

// townEnd is where the town behind a postcode ends: one capitalised word, or two of which the first is known to begin a name.
func (r *run) townEnd(i int, code []byte) (end int, known bool) {
	t, j := r.text, i
	for j < len(t) && j-i < 2 && t[j] == ' ' {
		j++
	}
	if j == i || !r.capital(j) {
		return 0, false
	}
	key, n := word(t[j:])
	end = j + n
	if townFirst[key] && end+1 < len(t) && t[end] == ' ' && r.capital(end+1) {
		_, more := word(t[end+1:])
		end += 1 + more
	}
	return end, inTown(code, key)
}

// postcode offers the postcode and town that stand alone: "114 55 Stockholm". In one piece, as in Finland, it takes its word or the right town.
func (r *run) postcode(c *chain) {
	k, country := len(c.parts[:min(2, len(c.parts))]), "SE"
	if k == 1 {
		country = "FI"
	}
	if !(c.shape(0x32) && c.parts[1].sep == space || k == 1 && c.shape(0x5)) || !r.ends(c, k) || check.Postcode(c.first(k), country) != check.Fine {
		return
	}
	end, known := r.townEnd(c.parts[k-1].end, c.first(k))
	bare := Score(0.25)
	if end > 0 {
		bare = 0.45
	}
	if known {
		bare = 0.8
	}
	if k == 1 {
		bare -= 0.15
	}
	r.offerNumber(kPostcode, c.parts[0].start, c.parts[k-1].end, bare, 0.9, "shape", "", c.first(k))
}

// appendFolded appends the address in small letters, blanks and commas as single blanks.
func appendFolded(to, s []byte) []byte {
	to = slices.Grow(to, (len(s)+2)*utf8.UTFMax)
	n, gap := len(to), 0 // a blank is written before each character, and counts where there is a gap
	for i := 0; i < len(s); {
		room := to[n : n+1+utf8.UTFMax]
		room[0] = ' '
		if b := s[i]; b < 0x80 {
			f := folds[b]
			room[gap&1] = f.small
			n += (gap + 1) & -f.counts
			gap, i = 1-f.counts, i+1
			continue
		}
		c, size := chars.Next(s[i:])
		i += size
		if c == 0xA0 {
			gap = 1
			continue
		}
		n, gap = n+gap+utf8.EncodeRune(room[gap&1:], unicode.ToLower(c)), 0
	}
	return to[:n]
}

// folds are the characters of ASCII in small letters; blanks and commas do not count.
var folds = func() (t [128]struct {
	counts int
	small  byte
},
) {
	for b := range t {
		t[b].small = byte(unicode.ToLower(rune(b)))
		if bytes.IndexByte([]byte(" ,\n\r\t"), byte(b)) < 0 {
			t[b].counts = 1
		}
	}
	return t
}()
