package tagger

import (
	"encoding/binary"
	"math/bits"
)

// view is what skims looks at: a word, some bytes before it and what follows.
const (
	viewBefore = 4
	viewSize   = 32
	mostSkim   = 16 // bytes of a word
)

// skims says that the word with a capital at i stands alone and can be no name, as lone does, but only where that is plain to see: most words
// are passed by so. What it asks is gathered and decided at once, because no single answer could be guessed by a processor.
func (s *island) skims(text []byte, i int, here, next *block) bool {
	if i < viewBefore || i > len(text)+viewBefore-viewSize {
		return false
	}
	view, at := (*[viewSize]byte)(text[i-viewBefore:]), uint(i)
	n := uint(bits.TrailingZeros64(^(here.words>>(at%64) | next.words<<(^at%64)<<1)))
	if n-1 >= mostSkim {
		return false
	}
	hash := foldShort(binary.LittleEndian.Uint64(view[viewBefore:]), binary.LittleEndian.Uint64(view[viewBefore+8:]), n)
	class := s.lexicon.class(hash)
	end := viewBefore + n
	ask := ends[view[end]].asks | ends[view[end]].blank&joins(view[end+1], view[end+2], view[end+3]) |
		bit(view[viewBefore-1] == ' ')&mayOpen(view[viewBefore-3], view[viewBefore-2]) |
		s.known.slots>>(hash%64) | bit(class&(Given|Family) != 0) | bit(class == 0)&^strangeBy[view[viewBefore+1]]
	return ask&1 == 0
}

// ends says of the byte behind a word whether lone must be asked, and whether it is a blank, which what follows may make part of a name.
var ends = func() (t [256]struct{ asks, blank uint64 }) {
	for c := range t {
		t[c].asks = bit(!divides[c] || c == '.')
	}
	t[' '].blank = 1
	return t
}()

// strangeBy are the second letters of words that strange tells.
var strangeBy = func() (t [256]uint64) {
	for c := range t {
		t[c] = bit(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	return t
}()
