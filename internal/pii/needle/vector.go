//go:build goexperiment.simd && amd64

package needle

import (
	"maps"
	"math/bits"
	"simd/archsimd"
	"slices"
)

// vector looks at every place of a text, 32 at a time, by the halves of three bytes (Teddy, of Hyperscan): for each byte of a gram
// two tables say which of eight buckets has such a half in it, and a place where one bucket has all six is looked at closer.
type vector struct {
	low, high [3][32]uint8 // tables of 16, twice: a shuffle looks up each half of a register by itself
}

const (
	lanes  = 32
	blocks = 64 // between two looks at what was found: going to and fro between vectors and other code costs
	most   = 64 // literals; with more each bucket has something of everything
)

// newVector is nil where scalar code does better: on an old processor, when places can be left out, or with many literals.
func newVector(s *Set) *vector {
	if !archsimd.X86.AVX2() || s.stride > 2 || len(s.literals) == 0 || len(s.literals) > most {
		return nil
	}
	grams := s.chosen(1)
	v := &vector{}
	for i, g := range slices.Sorted(maps.Keys(grams)) { // neighbours have most in common
		bucket := uint8(1) << (i * 8 / len(grams))
		for k := range v.low {
			b := uint8(g >> (8 * k))
			v.low[k][b&15] |= bucket
			v.low[k][b&15+16] |= bucket
			v.high[k][b>>4] |= bucket
			v.high[k][b>>4+16] |= bucket
		}
	}
	return v
}

func (v *vector) find(s *Set, text []byte, yield func(which, start, end int) bool) {
	i := 0
	var room [blocks]uint32
	for i+lanes+2 <= len(text) {
		met := room[:min(blocks, (len(text)-i-2)/lanes)]
		v.mark(text[i:i+lanes*len(met)+2], met)
		for block, places := range met {
			for ; places != 0; places &= places - 1 {
				at := i + block*lanes + bits.TrailingZeros32(places)
				if !s.look(text, at, min(at+1, len(text)-gram+1), yield) {
					return
				}
			}
		}
		i += lanes * len(met)
	}
	s.scan(text, i, yield)
}

// mark sets the bits of the places in text that may be a gram's.
func (v *vector) mark(text []byte, met []uint32) {
	lowA, lowB, lowC := archsimd.LoadUint8x32(&v.low[0]), archsimd.LoadUint8x32(&v.low[1]), archsimd.LoadUint8x32(&v.low[2])
	highA, highB, highC := archsimd.LoadUint8x32(&v.high[0]), archsimd.LoadUint8x32(&v.high[1]), archsimd.LoadUint8x32(&v.high[2])
	small, half := archsimd.BroadcastUint8x32(0x20), archsimd.BroadcastUint8x32(15)
	sixteenth := archsimd.BroadcastUint16x16(4096) // times, and the high part of it: a shift by 4, which archsimd does in slow code
	var zero archsimd.Uint8x32
	for i := range met {
		here := text[i*lanes : i*lanes+lanes+2]
		a := archsimd.LoadUint8x32((*[lanes]uint8)(here)).Or(small)
		b := archsimd.LoadUint8x32((*[lanes]uint8)(here[1:])).Or(small)
		c := archsimd.LoadUint8x32((*[lanes]uint8)(here[2:])).Or(small)
		found := lowA.PermuteOrZeroGrouped(a.And(half).AsInt8x32()).
			And(highA.PermuteOrZeroGrouped(a.AsUint16x16().MulHigh(sixteenth).AsUint8x32().And(half).AsInt8x32())).
			And(lowB.PermuteOrZeroGrouped(b.And(half).AsInt8x32())).
			And(highB.PermuteOrZeroGrouped(b.AsUint16x16().MulHigh(sixteenth).AsUint8x32().And(half).AsInt8x32())).
			And(lowC.PermuteOrZeroGrouped(c.And(half).AsInt8x32())).
			And(highC.PermuteOrZeroGrouped(c.AsUint16x16().MulHigh(sixteenth).AsUint8x32().And(half).AsInt8x32()))
		met[i] = ^found.Equal(zero).ToBits()
	}
	archsimd.ClearAVXUpperBits()
}
