package tagger

// ties are the small words between the parts of a name.
var ties = newShortWords(tieWords...)

var tieWords = []string{
	"von", "af", "av", "de", "van", "der", "den", "la", "le", "el", "al", "bin", "bint", "binti", "ibn", "di", "da", "do", "dos", "das",
	"del", "della", "du", "ten", "ter", "zu", "zur", "los", "las", "vom",
}

// openers are those that a family name may begin with, without a given name: af Ugglas.
var openers = []string{"von", "af", "van", "der", "de", "di", "du", "la", "le", "los", "del", "zu", "ter", "ten", "bin", "ibn"}

// capitalTies are those that a family name begins a sentence with: De Wit. Others are words there.
var capitalTies = setOf("de", "von", "van", "la", "le", "di", "del")

var opening = newShortWords(openers...)

// shortWords is a set of words of up to seven bytes, each at a place of its own: to ask for one is to compare one number.
type shortWords struct {
	factor uint64
	keys   [256]uint64 // the bytes of a word, the first one lowest; what is no word is free
}

const freeKey = 1 << 63

func newShortWords(words ...string) *shortWords {
	for factor := uint64(foldLength); ; factor *= foldLength {
		if s := (&shortWords{factor: factor}); s.fill(words) {
			return s
		}
	}
}

// fill tells whether each word has a place of its own.
func (s *shortWords) fill(words []string) bool {
	for i := range s.keys {
		s.keys[i] = freeKey
	}
	for _, word := range words {
		key := few([]byte(word))
		at := key * s.factor >> 56
		if s.keys[at] != freeKey {
			return false
		}
		s.keys[at] = key
	}
	return true
}

func (s *shortWords) has(key uint64) bool { return s.keys[key*s.factor>>56] == key }

func (s *shortWords) hasWord(word []byte) bool {
	return len(word) < 8 && s.has(few(word)&(1<<(8*len(word))-1))
}

// openerEnds has for the last letter of openers a bit for each letter before it.
var openerEnds = func() (t [256]uint32) {
	for _, word := range openers {
		n := len(word)
		t[word[n-1]] |= 1 << (word[n-2] & 31)
	}
	return t
}()

// mayOpen is 1 where a word that ends so may be an opener.
func mayOpen(last2, last byte) uint64 { return uint64(openerEnds[last] >> (last2 & 31) & 1) }
