package tagger

// wordSet is a set of words, and a bit for some of the hash of each: most words that are asked for are in no set.
type wordSet struct {
	words map[string]bool
	bits  [64]uint64
}

func setOf(words ...string) *wordSet {
	s := &wordSet{words: make(map[string]bool, len(words))}
	for _, w := range words {
		s.words[w] = true
		h := fold([]byte(w))
		s.bits[h>>58] |= 1 << (h >> 52 & 63)
	}
	return s
}

// may tells whether a word, whatever its case, may be one of a set.
func (s *wordSet) may(word []byte) bool { return s.mayHash(fold(word)) }

// mayHash is may for the hash of a word.
func (s *wordSet) mayHash(h uint64) bool {
	return s.bits[h>>58]>>(h>>52&63)&1 != 0
}

// in tells whether a word is one of some, whatever its case in ASCII.
func in(s *wordSet, word []byte) bool {
	var small [14]byte
	if len(word) == 0 || len(word) > len(small) || !s.may(word) {
		return false
	}
	for i, c := range word {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		small[i] = c
	}
	return s.words[string(small[:len(word)])]
}
