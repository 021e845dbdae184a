package pii

import (
	"bytes"
	"strings"
)

// writerBegins are the bytes that writers call themselves with. All text is searched for them, so only what begins with a rare one is
// looked for: jag and jeg, the English I, and at the beginning of a sentence also Min, Mitt, My, Minä, Olen.
const writerBegins = "jJIMO"

// writerWords are those words, folded, in Swedish, Norwegian, Danish, Finnish and English.
var writerWords = wordSet("jag jeg min mitt mina mine my minulla minun minua minut olen")

// writerPairs are the two letters that they begin with.
var writerPairs = func() (pairs [1024]bool) {
	for k := range writerWords {
		pairs[pairOf(byte(k>>56), byte(k>>48))] = true
	}
	return pairs
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
	for _, b := range []byte(writerBegins) {
		for i := r.writer(b, from, to); i < to; {
			low := r.sentenceStart(i, max(from, i-sentenceReach))
			high := r.sentenceEnd(i, min(to, i+sentenceReach))
			r.hints(low, high)
			i = r.writer(b, high, to)
		}
	}
}

// writer is where the next of the words stands that begins with the byte; to when there is none before it.
func (r *run) writer(b byte, i, to int) int {
	for i < to {
		next := bytes.IndexByte(r.text[i:to], b)
		if next < 0 {
			break
		}
		if i += next; (i == 0 || !is(r.text[i-1], isWord)) && isWriter(r.text[i:]) {
			return i
		}
		i++
	}
	return to
}

// isWriter reports whether a writer calls herself by the word at the beginning of t.
func isWriter(t []byte) bool {
	if t[0] == 'I' {
		return saysI(t[1:])
	}
	if len(t) < 2 || !writerPairs[pairOf(t[0], t[1])] {
		return false
	}
	n := 2
	for n < len(t) && n < 9 && is(t[n], isLetter) {
		n++
	}
	return n < 9 && writerWords[key(t[:n])]
}

// saysI reports whether what follows an I makes it the English one: "I am", "I'm", "I’ve".
func saysI(behind []byte) bool {
	switch {
	case len(behind) < 3:
		return false
	case behind[0] == '\'', bytes.HasPrefix(behind, []byte("’")):
		return true
	}
	k, _ := word(behind[1:min(len(behind), 9)])
	return behind[0] == ' ' && afterI[k]
}

// speaksOfOneself reports whether a short text without capitals has such a word.
func speaksOfOneself(t []byte) bool {
	i := bytes.IndexByte(t, 'j')
	return i >= 0 && (i == 0 || t[i-1] == ' ') && isWriter(t[i:])
}
