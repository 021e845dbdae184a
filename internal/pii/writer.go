package pii

import (
	"bytes"
	"math/bits"
	"strings"
)

// isWriterBegin reports whether words begin with the byte by which writers call themselves or speak of somebody without a name. They are looked
// for in all text, so only those with a rare one are: jag and jeg, the English I, and at the beginning of a sentence also Min, Mitt, My, Minä, Olen, Han,
// Hon, Hän, She. Those inside a sentence cost a sixth of the time of prose.
func isWriterBegin(b byte) bool {
	switch b {
	case 'j', 'J', 'I', 'M', 'O', 'H', 'S':
		return true
	}
	return false
}

// writerWords are those words, folded, in Swedish, Norwegian, Danish, Finnish and English.
var writerWords = wordSet("jag jeg min mitt mina mine my minulla minun minua minut olen")

// states are the verbs beside jag and jeg, or behind an I, that say how it is with a writer: other sentences are about something else. They
// make the I the English one, too: in Swedish it begins a sentence, and in Danish it is somebody else.
var states = wordSet("är var har hade haft blev blir fick får lider led tar äter går behandlas röstar tillhör er havde hadde ble bliver fik fikk " +
	"tager spiser stemmer am was have had got get need take feel suffer believe belong vote")

// others are the words for somebody who is not named, and those of them that say what is hers.
var (
	others = wordSet("han hon hen hun hän he she " + theirs)
	owners = wordSet(theirs)
)

const theirs = "hans hennes hänen hänellä häneltä hendes his her"

// conditions are the verbs beside them that say how it is with somebody.
var conditions = wordSet("är var har hade haft blev blir fick får lider led tar tog äter går gick behandlas behandlades röstar röstade tillhör tillhörde dömdes döms " +
	"misstänks anhölls häktades er havde hadde ble blev bliver fik fikk tager spiser stemmer on oli sai sairastaa sairasti kärsii kuuluu käyttää tuomittiin " +
	"epäillään is was has had got gets needs takes feels suffers belongs votes")

// words are some, by their keys, and the two letters that they begin with, which most others do not.
type words struct {
	keys  [256]uint64 // each at its hash or behind it; 0 is none
	pairs [1024]bool
}

func wordSet(all string) *words {
	s := &words{}
	for w := range strings.FieldsSeq(all) {
		k := key([]byte(w))
		*s.place(k) = k
		s.pairs[pairOf(w[0], w[1])] = true
		if w[0] == 0xC3 { // the letter in Latin-1
			s.pairs[pairOf(w[1]|0x40, w[2])] = true
		}
	}
	return s
}

// place is where a key lies, or would.
func (s *words) place(key uint64) *uint64 {
	i := uint8(key * 0x9E3779B97F4A7C15 >> 56)
	for s.keys[i] != 0 && s.keys[i] != key {
		i++
	}
	return &s.keys[i]
}

// at is where the word at i ends that is one of them; 0 when it is none.
func (s *words) at(t []byte, i int) (end int) {
	if i+1 >= len(t) || !s.pairs[pairOf(t[i], t[i+1])] {
		return 0
	}
	for end = i + 2; end < len(t) && end < i+14 && is(t[end], isLetter); end++ {
	}
	if k := key(t[i:end]); *s.place(k) != k {
		return 0
	}
	return end
}

// firstPerson adds the words of special categories in sentences whose writer speaks of herself, or of somebody without a name: "Jag är
// sjukskriven", "Hon har diabetes".
func (r *run) firstPerson(from, to int) {
	for i := r.writer(from, to); i < to; {
		low := r.sentenceStart(i, max(from, i-sentenceReach))
		high := r.sentenceEnd(i, min(to, i+sentenceReach))
		r.hints(low, high)
		i = r.writer(high, to)
	}
}

// writer is where the next word stands by which a writer calls herself; to when there is none before it.
func (r *run) writer(i, to int) int {
	carry, seen := uint64(0), uint64(1)<<(uint(i)%64)-1
	if b := &r.outline.blocks[i/64]; (b[letterLane]|b[digitLane])>>63 != 0 {
		carry = 1
	}
	for at := i &^ 63; at < to; at += 64 {
		b := &r.outline.blocks[at/64+1]
		words := b[letterLane] | b[digitLane]
		for m := b[writerLane] &^ (words<<1 | carry | seen); m != 0; m &= m - 1 {
			if w := at + bits.TrailingZeros64(m); w >= to {
				return to
			} else if isWriter(r.text, w) {
				return w
			}
		}
		carry, seen = words>>63, 0
	}
	return to
}

// isWriter reports whether a writer calls herself or somebody else by the word at i and says how it is with her.
func isWriter(t []byte, i int) bool {
	switch t[i] {
	case 'H', 'S':
		end := others.at(t, i)
		return end > 0 && (stateAt(t, end, conditions) || stateBefore(t, i, conditions) || owners.at(t, i) > 0)
	case 'I':
		return bytes.HasPrefix(t[i+1:], []byte("'")) || bytes.HasPrefix(t[i+1:], []byte("’")) || stateAt(t, i+1, states)
	}
	end := writerWords.at(t, i)
	return end > 0 && (t[i]|0x20 != 'j' || stateAt(t, end, states) || stateBefore(t, i, states))
}

// stateAt reports whether a blank and one of the verbs stand at i.
func stateAt(t []byte, i int, verbs *words) bool {
	return i < len(t) && t[i] == ' ' && verbs.at(t, i+1) > 0
}

// stateBefore reports whether one of the verbs and a blank stand before i.
func stateBefore(t []byte, i int, verbs *words) bool {
	start := i - 1
	for start > 0 && i-start < 12 && is(t[start-1], isLetter) {
		start--
	}
	return start >= 0 && t[i-1] == ' ' && verbs.at(t, start) == i-1
}

// speaksOfOneself reports whether a short text without capitals has such a word.
func speaksOfOneself(t []byte) bool {
	i := bytes.IndexByte(t, 'j')
	return i >= 0 && (i == 0 || t[i-1] == ' ') && isWriter(t, i)
}
