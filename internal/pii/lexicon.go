package pii

import "strings"

// entry gives words for one or several labels.
type entry struct {
	label label
	words string
}

// lexicon finds words by how they begin, in the time of one look into a table for most words of a language.
type lexicon struct {
	stems  [26 * 26][]stem      // by their two first letters
	begins [1 << 16 / 64]uint64 // a bit for the hash of the five first letters of each
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
	low, high := uint32(0), uint32(1)
	for i := range 5 {
		low, high = low<<5, high<<5
		if i < len(s.word) {
			c := uint32(codes[s.word[i]])
			low, high = low|c, low|c+1
		}
	}
	if s.whole() {
		high = low + 1
	}
	for five := low; five < high; five++ {
		i := hashed(five)
		l.begins[i/64] |= 1 << (i % 64)
	}
}

// whole reports whether the stem is a whole word; words of eight letters and more are never asked for whole.
func (s *stem) whole() bool { return s.mask&0xFF != 0 && len(s.word) < 8 }

// codes are the letters of ASCII as 1 to 26, whatever their case; 0 is no letter, and beyond ASCII is 0x80.
var codes = func() (c [256]byte) {
	for b := range c {
		switch {
		case b >= 0x80:
			c[b] = 0x80
		case is(byte(b), isLetter):
			c[b] = byte(b) & 31
		}
	}
	return c
}()

func hashed(five uint32) uint32 { return five * 0x9E3779B1 >> 16 }

// may reports whether a word that begins with w may be one of the lexicon's; false is certain. What follows the word in w says where
// it ends.
func (l *lexicon) may(w []byte) bool {
	if len(w) < 5 {
		return l.has(fiveLetters(w))
	}
	a, b, c, d, e := codes[w[0]], codes[w[1]], codes[w[2]], codes[w[3]], codes[w[4]]
	if (a|b|c|d|e)&0x80 != 0 {
		return l.has(fiveLetters(w))
	}
	five := uint32(a)<<20 | uint32(b)<<15
	if c != 0 { // what follows the end of the word is no part of it
		five |= uint32(c) << 10
		if d != 0 {
			five |= uint32(d)<<5 | uint32(e)
		}
	}
	return l.has(five)
}

func (l *lexicon) has(five uint32) bool {
	i := hashed(five)
	return l.begins[i/64]>>(i%64)&1 != 0
}

// fiveLetters packs the codes of the first five letters at the beginning of w, folded; behind the end of the word they are 0.
func fiveLetters(w []byte) (five uint32) {
	for range 5 {
		five <<= 5
		c, size := byte(0), 0
		switch {
		case len(w) > 2 && w[0] == 0xC3 && w[1]&0xC0 == 0x80 && w[2] < 0xCC: // U+00C0…U+00FF with no sign of its own behind
			c, size = folded[w[1]&0x3F], 2
		case len(w) > 1 && w[0] < 0x80 && w[1] < 0x80:
			c, size = codes[w[0]], 1
		default:
			c, size = letter(w)
		}
		if c == 0 {
			w = nil
			continue
		}
		five, w = five|uint32(c&31), w[size:]
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
