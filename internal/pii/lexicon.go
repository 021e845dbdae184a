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
	begins [1 << 15 / 64]uint64 // a bit for the three first letters of each; for two, where a stem has no more
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
		l.begin(s.word)
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

func (l *lexicon) begin(word string) {
	for third := range 32 {
		if len(word) == 2 || third == int(word[2]&31) {
			i := triple(word[0], word[1], byte(third))
			l.begins[i/64] |= 1 << (i % 64)
		}
	}
}

// triple packs three ASCII letters, whatever their case, in fifteen bits.
func triple(a, b, c byte) uint { return uint(a&31)<<10 | uint(b&31)<<5 | uint(c&31) }

// may reports whether a word that begins with these bytes may be one of the lexicon's; false is certain.
func (l *lexicon) may(w []byte) bool {
	if len(w) < 2 {
		return false
	}
	if (w[0]|w[1])&0x80 != 0 {
		return true
	}
	third := byte(0)
	if len(w) > 2 {
		if third = w[2]; third&0x80 != 0 {
			return true
		}
	}
	i := triple(w[0], w[1], third)
	return l.begins[i/64]>>(i%64)&1 != 0
}

// find is what the word says, and our name for it; no label when it is none of ours. Of several stems the longest counts.
func (l *lexicon) find(w []byte) (label, string) {
	if !l.may(w) {
		return 0, ""
	}
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
