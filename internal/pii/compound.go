package pii

import "math/bits"

// endings are the last parts of compounds, folded, and what they label: "jourtelefon", "lönekonto", "fakturaadress". A number with
// another name of its own – "kollinummer" – is nobody's.
var endings = []struct {
	word  string
	label label
}{
	{"personnummer", lPersonnummer},
	{"personnr", lPersonnummer},
	{"telefonnummer", lPhone},
	{"telefonnr", lPhone},
	{"mobilnummer", lPhone},
	{"telefon", lPhone},
	{"mobil", lPhone},
	{"puhelin", lPhone},
	{"phone", lPhone},
	{"kontonummer", lAccount},
	{"kontonr", lAccount},
	{"konto", lAccount},
	{"adress", lAddress},
	{"osoite", lAddress},
	{"nummer", lOther},
	{"number", lOther},
	{"numero", lOther},
	{"nr", lOther},
	{"nro", lOther},
}

// pairs have the groups of the labels that a compound may have by its last two letters.
var lastPairs = func() (t [1024]group) {
	for _, e := range endings {
		n := len(e.word)
		t[pairOf(e.word[n-2], e.word[n-1])] |= groupOf(e.label)
	}
	return t
}()

func pairOf(a, b byte) uint { return uint(a&31)<<5 | uint(b&31) }

// mayEndLabel reports whether the word from start to end may be a compound that labels by its last part; false is certain.
func mayEndLabel(text []byte, start, end int) bool {
	return end-start >= 5 && lastPairs[pairOf(text[end-2], text[end-1])] != 0
}

// labelOf is what a word says, and our name for it: by its last part when that is a good label, else by how it begins.
func labelOf(w []byte) (label, string) {
	by, ending := labelByEnd(w)
	if by != 0 && by != lOther {
		return by, ending
	}
	if l, name := labelWords.find(w); l != 0 {
		return l, name
	}
	return by, ending
}

func labelByEnd(w []byte) (label, string) {
	if len(w) < 5 || lastPairs[pairOf(w[len(w)-2], w[len(w)-1])] == 0 {
		return 0, ""
	}
	for i := range endings {
		if e := &endings[i]; len(w) > len(e.word)+1 && endsIn(w, e.word) {
			return e.label, e.word
		}
	}
	return 0, ""
}

// endsIn reports whether a word ends with these small letters, be it with others or capitals.
func endsIn(w []byte, end string) bool {
	for i, b := range w[len(w)-len(end):] {
		if b|0x20 != end[i] {
			return false
		}
	}
	return true
}

// compoundsBefore are the groups of the labels that compounds may have whose letters are m's bits, the lowest that of text[first].
func compoundsBefore(text []byte, first int, m uint64) (all group) {
	for ends := m & (m << 1) & (m << 2) &^ (m >> 1); ends != 0; ends &= ends - 1 {
		k := first + bits.TrailingZeros64(ends)
		all |= lastPairs[pairOf(text[k-1], text[k])]
	}
	return all
}
