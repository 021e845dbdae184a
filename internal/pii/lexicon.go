package pii

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// entry gives words for one or several labels.
type entry struct {
	label label
	words string
}

// lexicon finds words by how they begin, in the time of one look into a table for most words of a language.
type lexicon struct {
	stems  [26 * 26][]stem      // by their two first letters
	begins [1 << 16 / 64]uint64 // a bit for the hash of the first five letters of each
}

// stem is the beginning of a word, its letters packed with the first one highest; or a whole word.
type stem struct {
	key, mask uint64
	word      string
	label     label
}

func newLexicon(entries []entry) *lexicon {
	l := new(lexicon)
	var all []*stem
	index := map[string]*stem{}
	for _, e := range entries {
		for w := range strings.FieldsSeq(e.words) {
			if s := index[w]; s != nil {
				s.label |= e.label
				continue
			}
			index[w] = newStem(w, e.label)
			all = append(all, index[w])
		}
	}
	for _, s := range all {
		at := int(s.word[0]-'a')*26 + int(s.word[1]-'a')
		l.stems[at] = append(l.stems[at], *s)
		l.begin(s)
	}
	return l
}

func newStem(w string, of label) *stem {
	word, whole := strings.CutSuffix(w, "=")
	s := &stem{word: word, label: of}
	for i := range 8 {
		s.key <<= 8
		s.mask <<= 8
		if i < len(word) {
			s.key |= uint64(word[i])
		}
		if i < len(word) || whole {
			s.mask |= 0xFF
		}
	}
	return s
}

// begin notes the five letters that words with the stem begin with: those that it has, and then any, or none when it is whole.
func (l *lexicon) begin(s *stem) {
	var note func(five uint64, n int)
	note = func(five uint64, n int) {
		i := hashed(five)
		switch {
		case n == 5 || n >= len(s.word) && s.whole():
			l.begins[i/64] |= 1 << (i % 64)
		case n < len(s.word):
			note(five|uint64(s.word[n])<<(8*n), n+1)
		default:
			l.begins[i/64] |= 1 << (i % 64)
			for c := uint64('a'); c <= '~'; c++ {
				note(five|c<<(8*n), n+1)
			}
		}
	}
	note(0, 0)
}

// whole reports whether the stem is a whole word; words of eight letters and more are never asked for whole.
func (s *stem) whole() bool { return s.mask&0xFF != 0 && len(s.word) < 8 }

// hashed makes a number of 16 bits of five letters, the first one lowest.
func hashed(five uint64) uint64 { return five * 0x9E3779B97F4A7C15 >> 48 }

// may reports whether a word that begins with w may be one of the lexicon's; false is certain. What follows the word in w says where
// it ends.
func (l *lexicon) may(w []byte) bool {
	if len(w) < 8 {
		return l.has(fiveLetters(w))
	}
	x := binary.LittleEndian.Uint64(w)
	end := ^letters(x) & highs
	x = (x | 0x20*ones) & (end&-end>>7 - 1) // what follows the end of the word is no part of it
	if x&(highs>>16) == 0 {
		return l.has(x & (1<<40 - 1))
	}
	return l.beyond(w, x)
}

// mayBe is may for the word from start to end in a text.
func (l *lexicon) mayBe(text []byte, start, end int) bool {
	if start+8 > len(text) {
		return l.may(text[start:])
	}
	x := binary.LittleEndian.Uint64(text[start:]) | 0x20*ones
	if end-start < 8 {
		x &= 1<<(8*(end-start)) - 1
	}
	if x&(highs>>16) == 0 {
		return l.has(x & (1<<40 - 1))
	}
	return l.beyond(text[start:], x)
}

// beyond is may for a word with letters beyond ASCII among its first six bytes. x is its first bytes. Most have one of the
// letters from U+00C0 to U+00FF, which takes two.
func (l *lexicon) beyond(w []byte, x uint64) bool {
	at := bits.TrailingZeros64(x&highs) &^ 7
	lead, second, behind := w[at/8], w[at/8+1], x>>(at+8)>>8
	if lead == 0xC3 && second&0xC0 == 0x80 && behind&highs == 0 {
		if c := uint64(folded[second&0x3F]); c != 0 {
			return l.has((x&(1<<at-1) | c<<at | behind<<at<<8) & (1<<40 - 1))
		}
	}
	return l.has(fiveLetters(w))
}

func (l *lexicon) has(five uint64) bool {
	i := hashed(five)
	return l.begins[i/64]>>(i%64)&1 != 0
}

// fiveLetters packs the first five letters at the beginning of w, folded; behind the end of the word they are 0.
func fiveLetters(w []byte) (five uint64) {
	for i := range 5 {
		c, size := letter(w)
		if size == 0 {
			return five
		}
		five, w = five|uint64(c)<<(8*i), w[size:]
	}
	return five
}

// find is what the word says, and our name for it; no label when it is none of ours. Of several stems the longest counts.
func (l *lexicon) find(w []byte) (label, string) {
	key := key(w)
	a, b := int(key>>56)-'a', int(key>>48&0xFF)-'a'
	if a < 0 || b < 0 || a > 25 || b > 25 {
		return 0, ""
	}
	var best *stem
	all := l.stems[a*26+b]
	for i := range all {
		if s := &all[i]; key&s.mask == s.key && (best == nil || len(s.word) > len(best.word)) {
			best = s
		}
	}
	if best == nil {
		return 0, ""
	}
	return best.label, best.word
}
