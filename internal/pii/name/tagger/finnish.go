package tagger

import (
	"bytes"
	"iter"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// caseEnds are the ends of Finnish names in their cases by their last byte, the longest first: Liisalle, Virtaselta, Heikin, Mattia.
var caseEnds = [256][]string{
	'n':  {"n"},
	'e':  {"lle"},
	'a':  {"lta", "lla", "sta", "ssa", "ta", "a"},
	0xA4: {"ltä", "llä", "stä", "ssä", "tä", "ä"},
}

// stems are what stands before the ends of cases that a word may have, at least so many bytes, with those ends.
func stems(word []byte, least int) iter.Seq2[[]byte, string] {
	return func(yield func([]byte, string) bool) {
		for _, end := range caseEnds[word[len(word)-1]] {
			stem := word[:max(0, len(word)-len(end))]
			if len(stem) >= least && string(word[len(stem):]) == end && !yield(stem, end) {
				return
			}
		}
	}
}

// inCase is the class of the name of which a word is a Finnish case; 0 when it is none. What a common word may be in Swedish or English
// too takes a name of the Nordic countries.
func (l *Lexicon) inCase(word []byte) Class {
	for stem, end := range stems(word, 3) {
		if (end == "a" || end == "ä") && !partitive(stem) {
			continue
		}
		if c := l.ofStem(stem, len(end)); c != 0 {
			return c
		}
	}
	return 0
}

// partitive reports whether a stem may have the case in a alone, as Matti|a and Liisa|a have; an area is nobody's.
func partitive(stem []byte) bool {
	return stem[len(stem)-1] == 'i' || bytes.HasSuffix(stem, []byte("a"))
}

// ofStem is the class of the name that a case has this stem of, before an end of so many bytes.
func (l *Lexicon) ofStem(stem []byte, end int) Class {
	var room [64]byte
	if len(stem) > len(room)-8 {
		return 0
	}
	try := func(cut int, with string) Class {
		name := append(append(room[:0], stem[:len(stem)-cut]...), with...)
		c := l.class(fold(name))
		if end == 1 && c&(GivenNordic|FamilyNordic|Place|Organisation) == 0 {
			return 0
		}
		return c & (Given | Family | GivenNordic | FamilyNordic | Place | Organisation)
	}
	c, last := Class(0), stem[len(stem)-1]
	if last != 'e' || end > 1 { // arven is an inheritance, and not Arve's
		c = try(0, "")
	}
	switch {
	case c != 0:
	case bytes.HasSuffix(stem, []byte("kse")): // Tuomakse|n
		c = try(3, "s")
	case bytes.HasSuffix(stem, []byte("se")): // Virtase|n
		c = try(2, "nen")
	case last == 's': // Virtas|ta
		c = try(1, "nen")
	case bytes.HasSuffix(stem, []byte("äe")), bytes.HasSuffix(stem, []byte("oe")): // Mäe|n, Joe|n
		c = try(1, "ki")
	case last == 'e': // Järve|n
		if c = try(1, "i"); c&Family == 0 {
			c = 0
		}
	case last == 'i' && end > 1 || last == 'i' && l.class(fold(stem)) == 0: // Johanssoni|lle
		c = try(1, "")
	}
	if c == 0 && len(stem) > 3 && last == stem[len(stem)-2] { // Laineelle, Turkuun
		c = try(1, "")
	}
	if c == 0 {
		c = l.strengthened(stem, try)
	}
	return c
}

// strengthened tries the stem in its strong grade, behind the vowel that ends it: Peka|lle, Lahde|n; or with rk for r.
func (l *Lexicon) strengthened(stem []byte, try func(int, string) Class) Class {
	vowel := 1
	if stem[len(stem)-1] >= 0x80 {
		vowel = 2
	}
	before, tail := stem[:len(stem)-vowel], string(stem[len(stem)-vowel:])
	graded := func(strong, weak string) Class {
		if !bytes.HasSuffix(before, []byte(weak)) {
			return 0
		}
		c := try(len(weak)+vowel, strong+tail)
		if c == 0 && tail == "e" {
			c = try(len(weak)+vowel, strong+"i")
		}
		return c
	}
	for _, g := range chars.Grades {
		if c := graded(g.Strong, g.Weak); c != 0 {
			return c
		}
	}
	return graded("rk", "r")
}
