//go:build goexperiment.simd && amd64

package tagger

import (
	"encoding/binary"
	"math/bits"
	"simd/archsimd"
)

// longText is from how many bytes on it is worth while to look at capitals together.
const longText = 2 << 10

// together is how many capitals are looked at before the first of them is read.
const together = 64

// coming are the next capitals of a text and what skim would say of them. Looked at together their words are hashed and judged by eight.
type coming struct {
	at               [together + 16]uint32
	first, second    [together]uint64 // a word's first 16 bytes
	size, hash, slot [together]uint64 // the word's, and what the lists have at its place
	before, behind   [together]uint64 // bytes round it
	strange          uint64           // a bit for each word that strangeBy tells
	ask, may         uint64           // those of the verdicts
	rest             uint64           // those that were not come to yet
	block            int              // the first whose capitals are not among them
	known            uint64           // what memory had when they were judged
}

// forget leaves nothing of a text, and stands before the next one.
func (c *coming) forget() {
	if c.block > 0 {
		*c = coming{}
	}
}

// nextCapital is oneCapital for a text that is gone through once.
func (s *island) nextCapital(text []byte, i int) (int, int) {
	if width < 64 || s.all || len(text) < longText || uint64(len(text)) >= 1<<32 {
		return s.oneCapital(text, i)
	}
	c := &s.coming
	if c.known != s.known.slots {
		c.remind(s.known.slots)
	}
	for {
		for m := (c.ask | c.may) & c.rest; m != 0; m &= m - 1 {
			k := trailing(m)
			at := int(c.at[k])
			if at < i {
				continue
			}
			c.rest &= ^uint64(1) << k
			s.seen = verdict(c.ask>>k&1 | c.may>>k&1<<1)
			if text[at] < 0x80 && (at == 0 || text[at-1] < 0x80) {
				return at, 1
			}
			if width := capitalWord(text, at); width > 0 {
				return at, width
			}
		}
		if !s.look(text) {
			return len(text), 0
		}
	}
}

// look judges the next capitals. It says no when there are none. At the edges of a text, where there is less round a word than is looked at,
// a word has no bytes, and so no answer.
func (s *island) look(text []byte) bool {
	c := &s.coming
	n := c.gather(s.outline.blocks)
	for k, at := range c.at[:n] {
		k, at := k%together, int(at)
		if at < viewBefore || at > len(text)+viewBefore-viewSize {
			c.first[k], c.second[k], c.before[k] = 0, 0, 0
			continue
		}
		view := (*[viewBefore + 16]byte)(text[at-viewBefore:])
		c.before[k] = uint64(binary.LittleEndian.Uint32(view[:]))
		c.first[k] = binary.LittleEndian.Uint64(view[viewBefore:])
		c.second[k] = binary.LittleEndian.Uint64(view[viewBefore+8:])
	}
	c.fold(n)
	for k, at := range c.at[:n] {
		k, end := k%together, int(at)+int(c.size[k%together])
		c.slot[k] = uint64(s.lexicon.slots[s.lexicon.at(c.hash[k])])
		c.behind[k] = 0
		if end+8 <= len(text) {
			c.behind[k] = binary.LittleEndian.Uint64(text[end:])
		}
	}
	c.rest = 1<<n - 1
	c.judge(n)
	c.remind(s.known.slots)
	return n > 0
}

// gather takes the capitals of the next blocks: of as many as have no more than are looked at together.
func (c *coming) gather(blocks []block) (n int) {
	places := archsimd.LoadUint8x64(&inOrder)
	for ; c.block+2 < len(blocks); c.block++ {
		m := blocks[c.block+1].capitals
		end := n + bits.OnesCount64(m)
		if end > together {
			break
		}
		start := uint32(c.block * 64)
		found := places.Compress(archsimd.Mask8x64FromBits(m)).GetLo().GetLo()
		found.ExtendToUint32().Add(archsimd.BroadcastUint32x16(start)).Store((*[16]uint32)(c.at[n:]))
		if end > n+16 { // in hostile texts only
			for k := range c.at[n:end] {
				c.at[n+k] = start + uint32(trailing(m))
				m &= m - 1
			}
		}
		n = end
	}
	archsimd.ClearAVXUpperBits()
	return n
}

var inOrder = func() (t [64]uint8) {
	for i := range t {
		t[i] = uint8(i)
	}
	return t
}()
