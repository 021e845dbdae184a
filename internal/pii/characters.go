package pii

import (
	"math/bits"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// characters makes the lane of the bytes that begin no character right where there are others than those of ASCII and from U+00C0 to U+00FF,
// which is seldom: what stands there is read as chars.Next does. A byte continues a character whatever stands before that one, so that a
// block takes no more than the three bytes before it.
func (o *outline) characters(view []byte, whole, rest int) {
	open := uint64(0) // whether the byte before begins a character of two bytes
	clear(o.rare[:whole/64+1])
	all := o.blocks[1 : whole+2]
	for i := range all {
		b := &all[i]
		lead, tail := b[leadLane], b[tailLane]
		if lead&tail != 0 || lead<<1|open != tail {
			b[tailLane] = o.tailsAt(view, i*64)
			o.rare[i/64] |= 1 << (i % 64)
		}
		open = (lead &^ tail) >> 63
	}
	all[whole][tailLane] &= 1<<rest - 1
}

// tailsAt has a bit for each of the 64 bytes from i on that begins no character. Only what the lane of leads has begins longer ones.
func (o *outline) tailsAt(view []byte, i int) (tails uint64) {
	for at := max(0, i-3); at < i; at++ {
		_, size := chars.Next(view[at:])
		if over := at + size - i; over > 0 {
			tails |= 1<<over - 1
		}
	}
	for leads := o.blocks[i/64+1][leadLane]; leads != 0; leads &= leads - 1 {
		k := bits.TrailingZeros64(leads)
		_, size := chars.Next(view[i+k:])
		tails |= (1<<(size-1) - 1) << (k + 1)
	}
	return tails
}

// untidy reports what chars.Untidy does of a stretch of the view, which is asked only where there are rare characters.
func (o *outline) untidy(view []byte, from, to int) bool {
	for block := from / 64; block*64 < to; block++ {
		if o.rare[block/64]>>(block%64)&1 == 0 {
			continue
		}
		low, high := max(from, block*64), min(to, block*64+64)
		if low > from && view[low-1] >= 0xC0 { // a character, or what is left of one, begins in the block before
			low--
		}
		for back := 0; back < 3 && low > from && view[low]&0xC0 == 0x80; back++ {
			low--
		}
		for on := 0; on < 3 && high < to && view[high]&0xC0 == 0x80; on++ { // or ends in the one behind
			high++
		}
		if chars.Untidy(view[low:min(to, high+1)]) {
			return true
		}
	}
	return false
}

// counter counts characters of a view, forwards.
type counter struct {
	outline *outline
	block   uint  // up to its beginning they are counted
	before  int64 // how many they are
}

// charactersFrom counts on from a place in the input up to which they are counted.
func (r *run) charactersFrom(place, count int64) counter {
	c := counter{outline: &r.outline}
	behind := c.at(int(place - r.offset))
	c.before += count - behind
	return c
}

// of are the characters before the bytes at start and end, that of the first in no block before that of the last call.
func (c *counter) of(start, end int32) (from, to int64) {
	from = c.at(int(start))
	if start|63 != end|63 {
		return from, c.at(int(end))
	}
	between := uint64(1)<<(uint(end)%64) - uint64(1)<<(uint(start)%64)
	return from, from + int64(int(end-start)-bits.OnesCount64(c.outline.blocks[c.block+1][tailLane]&between))
}

// at is how many characters begin before the byte at i, which lies in no block before that of the last call.
func (c *counter) at(i int) int64 {
	to, before := uint(i)/64, c.before
	for block := c.block; block < to; block++ {
		before += int64(64 - bits.OnesCount64(c.outline.blocks[block+1][tailLane]))
	}
	c.block, c.before = to, before
	inside := uint64(1)<<(uint(i)%64) - 1
	return before + int64(i&63-bits.OnesCount64(c.outline.blocks[to+1][tailLane]&inside))
}
