package tagger

import (
	"encoding/binary"
	"math/bits"
)

// view is what skim looks at: a word, some bytes before it and what follows.
const (
	viewBefore = 4
	viewSize   = 32
	mostSkim   = 16 // bytes of a word
)

// verdict is what a glance at a word with a capital says.
type verdict uint8

const (
	passed  verdict = 0 // it stands alone and can be no name: lone would say so
	unclear verdict = 1 // lone must be asked
	kept    verdict = 2 // it may be a name whatever stands beside it: lone would say no
)

// skim looks at the word with a capital at i, of which here and next are the outline. Most words are passed by so. What it asks is gathered and
// decided at once, because no single answer could be guessed by a processor.
func (s *island) skim(text []byte, i int, here, next *block) verdict {
	if i < viewBefore || i > len(text)+viewBefore-viewSize {
		return unclear
	}
	view, at := (*[viewSize]byte)(text[i-viewBefore:]), uint(i)
	n := uint(bits.TrailingZeros64(^(here.words>>(at%64) | next.words<<(^at%64)<<1)))
	if n-1 >= mostSkim || !divides[view[viewBefore+n]] {
		return unclear
	}
	hash := foldShort(binary.LittleEndian.Uint64(view[viewBefore:]), binary.LittleEndian.Uint64(view[viewBefore+8:]), n)
	class := s.lexicon.class(hash)
	behind := view[viewBefore+n:]
	ask := bit(behind[0] == '.') | bit(behind[0] == ' ')&joins(behind[1], behind[2], behind[3]) |
		bit(view[viewBefore-1] == ' ')&mayOpen(view[viewBefore-3], view[viewBefore-2]) |
		s.known.slots>>(hash%64)&1
	may := bit(class&(Given|Family) != 0) | bit(class == 0)&^strangeBy[view[viewBefore+1]]
	return verdict(ask | may<<1)
}

// strangeBy are the second letters of words that strange tells.
var strangeBy = func() (t [256]uint64) {
	for c := range t {
		t[c] = bit(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	return t
}()
