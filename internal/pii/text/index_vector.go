//go:build goexperiment.simd && amd64

package text

import "simd/archsimd"

var vectors = archsimd.X86.AVX2()

func (x *Index) read(b []byte) {
	block, count, next := 0, 0, 0
	for vectors {
		block, count, next = x.fast(block, count, next)
		if block*64+64 > len(b) {
			break
		}
		tails, behind := x.slowly(block*64, next)
		count, next = x.put(block, count, tails), behind
		block++
	}
	x.scalar(block, count, next)
}

// fast reads blocks by 32 bytes at once, up to one that has other characters than of one byte and of two.
func (x *Index) fast(block, count, next int) (int, int, int) {
	b := x.text
	beyond, first, leads, tail, rest := archsimd.BroadcastUint8x32(0x80), archsimd.BroadcastUint8x32(0xC2),
		archsimd.BroadcastUint8x32(0xDF-0xC2), archsimd.BroadcastUint8x32(0x80), archsimd.BroadcastUint8x32(0xBF-0x80)
	half := func(b []byte) (high, lead, tails uint64) {
		v := archsimd.LoadUint8x32((*[32]uint8)(b))
		two, one := v.Sub(first), v.Sub(tail)
		return uint64(v.Max(beyond).Equal(v).ToBits()), uint64(two.Min(leads).Equal(two).ToBits()), uint64(one.Min(rest).Equal(one).ToBits())
	}
	for ; block*64+64 <= len(b); block++ {
		i := block * 64
		high, lead, tails := half(b[i : i+32])
		h, l, t := half(b[i+32 : i+64])
		high, lead, tails = high|h<<32, lead|l<<32, tails|t<<32
		if next > i || lead|tails != high || lead<<1|uint64(i-next) != tails {
			break
		}
		count, next = x.put(block, count, tails), i+64-int(lead>>63)
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return block, count, next
}
