package pii

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// outline has a bit for each byte of a view that says what it is: the bytes are looked at once, and words and numbers are found by
// counting bits.
type outline struct {
	marks   [blocks + 2]uint64 // digits, colons and @
	letters [blocks + 2]uint64 // and what is beyond ASCII; an empty block stands before the first and behind the last
}

// blocks is how many blocks of 64 bytes a view has at most.
const blocks = (before+segment+after)/64 + 1

// read looks at a view.
func (o *outline) read(view []byte) {
	n := o.whole(view)
	var rest [64]byte
	copy(rest[:], view[n*64:])
	o.marks[n+1], o.letters[n+1] = outlined(&rest)
	o.marks[n+2], o.letters[n+2] = 0, 0
	for i := bytes.IndexByte(view, '@'); i >= 0; { // there are few
		o.marks[i/64+1] |= 1 << (i % 64)
		next := bytes.IndexByte(view[i+1:], '@')
		if next < 0 {
			break
		}
		i += 1 + next
	}
}

// outlined are the bits of 64 bytes, the first one's lowest, but for an @.
func outlined(b *[64]byte) (mark, letter uint64) {
	for k := 0; k < 64; k += 8 {
		x := binary.LittleEndian.Uint64(b[k:])
		mark |= figures(x) >> 7 * gather >> 56 << k
		letter |= letters(x) >> 7 * gather >> 56 << k
	}
	return mark, letter
}

// gather puts the low bits of eight bytes side by side in the highest byte of a product.
const gather = 0x0102040810204080

// mark is the first digit, colon or @ from i on; n when there is none before n.
func (o *outline) mark(i, n int) int {
	block := i / 64
	here := o.marks[block+1] &^ (1<<(i%64) - 1)
	for here == 0 {
		if block++; block*64 >= n {
			return n
		}
		here = o.marks[block+1]
	}
	return min(n, block*64+bits.TrailingZeros64(here))
}

// lettersBefore are the bits of the letters before i, that of the nearest the highest.
func (o *outline) lettersBefore(i int) uint64 {
	return o.letters[i/64]>>(i%64) | o.letters[i/64+1]<<(64-i%64)
}

// lettersFrom are the bits of the letters from i on, that of the nearest the lowest.
func (o *outline) lettersFrom(i int) uint64 {
	return o.letters[i/64+1]>>(i%64) | o.letters[i/64+2]<<(64-i%64)
}
