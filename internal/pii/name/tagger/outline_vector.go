//go:build goexperiment.simd && amd64

package tagger

import "simd/archsimd"

// vectors says whether this processor has what is faster. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// whole looks at whole blocks.
func (o *outline) whole(text []byte) (last carry) {
	if !vectors {
		return o.oneByOne(text)
	}
	bit, a, z, zero, nine, three := splat(0x20), splat('a'), splat('z'-'a'), splat('0'), splat(9), splat(0xC3)
	begins, ascii := splat(0xC0).AsInt8x32(), splat(0).AsInt8x32() // what is less, signs counted, begins no character; is beyond ASCII
	for i := 0; i+64 <= len(text); i += 64 {
		b := (*[64]uint8)(text[i:])
		x, y := archsimd.LoadUint8x32((*[32]uint8)(b[:32])), archsimd.LoadUint8x32((*[32]uint8)(b[32:]))
		small := both(x.And(bit).Equal(bit), y.And(bit).Equal(bit))
		letters := both(within(x.Or(bit), a, z), within(y.Or(bit), a, z))
		digits := both(within(x, zero, nine), within(y, zero, nine))
		rest := both(x.AsInt8x32().Less(begins), y.AsInt8x32().Less(begins))
		beyond := both(x.AsInt8x32().Less(ascii), y.AsInt8x32().Less(ascii))
		s := sides{upper: letters&^small | beyond&^rest, ascii: letters | digits, rest: rest | both(x.Equal(three), y.Equal(three)), small: small}
		last = s.put(&o.blocks[i/64+1], last)
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
