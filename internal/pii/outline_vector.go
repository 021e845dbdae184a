//go:build goexperiment.simd && amd64

package pii

import "simd/archsimd"

// vectors says whether this processor has what is faster. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// whole looks at all whole blocks and tells how many they are. Two times, because the processor has room for half of the constants.
func (o *outline) whole(view []byte) int {
	n := len(view) / 64
	if !vectors {
		for i := range n {
			outlined(&o.blocks[i+1], (*[64]byte)(view[i*64:]))
		}
		return n
	}
	o.wordLanes(view, n)
	o.signLanes(view, n)
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return n
}

// wordLanes are those of ASCII's letters, digits, and what may begin or continue a find.
func (o *outline) wordLanes(view []byte, n int) {
	zero, nine, ten, at := splat('0'), splat(9), splat(10), splat('@')
	small, a, z := splat(0x20), splat('a'), splat('z'-'a')
	hyphen, one, plus, under := splat('-'), splat(1), splat('+'), splat('_')
	for i := range n {
		to := &o.blocks[i+1]
		x, y := halvesOf((*[64]uint8)(view[i*64:]))
		digits := both(within(x, zero, nine), within(y, zero, nine))
		letters := both(within(x.Or(small), a, z), within(y.Or(small), a, z))
		to[digitLane], to[letterLane] = digits, letters
		to[markLane] = both(within(x, zero, ten).Or(x.Equal(at)), within(y, zero, ten).Or(y.Equal(at)))
		to[mailLane] = digits | letters |
			both(within(x, hyphen, one).Or(x.Equal(plus)).Or(x.Equal(under)), within(y, hyphen, one).Or(y.Equal(plus)).Or(y.Equal(under)))
	}
}

// signLanes are the others, and the letters beyond ASCII.
func (o *outline) signLanes(view []byte, n int) {
	line, point, call, ask := splat('\n'), splat('.'), splat('!'), splat('?')
	small, j, i, m, oh := splat(0x20), splat('j'), splat('I'), splat('M'), splat('O')
	beyond, pair, rest := splat(0x80), splat(0xC3), splat(0xBF-0x80)
	for k := range n {
		to := &o.blocks[k+1]
		x, y := halvesOf((*[64]uint8)(view[k*64:]))
		to[breakLane] = both(x.Equal(line).Or(x.Equal(point)).Or(x.Equal(call)).Or(x.Equal(ask)),
			y.Equal(line).Or(y.Equal(point)).Or(y.Equal(call)).Or(y.Equal(ask)))
		to[writerLane] = both(x.Or(small).Equal(j).Or(x.Equal(i)).Or(x.Equal(m)).Or(x.Equal(oh)),
			y.Or(small).Equal(j).Or(y.Equal(i)).Or(y.Equal(m)).Or(y.Equal(oh)))
		high := both(x.Max(beyond).Equal(x), y.Max(beyond).Equal(y))
		tail := both(within(x, beyond, rest), within(y, beyond, rest))
		to[letterLane] |= high
		to[leadLane] = high &^ tail
		to[tailLane] = high &^ both(x.Equal(pair), y.Equal(pair))
	}
}

func splat(b byte) archsimd.Uint8x32 { return archsimd.BroadcastUint8x32(b) }

func halvesOf(b *[64]uint8) (x, y archsimd.Uint8x32) {
	return archsimd.LoadUint8x32((*[32]uint8)(b[:32])), archsimd.LoadUint8x32((*[32]uint8)(b[32:]))
}

// within has the bytes from one on up to as many behind it.
func within(x, from, width archsimd.Uint8x32) archsimd.Mask8x32 {
	y := x.Sub(from)
	return y.Min(width).Equal(y)
}

// both are the bits of the first 32 bytes and of the next.
func both(x, y archsimd.Mask8x32) uint64 { return uint64(x.ToBits()) | uint64(y.ToBits())<<32 }
