package pii

import (
	"bytes"
	"strings"

	"github.com/varsam/varsam/internal/pii/check"
)

// postalCountries stand before postcodes.
var postalCountries = []string{"SE-", "S-", "FI-", "FIN-", "N-", "NO-", "DK-", "AX-"}

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
	for _, prefix := range postalCountries {
		if bytes.HasPrefix(t[j:], []byte(prefix)) {
			j += len(prefix)
		}
	}
	var code [5]byte
	size := len(code)
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
		size = copy(code[:], t[j:j+4])
		j += 4
	case n == 3: // Iceland, by its towns
		if end, known := r.townEnd(j+3, t[j:j+3]); known {
			return end, true
		}
		return 0, false
	default:
		return 0, false
	}
	if n != 4 && check.Postcode(code[:], "SE") != check.Fine && check.Postcode(code[:], "FI") != check.Fine {
		return 0, false
	}
	return r.townEnd(j, code[:size])
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
	} else if len(code) < 5 && end+1 < len(t) && t[end] == ' ' && is(t[end+1], isUpper) && !touches(t[end+2:]) { // a quarter: "Aarhus C"
		end += 2
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
	if end > 0 && r.place(c.parts[0].start, end, known) {
		return
	}
	if k == 1 && end == 0 && !r.calledPostcode(c.parts[0].start, c.parts[0].end) { // "hon bor billigt för 12000": a sum
		return
	}
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

// calledPostcode reports whether the number has a postcode's word, or lies in a column of addresses.
func (r *run) calledPostcode(start, end int) bool {
	return r.near.hint.labels&lAddress != 0 || r.called(start, lPost) || r.labelsAfter(end).labels&lPost != 0
}

// place offers the address that ends with a postcode and a town, of which the postcode begins at i, when a name with a number stands before
// it, whatever the name ends in: "Mossen 3, 523 91 …", "Storg. 5 B". It reports whether one does.
func (r *run) place(i, end int, known bool) bool {
	start := r.placeBefore(i)
	if start < 0 {
		return false
	}
	bare := Score(0.75)
	if known {
		bare = 0.9
	}
	r.offerAddress(start, end, bare)
	return true
}

// placeBefore is where the name begins that stands with its number before a postcode at i, at the end of the line before or on the same; -1
// when there is none.
func (r *run) placeBefore(i int) int {
	t := r.text
	for _, prefix := range postalCountries {
		if i-len(prefix) > r.floor && bytes.HasSuffix(t[:i], []byte(prefix)) {
			i -= len(prefix)
			break
		}
	}
	at := i
	for at > r.floor && i-at < 3 && (t[at-1] == ',' || t[at-1] == ' ' || t[at-1] == '\n' || t[at-1] == '\r') {
		at--
	}
	if at == i {
		return -1
	}
	number := r.houseBefore(at)
	if number-2 <= r.floor || t[number-1] != ' ' {
		return -1
	}
	return r.placeName(number - 1)
}

// houseBefore is where the house number begins that ends at i with its letter or without; -1 when there is none.
func (r *run) houseBefore(i int) int {
	t, at := r.text, i
	if at-2 > r.floor && is(t[at-1], isUpper|isLower) {
		at--
		if t[at-1] == ' ' {
			at--
		}
	}
	end := at
	for at > r.floor && is(t[at-1], isDigit) {
		at--
	}
	if at == end || end-at > 3 || t[at] == '0' {
		return -1
	}
	return at
}

// placeName is where the name of a place that ends at i begins: a word with a capital, or a small one behind such a word, as in "Kungsholms
// strand"; -1 when none stands there, or one that has numbers of its own.
func (r *run) placeName(i int) int {
	end, at := i, i
	if r.text[end-1] == '.' {
		end--
		at--
	}
	for at > r.floor && i-at < 40 {
		_, size := r.letterBefore(at)
		if size == 0 {
			break
		}
		at -= size
	}
	if end-at < 3 || at > 0 && (r.text[at-1] == '-' || r.text[at-1] == '/') {
		return -1
	}
	key, _ := word(r.text[at:end])
	if numbered[key] {
		return -1
	}
	named := r.capital(at)
	if first := r.capitalisedBefore(at); first >= 0 && at-first > 3 && (!named || holdings[key]) {
		return first
	}
	if !named {
		return -1
	}
	return r.prefixes(at)
}

// holdings stand behind the name of a place: "Backa Gård 12", "Vesterbro Torv 3".
var holdings = wordKeys("gard by torp kvarn sateri herrgard prastgard backe torv torg plads plass plats alle gade gate gata vej vei")

// numbered are words that a number stands behind which is no house's.
var numbered = wordKeys("ocr sida sidan kapitel version tabell figur bilaga punkt artikel paragraf nummer telefon klockan uppgift steg niva " +
	"del rad antal mandag mandagen tisdag tisdagen onsdag onsdagen torsdag torsdagen fredag fredagen lordag lordagen sondag sondagen " +
	"januari februari mars april maj juni juli augusti september oktober november december page chapter version table figure step sivu luku")

// wordKeys are the keys of the words.
func wordKeys(all string) map[uint64]bool {
	keys := map[uint64]bool{}
	for w := range strings.FieldsSeq(all) {
		key, _ := word([]byte(w))
		keys[key] = true
	}
	return keys
}
