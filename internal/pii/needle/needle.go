// Package needle finds thousands of literals at once in texts of any length.
//
// Four bytes of each literal, the rarest that it has, stand in a small filter. A text is looked at four bytes at a time, at
// every place, or at every second or fourth where all literals are long enough for one of their places to be met (q-gram
// sampling: Sutinen, Tarhio 1996). What the filter lets through is held against the literals themselves. A build with
// GOEXPERIMENT=simd filters small sets with vectors on processors that have AVX2; the finds are the same.
package needle

import (
	"slices"

	"github.com/varsam/varsam"
)

// Least is how many bytes the shortest literal may have.
const Least = gram

// gram is how many bytes are looked at in one.
const gram = 4

// Set is a set of literals, ready to be looked for. It may be used by several goroutines at once.
type Set struct {
	literals [][]byte // in small letters when folding
	fold     bool
	longest  int
	stride   int // the text is looked at in every stride-th place

	filter  filter
	slots   []slot // open addressing by gram
	entries []entry
	vector  *vector // nil: the filter does it
}

// slot leads from a gram to the literals that have it.
type slot struct{ gram, first, count uint32 }

// entry says that a literal has a gram at an offset.
type entry struct{ literal, offset int32 }

// New makes a set. With fold, letters are found in both cases, å and é as well as a, as long as both cases take equally many bytes
// in UTF-8 (the Kelvin sign is no k). Without, bytes are bytes. A literal shorter than [Least] bytes is an error (Invalid).
func New(literals [][]byte, fold bool) (*Set, error) {
	s := &Set{fold: fold, stride: 4}
	for i, l := range literals {
		if len(l) < Least {
			return nil, varsam.Errorf(varsam.Invalid, "literal %d has %d bytes; at least %d are needed", i, len(l), Least)
		}
		if fold {
			l = lowered(l)
		}
		s.literals = append(s.literals, slices.Clone(l))
		s.longest = max(s.longest, len(l))
		for s.stride > 1 && len(l) < gram+s.stride-1 {
			s.stride /= 2
		}
	}
	s.index()
	return s, nil
}

// Len is the number of literals.
func (s *Set) Len() int { return len(s.literals) }

// Longest is the length of the longest literal, in bytes.
func (s *Set) Longest() int { return s.longest }

// Find yields each occurrence of each literal, overlapping ones too: which literal it is and where it stands. The order is that of
// the text, but for occurrences within a literal's length of each other. It ends early when yield returns false, and does not
// allocate.
func (s *Set) Find(text []byte, yield func(which, start, end int) bool) {
	switch {
	case len(s.literals) == 0:
	case s.vector != nil:
		s.vector.find(s, text, yield)
	default:
		s.scan(text, 0, yield)
	}
}

// at yields the literals that have the gram that stands at i.
func (s *Set) at(text []byte, i int, key uint32, yield func(which, start, end int) bool) bool {
	mask := uint32(len(s.slots) - 1)
	for h := spread(key) >> 7 & mask; s.slots[h].count > 0; h = (h + 1) & mask {
		if s.slots[h].gram == key {
			return s.check(text, i, s.slots[h], yield)
		}
	}
	return true
}

func (s *Set) check(text []byte, i int, found slot, yield func(which, start, end int) bool) bool {
	for _, e := range s.entries[found.first : found.first+found.count] {
		literal := s.literals[e.literal]
		start := i - int(e.offset)
		end := start + len(literal)
		if start < 0 || end > len(text) || !s.equal(text[start:end], literal) {
			continue
		}
		if !yield(int(e.literal), start, end) {
			return false
		}
	}
	return true
}

func (s *Set) equal(text, literal []byte) bool {
	if s.fold {
		return equalFold(text, literal)
	}
	return string(text) == string(literal)
}
