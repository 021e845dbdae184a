package pii

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// streetEnds are the ends of streets' names, folded to a–z: Swedish, Finnish, Norwegian, Danish, Icelandic.
var streetEnds = []string{
	"gatan", "gata", "vagen", "vag", "grand", "granden", "stigen", "allen", "alle", "torget", "torg", "backen", "plan", "platsen", "plats",
	"kajen", "leden", "esplanaden", "parken", "promenaden", "slingan", "ringen", "garden", "hojden", "liden", "brinken", "stranden", "svangen",
	"katu", "tie", "kuja", "polku", "kaari", "ranta", "tori", "puistikko", "puisto", "vayla", "rinne", "raitti", "penger", "aukio", "laituri",
	"gaten", "gate", "veien", "vegen", "vei", "veg", "gade", "gaden", "vej", "vejen", "vanget", "strade", "stradet", "plads", "pladsen", "plassen", "torv", "torvet", "boulevard", "boulevarden",
	"bakken", "alleen", "stien",
	"strand", "avenyn", "aveny", "bron", "gangen", "straket", "rundan", "passagen", "terrassen",
	"vegur", "vegi", "stigur", "braut", "gotu",
}

// noStreets are ends of words that end like streets' names and are none: "Kostnadsställe 12", "Faktureringen 5 mars", "Handlingsplan 2".
var noStreets = byLastFour(strings.Fields("stalle eringen dringen kringen indringen ingangen omgangen uppgangen utgangen avgangen tillgangen nedgangen overgangen " +
	"ingsplan hetsplan tetsplan ionsplan ardsplan siktsplan farsplan stegsplan bollsplan tidplan tidsplan jektplan taljplan ardplan kursplan laroplan " +
	"spelplan getplan tudieplan nomforandeplan terplan arbetsplats ingsplats tallplats hyllplats lagerplats sittplats startplats testplats " +
	"maltidsplats ardplats feedbacken partie"))

// englishStreets stand behind a name, and are no ends: "Baker Street 221", and no "Plane 16".
var englishStreets = []string{"street", "road", "avenue", "lane", "square"}

// streetTable finds the ends by their last four letters.
var streetTable = byLastFour(streetEnds)

func byLastFour(ends []string) map[[4]byte][]string {
	t := map[[4]byte][]string{}
	for _, s := range ends {
		var key [4]byte
		copy(key[4-min(4, len(s)):], s[max(0, len(s)-4):])
		t[key] = append(t[key], s)
	}
	return t
}

// lastThreesOfStreets are the last three letters of the ends, and of the words for boxes.
var lastThreesOfStreets = threesOf(slices.Concat(streetEnds, englishStreets, postBoxes))

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

// officeEnd is where the post office's name behind the number of a box ends: "Postboks 54 Sentrum, 0101 Oslo"; i when none stands there.
func (r *run) officeEnd(i int) int {
	if i+1 >= len(r.text) || r.text[i] != ' ' || !r.capital(i+1) {
		return i
	}
	_, n := word(r.text[i+1:])
	end := i + 1 + n
	if n < 3 || end >= len(r.text) || r.text[end] != ',' && r.text[end] != '\n' {
		return i
	}
	return end
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
	if i-1 <= r.floor || r.text[number] == '0' || r.text[i] != ' ' || !is(r.text[i-1], isLetter) || !r.mayEndStreet(i) {
		return
	}
	bare := Score(0.72)
	start, ok := r.streetName(i)
	if !ok {
		if start = r.postBox(i); start < 0 {
			return
		}
		bare, end = 0.3, r.officeEnd(end)
	}
	if !r.capital(start) {
		bare = 0.45
	}
	start = r.initialsBefore(start)
	if end = r.houseEnd(end); end < 0 {
		return
	}
	if full, town := r.postalEnd(end); full > 0 {
		end, bare = full, 0.85
		if town {
			bare = 0.93
		}
	}
	r.offerAddress(start, end, bare)
}

// initialsBefore is where the initials begin of whose street it is: "H.C. Andersens Boulevard 83", "C. J. Hambros plass 2".
func (r *run) initialsBefore(start int) int {
	for range 3 {
		i := start
		if i-1 > r.floor && r.text[i-1] == ' ' {
			i--
		}
		if i-2 < r.floor || r.text[i-1] != '.' || !is(r.text[i-2], isUpper) || i > 2 && touched(r.text[max(0, i-10):i-2]) {
			break
		}
		start = i - 2
	}
	return start
}

// offerAddress offers a street or place with its number, and what follows it.
func (r *run) offerAddress(start, end int, bare Score) {
	score, context := r.rate(kAddress, start, end, bare, 0.95)
	score = max(score, bare*0.85) // an order's or a case's number has no street before it
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
		start = r.capitalisedBefore(at)
		return start, start >= 0 && r.capital(at) && slices.Contains(englishStreets, strings.ToLower(string(r.text[at:i])))
	}
	if start = r.prefixes(at); start < at || !whole && r.capital(at) { // "Östra Hamngatan", "Itäinen rantakatu"
		return start, true
	}
	if start = r.somebodys(at); start >= 0 {
		return start, true
	}
	return at, !whole // "bor på storgatan 5": the word before it decides
}

// somebodys is where the words begin that say whose street the one at i is, as in "Karl Johans gate" and "Bygdøy allé"; -1 when none do.
func (r *run) somebodys(i int) int {
	start := r.capitalisedBefore(i)
	if start < 0 || r.text[i-2] != 's' && !bytes.HasPrefix(r.text[i+1:], []byte("llé")) {
		return -1
	}
	if w := r.capitalisedBefore(start); w >= 0 {
		return w
	}
	return start
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
				return !isNoStreet(last, word), n == len(end)
			}
		}
	}
	return false, false
}

// isNoStreet reports whether a word that ends like a street's name is none. Interest, ränta, is no shore.
func isNoStreet(last [4]byte, word []byte) bool {
	if ends := noStreets[last]; ends != nil && hasFoldedEnd(word, ends...) {
		return true
	}
	return string(last[:]) == "anta" && !bytes.EqualFold(word[len(word)-4:], []byte("anta"))
}

// hasFoldedEnd reports whether the word, folded, ends in one of these ways.
func hasFoldedEnd(word []byte, ends ...string) bool {
	var room [96]byte
	b := room[:0]
	for i := 0; i < len(word); {
		c, size := letter(word[i:])
		if size == 0 {
			return false
		}
		b, i = append(b, c), i+size
	}
	for _, end := range ends {
		if bytes.HasSuffix(b, []byte(end)) {
			return true
		}
	}
	return false
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
var qualifiers = wordKeys("norra sodra ostra vastra stora lilla gamla nya ovre nedre inre yttre sankt saint norr soder norre sonder vester oster store lille " +
	"gamle nye nordre sondre ostre vestre iso pieni vanha uusi pohjoine etelaine itainen lantinen konung kung drottnin")

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
	if start-4 >= r.floor && bytes.EqualFold(r.text[start-4:start], []byte("S:t ")) {
		start -= 4
	}
	return start
}

// isStaircase reports a letter of a staircase; small ones only as far as to h, because i is a word.
func isStaircase(b byte) bool { return is(b, isUpper) || b >= 'a' && b <= 'h' }

// houseEnd is where a house number with its letter, staircase, flat and floor ends, of which the digits end at i: "12", "12B", "12 B",
// "12-14", "12 A 3", "12 lgh 1102", "12, 3 tr". It is -1 when the number goes on as something else.
func (r *run) houseEnd(i int) int {
	t := r.text
	if i+1 < len(t) && t[i] == '-' && t[i+1] != '0' {
		if n := digitsFrom(t, i+1); n > 0 && n <= 3 && !touches(t[i+1+n:]) {
			i += 1 + n
		}
	}
	if i < len(t) && is(t[i], isUpper|isLower) {
		if touches(t[i+1:]) {
			return -1
		}
		i++
	} else if i+1 < len(t) && t[i] == ' ' && isStaircase(t[i+1]) && !touches(t[i+2:]) && !bytes.HasPrefix(t[i+2:], []byte(".")) {
		i += 2
		if n := digitsFrom(t, i+1); i < len(t) && t[i] == ' ' && n > 0 && n <= 3 && !touches(t[i+1+n:]) && !r.postcodeAt(i+1) {
			i += 1 + n
		}
	}
	if bytes.HasPrefix(t[i:], []byte(" %")) || i < len(t) && (t[i] == '%' || t[i] == ':' && i+1 < len(t) && is(t[i+1], isDigit)) {
		return -1
	}
	return r.flatEnd(i)
}

// postcodeAt reports whether a Swedish postcode and a capital stand at i: "Storgatan 5 B 392 32 Kalmar".
func (r *run) postcodeAt(i int) bool {
	t := r.text
	return i+8 <= len(t) && digitsOnly(t[i:i+3]) && t[i+3] == ' ' && digitsOnly(t[i+4:i+6]) && t[i+6] == ' ' && r.capital(i+7)
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
