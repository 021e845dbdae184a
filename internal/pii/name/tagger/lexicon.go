package tagger

import "bytes"

// Class says what is known of a word, whatever its case. A word may be of several classes: Björn is a name and a bear.
type Class uint16

// The classes.
const (
	Given        Class = 1 << iota // a given name somewhere
	Family                         // a family name somewhere
	GivenNordic                    // a common given name in the Nordic countries
	FamilyNordic                   // a common family name there
	Place                          // a country, a town
	Word                           // also seen in small letters
	Often                          // and often so
	Organisation                   // a company, an authority, a party, a brand
	Title                          // what stands before a name: doktor, fru

	classes = 9
)

// Lexicon holds the classes of words. It keeps no word but about 40 bits of its hash: of a million words that it does not hold it
// takes one or two for another.
type Lexicon struct {
	slots []uint32 // print of the hash and classes; 0 is free
	mask  uint64
}

// NewLexicon makes a lexicon of words.
func NewLexicon(words map[string]Class) *Lexicon {
	l := makeLexicon(len(words))
	for word, class := range words {
		l.put(fold([]byte(word)), class)
	}
	return l
}

func makeLexicon(words int) *Lexicon {
	size := 1 << 10
	for size < 2*words {
		size *= 2
	}
	return &Lexicon{slots: make([]uint32, size), mask: uint64(size - 1)}
}

func (l *Lexicon) put(h uint64, class Class) {
	for at := h & l.mask; ; at = (at + 1) & l.mask {
		if s := l.slots[at]; s == 0 || s>>classes == print(h) {
			l.slots[at] = print(h)<<classes | s&(1<<classes-1) | uint32(class)
			return
		}
	}
}

func print(h uint64) uint32 { return uint32(h >> (32 + classes)) }

func (l *Lexicon) class(h uint64) Class {
	for at := h & l.mask; ; at = (at + 1) & l.mask {
		s := l.slots[at]
		if s>>classes == print(h) {
			return Class(s & (1<<classes - 1))
		}
		if s == 0 {
			return 0
		}
	}
}

// Class looks a word up.
func (l *Lexicon) Class(word []byte) Class { return l.class(fold(word)) }

// lookup also finds the genitive of a word (Annas), and a double name by its parts.
func (l *Lexicon) lookup(word []byte, h uint64) Class {
	if c := l.class(h); c != 0 || len(word) < 3 {
		return c
	}
	if last := word[len(word)-1]; last|0x20 == 's' {
		bare := bytes.TrimSuffix(word[:len(word)-1], []byte("'"))
		if c := l.class(fold(bare)); c != 0 {
			return c &^ Word
		}
	}
	if i := bytes.IndexByte(word, '-'); i > 0 && i+1 < len(word) {
		return l.class(fold(word[:i])) & l.class(fold(word[i+1:])) &^ (Word | Often)
	}
	return 0
}
