package pii

import (
	"math/bits"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// characters makes the lane of the bytes that begin no character right where there are others than those of ASCII and from U+00C0 to U+00FF,
// which is seldom: what stands there is read as chars.Next does. A byte continues a character whatever stands before that one, so that a
// block takes no more than the three bytes before it. It adds the lane up, so that counting characters takes two looks.
func (o *outline) characters(view []byte, whole, rest int) {
	open := uint64(0) // whether the byte before begins a character of two bytes
	tails := 0
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
		o.tails[i] = uint32(tails)
		tails += bits.OnesCount64(b[tailLane])
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
	for word := from / (64 * 64); word*64*64 < to; word++ {
		for rare := o.rare[word]; rare != 0; rare &= rare - 1 {
			block := (word*64 + bits.TrailingZeros64(rare)) * 64
			if low, high := max(from, block), min(to, block+64); low < high && untidyBetween(view[:to], from, low, high) {
				return true
			}
		}
	}
	return false
}

// untidyBetween is untidy of the bytes from low to high and the characters that they are parts of, of a stretch that begins at from.
func untidyBetween(view []byte, from, low, high int) bool {
	if low > from && view[low-1] >= 0xC0 { // a character, or what is left of one, begins in the block before
		low--
	}
	for back := 0; back < 3 && low > from && view[low]&0xC0 == 0x80; back++ {
		low--
	}
	for on := 0; on < 3 && high < len(view) && view[high]&0xC0 == 0x80; on++ { // or ends in the one behind
		high++
	}
	return chars.Untidy(view[low:min(len(view), high+1)])
}

// charactersBefore is how many characters of the view begin before the byte at i.
func (o *outline) charactersBefore(i int) int {
	at := uint(i)
	inside := uint64(1)<<(at%64) - 1
	return i - int(o.tails[at/64]) - bits.OnesCount64(o.blocks[at/64+1][tailLane]&inside)
}
