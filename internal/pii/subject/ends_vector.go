//go:build goexperiment.simd && amd64

package subject

import "simd/archsimd"

// pairs says which two digits numbers end with, as far as eight buckets tell: by digit, the buckets that have it in that place.
type pairs struct {
	last, second [32]uint8 // tables of 16, twice: a shuffle looks up each half of a register by itself
	vectors      bool      // whether this processor has what is faster
}

func newPairs(all []ending) pairs {
	p := pairs{vectors: archsimd.X86.AVX2()}
	for _, x := range all {
		last, second := x.digits%10, x.digits/10%10
		bucket := uint8(1) << (second % 8)
		for half := uint32(0); half < 32; half += 16 {
			p.last[half+last] |= bucket
			p.second[half+second] |= bucket
		}
	}
	return p
}

// mark has a bit for each byte of text[2:] where a number may end.
func (p *pairs) mark(text []byte, ends *[stretch / 64]uint64) {
	if !p.vectors {
		markEnds(text, ends)
		return
	}
	zero, nine, beyond := archsimd.BroadcastUint8x32('0'), archsimd.BroadcastUint8x32(9), archsimd.BroadcastUint8x32(0x70)
	last, second := archsimd.LoadUint8x32(&p.last), archsimd.LoadUint8x32(&p.second)
	var none archsimd.Uint8x32
	half := func(text []byte) uint64 {
		// A shuffle gives 0 for what has its highest bit set, as all but 0 to 15 have then.
		a := last.PermuteOrZeroGrouped(archsimd.LoadUint8x32((*[32]uint8)(text[1:])).Sub(zero).AddSaturated(beyond).AsInt8x32())
		b := second.PermuteOrZeroGrouped(archsimd.LoadUint8x32((*[32]uint8)(text)).Sub(zero).AddSaturated(beyond).AsInt8x32())
		here := archsimd.LoadUint8x32((*[32]uint8)(text[2:])).Sub(zero)
		inside := here.Min(nine).Equal(here) // of a longer run
		return uint64(^a.And(b).Equal(none).Or(inside).ToBits())
	}
	whole := (len(text) - 2) / 64
	for i := range whole {
		here := text[i*64 : i*64+66]
		ends[i] = half(here[:34]) | half(here[32:])<<32
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	if whole*64 < len(text)-2 {
		var rest [stretch / 64]uint64
		markEnds(text[whole*64:], &rest)
		ends[whole] = rest[0]
	}
}
