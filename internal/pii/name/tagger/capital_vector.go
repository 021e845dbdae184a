//go:build goexperiment.simd && amd64

package tagger

import (
	"math/bits"
	"simd/archsimd"
)

// vectors says whether this processor has what is faster. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// passSmall passes what begins no word with a capital, 32 bytes at once, as nextCapital does eight. It stops before what has to be
// looked at one by one, and near the end.
func passSmall(text []byte, i int) int {
	if !vectors || i == 0 || i+33 > len(text) {
		return i
	}
	a, z := archsimd.BroadcastUint8x32('A'), archsimd.BroadcastUint8x32('Z'-'A')
	first, last := archsimd.BroadcastUint8x32(0xC3), archsimd.BroadcastUint8x32(0xDA-0xC3) // begin the characters of most alphabets with capitals
	bit, smallA, smallZ := archsimd.BroadcastUint8x32(0x20), archsimd.BroadcastUint8x32('a'), archsimd.BroadcastUint8x32('z'-'a')
	zero, nine := archsimd.BroadcastUint8x32('0'), archsimd.BroadcastUint8x32(9)
	for ; i+33 <= len(text); i += 32 {
		x := archsimd.LoadUint8x32((*[32]uint8)(text[i:]))
		before := archsimd.LoadUint8x32((*[32]uint8)(text[i-1:]))
		behind := archsimd.LoadUint8x32((*[32]uint8)(text[i+1:]))
		capital, lead, letter, digit := x.Sub(a), x.Sub(first), before.Or(bit).Sub(smallA), before.Sub(zero)
		begins := capital.Min(z).Equal(capital).Or(lead.Min(last).Equal(lead)).ToBits()
		small := x.Equal(first).And(behind.And(bit).Equal(bit)).ToBits()
		inside := letter.Min(smallZ).Equal(letter).Or(digit.Min(nine).Equal(digit)).ToBits()
		if m := begins &^ small &^ inside; m != 0 {
			i += bits.TrailingZeros32(uint32(m))
			break
		}
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return i
}
