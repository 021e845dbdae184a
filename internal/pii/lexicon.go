package pii

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// entry gives words for one or several labels.
type entry struct {
	label label
	words string
}

// lexicon finds words by how they begin, in the time of one look into a table for most words of a language.
type lexicon struct {
	stems []stem                // by the hash of their four first letters, and of equal ones the longest first
	asked []stem                // the same, and behind those of each hash one that any word begins with and that says nothing: so no end is asked for
	first [1 << hashBits]uint16 // where those of a hash begin
	some  filter
	pairs [1024]bool // which two letters some begin with; all have two
}

const hashBits = 13

// filter has a bit for each hash that any word has, so that asking stays in the nearest cache.
type filter [1 << hashBits / 64]uint64

func (f *filter) add(hash uint32) { f[hash/64] |= 1 << (hash % 64) }

// has is 1 for a hash that some word has, and else 0.
func (f *filter) has(hash uint32) (in uint64) {
	if f[hash/64]&(1<<(hash%64)) != 0 { // one instruction, and none that branches
		in = 1
	}
	return in
}

// stem is the beginning of a word, its letters packed with the first one lowest; or a whole word.
type stem struct {
	key, mask uint64
	word      string
	label     label
}

// add takes the stems of the next hash.
func (l *lexicon) add(h int, stems []stem) {
	l.stems = append(l.stems, stems...)
	if len(stems) > 0 {
		l.first[h] = uint16(len(l.asked))
		l.asked = append(append(l.asked, stems...), stem{})
	}
	for _, s := range stems {
		l.some.add(uint32(h))
		l.pairs[pairOf(s.word[0], s.word[1])] = true
	}
}

func newLexicon(entries []entry) *lexicon {
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
	slices.SortStableFunc(all, func(a, b *stem) int { return len(b.word) - len(a.word) })
	var by [1 << hashBits][]stem
	for _, s := range all {
		for _, h := range s.hashes() {
			by[h] = append(by[h], *s)
		}
	}
	l := &lexicon{asked: make([]stem, 1)}
	for h := range by {
		l.add(h, by[h])
	}
	return l
}

func newStem(w string, of label) *stem {
	word, whole := strings.CutSuffix(w, "=")
	s := &stem{word: word, label: of}
	for i := range 8 {
		if i < len(word) {
			s.key |= uint64(word[i]) << (8 * i)
		}
		if i < len(word) || whole {
			s.mask |= 0xFF << (8 * i)
		}
	}
	return s
}

// hashes are those of words that begin with the stem: one, or with three letters one for each way to go on.
func (s *stem) hashes() (all []uint32) {
	if s.mask>>24&0xFF != 0 {
		return []uint32{hashed(s.key)}
	}
	for _, fourth := range []byte("\x000123456789abcdefghijklmnopqrstuvwxyz~") {
		if h := hashed(s.key | uint64(fourth)<<24); !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	return all
}

// hashed is of the four lowest letters. By its factor, tried among many, few common words look like some of ours.
func hashed(key uint64) uint32 { return uint32(key) * 0x325F6281 >> (32 - hashBits) }

// begins reports whether a word that begins with these two bytes may be one of the lexicon's; false is certain.
func (l *lexicon) begins(a, b byte) bool { return (a|b)&0x80 != 0 || l.pairs[pairOf(a, b)] }

// may reports the same of the word from start to end, by four letters.
func (l *lexicon) may(text []byte, start, end int) bool {
	return start+8 > len(text) || l.some.of(binary.LittleEndian.Uint64(text[start:]), end-start) != 0
}

// of is 0 for a word that is certainly none of the filter's, by its first eight bytes and its length. No branch depends on the word:
// nobody guesses which one stands beside a number.
func (f *filter) of(x uint64, length int) uint64 {
	x = plain(x & (1<<(8*uint(length)) - 1))
	return f.has(hashed(x|x>>1&(0x20*ones))) | x&0x80808080 // the bit of small letters, where there is a letter
}

// plain makes the first letter beyond ASCII, when it is of two bytes as most are, the one of ASCII that it is folded to. It leaves
// others as they are.
func plain(x uint64) uint64 {
	at := uint(bits.TrailingZeros64(x&highs)) &^ 7 & 63
	pair := x >> at
	c := uint64(folded[pair>>8&0x3F])
	y := x&(1<<at-1) | (c|pair>>16<<8)<<at
	if pair&0xC0FF != 0x80C3 || c == 0 {
		y = x
	}
	return y
}

// find is what the word from start to end says, and our name for it; no label when it is none of ours. Of several stems the longest
// counts.
func (l *lexicon) find(text []byte, start, end int) (label, string) {
	if start < 0 || start > len(text)-8 {
		return l.look(key(text[start:end]))
	}
	x := (binary.LittleEndian.Uint64(text[start:]) | 0x20*ones) & (1<<(8*uint(end-start)) - 1)
	if x&highs != 0 {
		x = foldedKey(text[start:end])
	}
	return l.look(x)
}

// look is find for the first eight letters of a word.
func (l *lexicon) look(key uint64) (label, string) {
	i := l.first[hashed(key)]
	for key&l.asked[i].mask != l.asked[i].key {
		i++
	}
	return l.asked[i].label, l.asked[i].word
}
