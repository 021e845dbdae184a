//go:build goexperiment.simd && amd64

package pii

import (
	"math/bits"
	"simd/archsimd"
)

// vectors says whether this processor has what the faster finder needs. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// finder finds the marks of a segment: a bit for each of its bytes, made 64 bytes at a time before the segment is read.
type finder struct {
	from, to int // what the bits are of; the rest is found byte by byte
	marks    [segment / 64]uint64
}

// read sets the bits of text[from:to] but for some bytes at its end.
func (f *finder) read(text []byte, from, to int) {
	f.from, f.to = from, from
	if !vectors {
		return
	}
	f.to = from + (to-from)&^63
	zero, ten, at := archsimd.BroadcastUint8x32('0'), archsimd.BroadcastUint8x32(10), archsimd.BroadcastUint8x32('@')
	marked := func(b []byte) uint64 {
		x := archsimd.LoadUint8x32((*[32]uint8)(b))
		digit := x.Sub(zero) // and the colon behind the 9
		return uint64(digit.Min(ten).Equal(digit).Or(x.Equal(at)).ToBits())
	}
	for i := from; i < f.to; i += 64 {
		f.marks[(i-from)/64] = marked(text[i:i+32]) | marked(text[i+32:i+64])<<32
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
}

// next is the first mark from i on; n when there is none before n.
func (f *finder) next(text []byte, i, n int) int {
	if i < f.from || i >= f.to {
		return nextMark(text, i, n)
	}
	block := (i - f.from) / 64
	here := f.marks[block] &^ (1<<((i-f.from)%64) - 1)
	for last := (f.to - f.from) / 64; here == 0; here = f.marks[block] {
		if block++; block == last {
			return nextMark(text, f.to, n)
		}
	}
	return f.from + block*64 + bits.TrailingZeros64(here)
}
