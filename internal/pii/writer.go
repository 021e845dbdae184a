package pii

import (
	"bytes"
	"math/bits"
	"strings"
)

// writerWords are what writers call themselves, folded, in Swedish, Norwegian, Danish, Finnish and English; writerBegins has the two
// letters that they begin with.
var writerWords, writerBegins = func() (by map[uint64]bool, begins [1024]bool) {
	by = wordSet("jag mig min mitt mina jeg meg mit mine minun minulla minulle minua minut olen mun mulla my me myself")
	for k := range by {
		begins[pairOf(byte(k>>56), byte(k>>48))] = true
	}
	return by, begins
}()

// afterI are the words behind an I that make it the English one: in Swedish it begins a sentence, and in Danish it is somebody else.
var afterI = wordSet("am was have had will would can could do did got get need take feel suffer believe belong went vote live")

// wordSet has words by their keys.
func wordSet(words string) map[uint64]bool {
	set := map[uint64]bool{}
	for w := range strings.FieldsSeq(words) {
		set[key([]byte(w))] = true
	}
	return set
}

// firstPerson adds the words of special categories in sentences whose writer speaks of herself: "Jag är sjukskriven".
func (r *run) firstPerson(from, to int) {
	for i := r.writer(from, to); i < to; i = r.writer(from, to) {
		low := r.sentenceStart(i, max(from, i-sentenceReach))
		from = r.sentenceEnd(i, min(to, i+sentenceReach))
		r.hints(low, from)
	}
}

// writer is where the next word begins that a writer calls herself; to when there is none before it.
func (r *run) writer(i, to int) int {
	inside := r.outline.lettersBefore(i) >> 63
	for ; i < to; i += 64 {
		m := r.outline.lettersFrom(i)
		for begins := m &^ (m<<1 | inside); begins != 0; begins &= begins - 1 {
			if at := i + bits.TrailingZeros64(begins); isWriter(r.text, at) {
				return min(at, to)
			}
		}
		inside = m >> 63
	}
	return to
}

// isWriter reports whether the word at i is one that a writer calls herself, and no number's minutes.
func isWriter(t []byte, i int) bool {
	if i+1 >= len(t) || !writerBegins[pairOf(t[i], t[i+1])] && (t[i] != 'I' || is(t[i+1], isUpper|isLower)) {
		return false
	}
	if k, size := word(t[i:min(len(t), i+9)]); size < 9 && writerWords[k] {
		return i < 2 || !is(t[i-2], isDigit)
	}
	return t[i] == 'I' && saysI(t[i+1:])
}

// saysI reports whether what follows an I makes it the English one: "I am", "I'm", "I’ve".
func saysI(behind []byte) bool {
	if behind[0] == '\'' || bytes.HasPrefix(behind, []byte("’")) {
		return true
	}
	k, _ := word(behind[1:min(len(behind), 9)])
	return behind[0] == ' ' && afterI[k]
}

// speaksOfOneself reports whether a short text has such a word.
func speaksOfOneself(t []byte) bool {
	for i := range t {
		if (i == 0 || is(t[i-1], isBlank)) && isWriter(t, i) {
			return true
		}
	}
	return false
}
