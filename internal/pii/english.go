package pii

import (
	"bytes"
	"math/bits"
)

// englishWays are the words that end the name of an English street behind its number: "221B Baker Street". What else ends so often enough takes
// a postcode or its word.
var (
	englishWays  = wordKeys("street road avenue lane crescent terrace")
	englishRarer = wordKeys("st rd ave blvd ln dr drive close court square place way gardens grove hill row mews boulevard parkway walk park")
)

// englishStreet looks at the house number from i to end, with its letter, behind which a name with capitals stands: "10 Downing Street, London SW1A 2AA",
// "742 Evergreen Terrace, Springfield, IL 62704".
func (r *run) englishStreet(i, end int) {
	t := r.text
	if first := end + 1 + bits.TrailingZeros64(^r.outline.ahead(letterLane, end+1)); first+1 < len(t) && t[first] != '\'' && t[first] != '.' && (t[first] != ' ' || !is(t[first+1], isUpper)) {
		return // as behind most numbers
	}
	if t[i] == '0' || i > 0 && (is(t[i-1], isWord|isHook) || t[i-1] == '#') {
		return
	}
	last, sure := r.englishWay(end)
	if last == 0 {
		return
	}
	bare := Score(0.3)
	if code := r.englishCode(last); code > 0 {
		last, bare = code, 0.92
	} else if sure && r.standsAlone(i, last) {
		bare = 0.65
	}
	r.offerAddress(i, last, bare)
}

// englishWay is where the street's name ends whose first word stands behind i and a blank, and whether its last word says so without a postcode; 0
// when it is none.
func (r *run) englishWay(i int) (end int, sure bool) {
	t := r.text
	for n := range 4 {
		if i+2 >= len(t) || t[i] != ' ' || !is(t[i+1], isUpper) {
			return 0, false
		}
		key, size := word(t[i+1:])
		i += 1 + size
		if n > 0 && (englishWays[key] || englishRarer[key]) {
			return i, englishWays[key]
		}
		if i < len(t) && t[i] == '\'' && bytes.HasPrefix(t[i:], []byte("'s ")) {
			i += 2
		}
	}
	return 0, false
}

// standsAlone reports whether a street with its number is what somebody wrote as an address: it begins its line, or stands behind a comma, "at" or "to",
// and its line or part of a sentence ends behind it.
func (r *run) standsAlone(i, end int) bool {
	t := r.text
	if end < len(t) && bytes.IndexByte([]byte(",.;\n\r\"<)"), t[end]) < 0 {
		return false
	}
	if i == 0 || bytes.IndexByte([]byte("\n\";>:\t"), t[i-1]) >= 0 {
		return true
	}
	for _, before := range [...]string{", ", ": ", " at ", " to "} {
		if bytes.HasSuffix(t[:i], []byte(before)) {
			return true
		}
	}
	return false
}

// englishCode is where the postcode ends behind a street at i, a town of up to three words between: "London NW1 6XE", "Washington, DC 20500"; 0 when
// there is none.
func (r *run) englishCode(i int) int {
	t := r.text
	for range 5 {
		from := i
		for i < len(t) && i-from < 3 && bytes.IndexByte([]byte(", \r\n."), t[i]) >= 0 {
			i++
		}
		if i == from || !r.capital(i) {
			return 0
		}
		if n := britishCode(t[i:]) + zipCode(t[i:]); n > 0 {
			return i + n
		}
		_, size := word(t[i:])
		i += size
	}
	return 0
}

// britishCode is how long the British postcode is at the beginning of t: "NW1 6XE", "SW1A 2AA".
func britishCode(t []byte) int {
	n := 0
	for n < len(t) && n < 2 && is(t[n], isUpper) {
		n++
	}
	area := n
	if n < len(t) && is(t[n], isDigit) {
		n++
	}
	if n == area || area == 0 {
		return 0
	}
	if n < len(t) && is(t[n], isDigit|isUpper) {
		n++
	}
	if n+4 > len(t) || t[n] != ' ' || !is(t[n+1], isDigit) || !is(t[n+2], isUpper) || !is(t[n+3], isUpper) || touches(t[n+4:]) {
		return 0
	}
	return n + 4
}

// zipCode is the same for a state of the USA with its postcode: "IL 62704", "MA 02110-1301".
func zipCode(t []byte) int {
	if len(t) < 8 || !is(t[0], isUpper) || !is(t[1], isUpper) || t[2] != ' ' || digitsFrom(t, 3) != 5 || touches(t[8:]) {
		return 0
	}
	if len(t) >= 13 && t[8] == '-' && digitsFrom(t, 9) == 4 {
		return 13
	}
	return 8
}
