//go:build goexperiment.simd && amd64

package tagger

import "simd/archsimd"

// width is how many bytes this processor looks at at once; which has VBMI and GFNI has the other two. Tests change it to hold the ways against each other.
var width = func() int {
	switch x := archsimd.X86; {
	case x.AVX512VBMI() && x.AVX512VBMI2() && x.AVX512GFNI() && x.AVX512VPOPCNTDQ():
		return 64
	case x.AVX2():
		return 32
	}
	return 1
}()

// whole looks at whole blocks.
func (o *outline) whole(text []byte) carry {
	switch {
	case len(text) == 0:
	case width == 64:
		var in [4]uint64
		return o.wide(text, &in)
	case width == 32:
		return o.halves(text)
	}
	return o.oneByOne(text)
}

// halves looks at blocks as two registers of 32 bytes.
func (o *outline) halves(text []byte) (last carry) {
	bit, a, capital, z, zero, nine := splat(0x20), splat('a'), splat('A'), splat('z'-'a'), splat('0'), splat(9)
	first, pair, begins := splat(0xC0), splat(0xC3), splat(0xC0).AsInt8x32() // what is less, signs counted, begins no character
	for i := range len(text) / 64 {
		b := (*[64]uint8)(text[i*64:])
		x, y := archsimd.LoadUint8x32((*[32]uint8)(b[:32])), archsimd.LoadUint8x32((*[32]uint8)(b[32:]))
		latin := both(x.Equal(pair), y.Equal(pair))
		last = o.blocks[i+1].put(sides{
			upper: both(within(x, capital, z).Or(x.Max(first).Equal(x)), within(y, capital, z).Or(y.Max(first).Equal(y))),
			ascii: both(within(x.Or(bit), a, z).Or(within(x, zero, nine)), within(y.Or(bit), a, z).Or(within(y, zero, nine))),
			rest:  latin | both(x.AsInt8x32().Less(begins), y.AsInt8x32().Less(begins)),
			small: both(x.And(bit).Equal(bit), y.And(bit).Equal(bit)),
		}, last)
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return last
}

func splat(b byte) archsimd.Uint8x32 { return archsimd.BroadcastUint8x32(b) }

// within has the bytes from one on up to as many behind it.
func within(x, from, width archsimd.Uint8x32) archsimd.Mask8x32 {
	y := x.Sub(from)
	return y.Min(width).Equal(y)
}

// both are the bits of the first 32 bytes and of the next.
func both(x, y archsimd.Mask8x32) uint64 { return uint64(x.ToBits()) | uint64(y.ToBits())<<32 }
