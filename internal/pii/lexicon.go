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
	begins [1 << 16 / 64]uint64 // a bit for the hash of the four first letters of each
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

// begin notes the four letters that words with the stem begin with: those that it has, and then any, or none when it is whole.
func (l *lexicon) begin(s *stem) {
	low, high := uint32(0), uint32(1)
	for i := range 4 {
		low, high = low<<5, high<<5
		if i < len(s.word) {
			c := uint32(codes[s.word[i]])
			low, high = low|c, low|c+1
		}
	}
	if s.mask>>(8*(7-len(s.word)%8))&0xFF != 0 && len(s.word) < 4 {
		high = low + 1
	}
	for four := low; four < high; four++ {
		i := hashed(four)
		l.begins[i/64] |= 1 << (i % 64)
	}
}

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

func hashed(four uint32) uint32 { return four * 0x9E3779B1 >> 16 }

// may reports whether a word that begins with w may be one of the lexicon's; false is certain. What follows the word in w says where
// it ends.
func (l *lexicon) may(w []byte) bool {
	var a, b, c, d byte
	if len(w) >= 4 {
		a, b, c, d = codes[w[0]], codes[w[1]], codes[w[2]], codes[w[3]]
	}
	if len(w) < 4 || (a|b|c|d)&0x80 != 0 {
		a, b, c, d = fourLetters(w)
	}
	i := hashed(uint32(a)<<15 | uint32(b)<<10 | uint32(c)<<5 | uint32(d))
	return l.begins[i/64]>>(i%64)&1 != 0
}

// fourLetters are the codes of the first four letters at the beginning of w, folded; none are 0 behind the end of the word.
func fourLetters(w []byte) (a, b, c, d byte) {
	var four [4]byte
	for i := range four {
		l, size := letter(w)
		if size == 0 {
			break
		}
		four[i], w = l&31, w[size:]
	}
	return four[0], four[1], four[2], four[3]
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
