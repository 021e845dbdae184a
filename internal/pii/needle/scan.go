package needle

import "encoding/binary"

// filter says of each hash whether a gram has it. Whole bytes are looked up with fewer instructions than bits are.
type filter struct {
	met   []uint8
	shift uint32 // of a spread gram, so that an index is left
}

// newFilter makes one that stays in the processor's nearest cache, or in the next one when there are many grams.
func newFilter(grams int) filter {
	size, shift := 1<<14, uint32(32-14)
	for size < 1<<19 && size < 64*grams {
		size, shift = 2*size, shift-1
	}
	return filter{make([]uint8, size), shift}
}

// caseBits makes small letters of capital ones, in ASCII and, in UTF-8, from À to Þ. It makes one of other bytes too: the filter may
// let through more than is equal.
const (
	caseBits  = 0x20202020
	caseBits8 = caseBits<<32 | caseBits
)

func spread(gram uint32) uint32 { return gram * 0x9e3779b1 }

func load(text []byte, i int) uint32 { return binary.LittleEndian.Uint32(text[i : i+gram]) }

// scan looks at the text from a place on, which is a multiple of the stride.
func (s *Set) scan(text []byte, i int, yield func(which, start, end int) bool) {
	going := true
	switch s.stride {
	case 1:
		i, going = s.scanEach(text, i, yield)
	case 2:
		i, going = s.scanSecond(text, i, yield)
	case 4:
		i, going = s.scanFourth(text, i, yield)
	}
	if going {
		s.look(text, i, len(text)-gram+1, yield)
	}
}

func (s *Set) scanEach(text []byte, i int, yield func(which, start, end int) bool) (int, bool) {
	f, n := s.filter.met, s.filter.shift&31
	for ; i+16 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:i+8]) | caseBits8
		y := binary.LittleEndian.Uint64(text[i+4:i+12]) | caseBits8
		met := f[spread(uint32(x))>>n] | f[spread(uint32(x>>8))>>n] | f[spread(uint32(x>>16))>>n] | f[spread(uint32(x>>24))>>n] |
			f[spread(uint32(y))>>n] | f[spread(uint32(y>>8))>>n] | f[spread(uint32(y>>16))>>n] | f[spread(uint32(y>>24))>>n]
		if met != 0 && !s.look(text, i, i+8, yield) {
			return i, false
		}
	}
	return i, true
}

func (s *Set) scanSecond(text []byte, i int, yield func(which, start, end int) bool) (int, bool) {
	f, n := s.filter.met, s.filter.shift&31
	for ; i+12 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:i+8]) | caseBits8
		y := binary.LittleEndian.Uint64(text[i+4:i+12]) | caseBits8
		met := f[spread(uint32(x))>>n] | f[spread(uint32(x>>16))>>n] | f[spread(uint32(y))>>n] | f[spread(uint32(y>>16))>>n]
		if met != 0 && !s.look(text, i, i+8, yield) {
			return i, false
		}
	}
	return i, true
}

func (s *Set) scanFourth(text []byte, i int, yield func(which, start, end int) bool) (int, bool) {
	f, n := s.filter.met, s.filter.shift&31
	for ; i+16 <= len(text); i += 16 {
		x := binary.LittleEndian.Uint64(text[i:i+8]) | caseBits8
		y := binary.LittleEndian.Uint64(text[i+8:i+16]) | caseBits8
		met := f[spread(uint32(x))>>n] | f[spread(uint32(x>>32))>>n] | f[spread(uint32(y))>>n] | f[spread(uint32(y>>32))>>n]
		if met != 0 && !s.look(text, i, i+16, yield) {
			return i, false
		}
	}
	return i, true
}

// look looks closer at the places from i to end.
func (s *Set) look(text []byte, i, end int, yield func(which, start, end int) bool) bool {
	for ; i < end; i += s.stride {
		key := load(text, i) | caseBits
		if s.filter.has(key) && !s.at(text, i, key, yield) {
			return false
		}
	}
	return true
}

func (f *filter) has(gram uint32) bool { return f.met[spread(gram)>>f.shift] != 0 }

func (f *filter) add(gram uint32) { f.met[spread(gram)>>f.shift] = 1 }
