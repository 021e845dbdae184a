package needle

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// index chooses the grams of each literal: as many neighbouring ones as places are skipped, so that one of them stands where the
// text is looked at. Vectors look at every place.
func (s *Set) index() {
	if s.vector = newVector(s); s.vector != nil {
		s.stride = 1
	}
	found := s.chosen(s.stride)
	s.filter = newFilter(len(found))
	size := 16
	for size < 2*len(found) {
		size *= 2
	}
	s.slots = make([]slot, size)
	for _, g := range slices.Sorted(maps.Keys(found)) {
		s.filter.add(g)
		s.put(slot{g, uint32(len(s.entries)), uint32(len(found[g]))})
		s.entries = append(s.entries, found[g]...)
	}
}

// chosen are the grams by which the literals are found when every stride-th place is looked at.
func (s *Set) chosen(stride int) map[uint32][]entry {
	found := map[uint32][]entry{}
	shared := s.shared()
	for i, l := range s.literals {
		at := shared.rarest(l, stride)
		for offset := at; offset < at+stride; offset++ {
			for _, g := range s.grams(l, offset) {
				found[g] = append(found[g], entry{int32(i), int32(offset)})
			}
		}
	}
	return found
}

func (s *Set) put(x slot) {
	mask := uint32(len(s.slots) - 1)
	h := spread(x.gram) >> 7 & mask
	for s.slots[h].count > 0 {
		h = (h + 1) & mask
	}
	s.slots[h] = x
}

// grams are the four bytes at an offset of a literal in all cases that the filter tells apart.
func (s *Set) grams(l []byte, offset int) []uint32 {
	if isASCII(l[:offset+gram]) {
		return []uint32{load(l, offset) | caseBits}
	}
	variants := [][]byte{nil}
	for i := 0; i < offset+gram; {
		r, size := utf8.DecodeRune(l[i:])
		if i+size > offset {
			variants = times(variants, s.pieces(l[i:i+size], r), max(offset-i, 0))
		}
		i += size
	}
	var all []uint32
	for _, v := range variants {
		all = append(all, load(v, 0)|caseBits)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// pieces are the cases of one character.
func (s *Set) pieces(raw []byte, r rune) []string {
	if !s.fold || r == utf8.RuneError {
		return []string{string(raw)}
	}
	return cases(r)
}

// times appends each of the pieces, without its first bytes, to each of the variants.
func times(variants [][]byte, pieces []string, without int) [][]byte {
	var all [][]byte
	for _, v := range variants {
		for _, p := range pieces {
			all = append(all, append(slices.Clone(v), p[without:]...))
		}
	}
	return all
}

// shares says how many places in literals have a gram: a thousand addresses at one host are not looked up by its name.
type shares map[uint32]int

func (s *Set) shared() shares {
	met := shares{}
	for _, l := range s.literals {
		for offset := 0; offset+gram <= len(l); offset++ {
			met[load(l, offset)|caseBits]++
		}
	}
	return met
}

// rarest is where the grams begin that are met least often in texts, and in other literals.
func (s shares) rarest(l []byte, stride int) int {
	best := 0
	least := s.cost(l, 0, stride)
	for offset := 1; offset+gram+stride-1 <= len(l); offset++ {
		if c := s.cost(l, offset, stride); c < least {
			best, least = offset, c
		}
	}
	return best
}

// cost adds up how often the grams from an offset on are met, as far as single bytes tell, each time with all literals that have it.
func (s shares) cost(l []byte, from, stride int) float64 {
	sum := 0.0
	for offset := from; offset < from+stride; offset++ {
		often := float64(s[load(l, offset)|caseBits])
		for _, b := range l[offset : offset+gram] {
			often *= share(b)
		}
		sum += often
	}
	return sum
}

// share is roughly how often a byte stands in letters, lists and logs of Nordic and English texts, in thousandths.
func share(b byte) float64 {
	switch b | 0x20 {
	case ' ', '\n' | 0x20:
		return 140
	case 'e', 'a', 'n', 't', 'r', 's', 'i':
		return 60
	case 'd', 'l', 'o', 'g', 'k', 'm':
		return 35
	case '0', '1', '2', 0xc3 | 0x20:
		return 25
	case 'v', 'f', 'h', 'u', 'p', 'b', 'c', '3', '4', '5', '6', '7', '8', '9', '-', ',', '.', 0xa4, 0xa5, 0xb6:
		return 15
	}
	return 4
}

func isASCII(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
