//go:build goexperiment.simd && amd64

package pii

import "simd/archsimd"

// vectors says whether this processor has what is faster. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// whole looks at all whole blocks and tells how many they are.
func (o *outline) whole(view []byte) int {
	n := len(view) / 64
	if !vectors {
		for i := range n {
			o.marks[i+1], o.letters[i+1] = outlined((*[64]byte)(view[i*64:]))
		}
		return n
	}
	zero, ten := archsimd.BroadcastUint8x32('0'), archsimd.BroadcastUint8x32(10)
	small, a, z, beyond := archsimd.BroadcastUint8x32(0x20), archsimd.BroadcastUint8x32('a'), archsimd.BroadcastUint8x32('z'-'a'), archsimd.BroadcastUint8x32(0x80)
	half := func(b []byte) (mark, letter uint64) {
		x := archsimd.LoadUint8x32((*[32]uint8)(b))
		digit := x.Sub(zero) // and the colon behind the 9
		ascii := x.Or(small).Sub(a)
		return uint64(digit.Min(ten).Equal(digit).ToBits()), uint64(ascii.Min(z).Equal(ascii).Or(x.Max(beyond).Equal(x)).ToBits())
	}
	for i := range n {
		low, lowLetters := half(view[i*64 : i*64+32])
		high, highLetters := half(view[i*64+32 : i*64+64])
		o.marks[i+1], o.letters[i+1] = low|high<<32, lowLetters|highLetters<<32
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return n
}
