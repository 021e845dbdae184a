package pii

import "encoding/binary"

// endings are the last parts of compounds, folded, and what they label: "jourtelefon", "lönekonto", "fakturaadress". A number with
// another name of its own – "kollinummer" – is nobody's. Those with the same two letters last stand together, the longest first.
var endings = []struct {
	word  string
	label label
}{
	{"organisationsnummer", lOrganisation},
	{"samordningsnummer", lSamordning},
	{"personnummer", lPersonnummer},
	{"telefonnummer", lPhone},
	{"mobilnummer", lPhone},
	{"kontonummer", lAccount},
	{"kortsnummer", lCard},
	{"kortnummer", lCard},
	{"nummer", lOther},
	{"number", lOther},
	{"personnr", lPersonnummer},
	{"telefonnr", lPhone},
	{"kontonr", lAccount},
	{"kortnr", lCard},
	{"orgnr", lOrganisation},
	{"nr", lOther},
	{"bankgiro", lBankgiro},
	{"plusgiro", lPlusgiro},
	{"numero", lOther},
	{"nro", lOther},
	{"telefon", lPhone},
	{"mobil", lPhone},
	{"puhelin", lPhone},
	{"phone", lPhone},
	{"girokonto", lBankgiro | lPlusgiro},
	{"konto", lAccount},
	{"adress", lAddress},
	{"osoite", lAddress},
}

// lastThrees are the last three letters of the endings.
var lastThrees = func() filter {
	var words []string
	for _, e := range endings {
		words = append(words, e.word)
	}
	return threesOf(words)
}()

// threesOf are the last three letters of words, and the last two of shorter ones behind whatever there is.
func threesOf(words []string) (f filter) {
	for _, w := range words {
		for before := range byte(32) {
			last := append([]byte{0, before}, w...)
			f.add(hashed(uint64(binary.LittleEndian.Uint32(last[len(last)-4:]) & threeLetters)))
		}
	}
	return f
}

// shortestEnding is how long a word is at least that is asked for its ending.
const shortestEnding = 5

// threeLetters are the last three of four letters, be they small or capitals.
const threeLetters = 0x1F1F1F00

// lastPairs tell by its last two letters which endings a word may have.
var lastPairs = func() (t [1024]struct {
	first, end uint8
	thirds     uint32 // a bit for each letter that stands before the two
},
) {
	for i, e := range endings {
		p := &t[pairOf(e.word[len(e.word)-2], e.word[len(e.word)-1])]
		if p.end == 0 {
			p.first = uint8(i)
		}
		p.end = uint8(i + 1)
		if len(e.word) > 2 {
			p.thirds |= 1 << (e.word[len(e.word)-3] & 31)
		} else {
			p.thirds = ^uint32(0)
		}
	}
	return t
}()

func pairOf(a, b byte) uint { return uint(a&31)<<5 | uint(b&31) }

// ways are how a word may label something: by what it begins with, as do those between a label and its number, or by its last part.
type ways uint64

const (
	byBegin ways = 1 << iota
	byEnd
)

// mayLabel tells the ways in which the word from start to end may label something; that there is none is certain. What a word begins with is asked
// of four bytes where these are of ASCII, as nearly all are.
func mayLabel(text []byte, start, end int) ways {
	length := end - start
	if start < 0 || start > len(text)-8 || end < 4 || length > 63 {
		return byBegin | byEnd
	}
	to, parts := text[:end], &parts[length&63]
	first, last := binary.LittleEndian.Uint64(text[start:]), binary.LittleEndian.Uint32(to[len(to)-4:])
	may := lastThrees.has(hashed(uint64(last&parts.last))) * uint64(byEnd)
	if last>>31 != 0 && !(last>>16&0xFF == 0xC3 && folded[last>>24&0x3F] != 0) { // a quote, or the like
		may = uint64(byBegin | byEnd)
	}
	if first&(highs&(1<<32-1)) != 0 {
		return ways(may) | ways(min(besideWords.of(first, length), 1))
	}
	return ways(may | besideWords.has(hashed(uint64((uint32(first)|0x20*(ones&(1<<32-1)))&parts.first))))
}

// parts are, for each length of a word, the bytes that its first four letters have, and its last three when it is long enough for an ending.
var parts = func() (t [64]struct{ first, last uint32 }) {
	for n := range t {
		t[n].first = uint32(1<<(8*min(n, 4)) - 1)
		if n >= shortestEnding {
			t[n].last = threeLetters
		}
	}
	return t
}()

// labelOf is what the word from start to end says, and our name for it: by its last part when that is a good label, else by how it begins.
func labelOf(text []byte, start, end int) (label, string) {
	return labelBy(byBegin|byEnd, text, start, end)
}

// labelBy is labelOf for a word that labels something in these ways or in none.
func labelBy(may ways, text []byte, start, end int) (by label, ending string) {
	if may&byEnd != 0 {
		if by, ending = labelByEnd(text[start:end]); by != 0 && by != lOther {
			return by, ending
		}
	}
	if may&byBegin != 0 {
		if l, name := labelWords.find(text, start, end); l != 0 {
			return l, name
		}
	}
	return by, ending
}

func labelByEnd(w []byte) (label, string) {
	if len(w) < shortestEnding {
		return 0, ""
	}
	p := &lastPairs[pairOf(w[len(w)-2], w[len(w)-1])]
	if p.thirds>>(w[len(w)-3]&31)&1 == 0 {
		return 0, ""
	}
	for i := p.first; i < p.end; i++ {
		if e := &endings[i]; len(w) > len(e.word)+1 && endsIn(w, e.word) {
			return e.label, e.word
		}
	}
	return 0, ""
}

// endsIn reports whether a word ends with these small letters, be it with others or capitals.
func endsIn(w []byte, end string) bool {
	w = w[len(w)-len(end):]
	for i := len(end) - 1; i >= 0; i-- { // they differ at the end, if at all
		if w[i]|0x20 != end[i] {
			return false
		}
	}
	return true
}
