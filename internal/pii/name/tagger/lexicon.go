package tagger

import (
	"bytes"
	"cmp"
	"maps"
	"math/bits"
	"slices"
)

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

// Lexicon holds the classes of words. It keeps no word but some 40 bits of its hash: of a million words that it does not hold it
// takes less than one for another.
//
// Each word has a place of its own, where nothing else is ever looked for: words that agree in some bits of their hash are moved together
// until all of their places are free (hash and displace: Belazzougui, Botelho, Dietzfelbinger, 2009). So an answer is two
// loads and no question.
type Lexicon struct {
	slots []uint32 // print of the hash and classes; 0 is free
	moves []uint8
}

// NewLexicon makes a lexicon of words.
func NewLexicon(words map[string]Class) *Lexicon {
	hashed := make(map[uint64]Class, len(words))
	for word, class := range words {
		hashed[fold([]byte(word))] |= class
	}
	return makeLexicon(hashed)
}

func makeLexicon(words map[uint64]Class) *Lexicon {
	for size := 1 << bits.Len(uint(len(words)+len(words)/4)); ; size *= 2 {
		if l := (&Lexicon{make([]uint32, size), make([]uint8, max(size/4, 1))}); l.fill(words) {
			return l
		}
	}
}

// fill tells whether all words found a place. Where many are moved together they come first, while most places are free.
func (l *Lexicon) fill(words map[uint64]Class) bool {
	groups := make([][]uint64, len(l.moves))
	for _, h := range slices.Sorted(maps.Keys(words)) {
		g := h & uint64(len(groups)-1)
		groups[g] = append(groups[g], h)
	}
	slices.SortStableFunc(groups, func(a, b []uint64) int { return cmp.Compare(len(b), len(a)) })
	for _, group := range groups {
		if len(group) > 0 && !l.place(group, words) {
			return false
		}
	}
	return true
}

func (l *Lexicon) place(group []uint64, words map[uint64]Class) bool {
	move := &l.moves[group[0]&uint64(len(l.moves)-1)]
	for {
		placed := 0
		for ; placed < len(group) && l.slots[l.at(group[placed])] == 0; placed++ {
			h := group[placed]
			l.slots[l.at(h)] = print(h)<<classes | uint32(words[h])
		}
		if placed == len(group) {
			return true
		}
		for _, h := range group[:placed] {
			l.slots[l.at(h)] = 0
		}
		if *move++; *move == 0 {
			return false
		}
	}
}

func print(h uint64) uint32 { return uint32(h >> (32 + classes)) }

// at is the place of a word by its hash.
func (l *Lexicon) at(h uint64) uint64 {
	move := uint64(l.moves[h&uint64(len(l.moves)-1)])
	return (h>>16 + move*(h>>32)) & uint64(len(l.slots)-1)
}

func (l *Lexicon) class(h uint64) Class {
	s := l.slots[l.at(h)]
	class := Class(s & (1<<classes - 1))
	if s>>classes != print(h) {
		class = 0
	}
	return class
}

// Class looks a word up.
func (l *Lexicon) Class(word []byte) Class { return l.class(fold(word)) }

// lookup also finds the genitive of a word (Annas), its cases in Finnish (Annalle), and a double name by its parts.
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
	return l.inCase(word)
}
