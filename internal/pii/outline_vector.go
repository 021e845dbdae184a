//go:build goexperiment.simd && amd64

package pii

import "simd/archsimd"

// vectors says whether this processor has what is faster. Tests turn it off to hold the two against each other.
var vectors = archsimd.X86.AVX2()

// whole looks at all whole blocks and tells how many they are.
func (outline *outline) whole(view []byte) int {
	n := len(view) / 64
	if !vectors {
		for i := range n {
			outlined(&outline.blocks[i+1], (*[64]byte)(view[i*64:]))
		}
		return n
	}
	splat := archsimd.BroadcastUint8x32
	zero, nine, ten, at := splat('0'), splat(9), splat(10), splat('@')
	small, a, z, beyond := splat(0x20), splat('a'), splat('z'-'a'), splat(0x80)
	first, leads, rest := splat(0xC2), splat(0xDF-0xC2), splat(0xBF-0x80)
	hyphen, one, plus, under := splat('-'), splat(1), splat('+'), splat('_')
	line, point, call, ask := splat('\n'), splat('.'), splat('!'), splat('?')
	j, i, m, o := splat('j'), splat('I'), splat('M'), splat('O')
	for k := range 2 * n {
		x := archsimd.LoadUint8x32((*[32]uint8)(view[k*32:]))
		to := &outline.blocks[k/2+1]
		put := func(l lane, bits uint32) { to[l] = to[l]>>32 | uint64(bits)<<32 }

		figure, low := x.Sub(zero), x.Or(small)
		letter, two, tail, dash := low.Sub(a), x.Sub(first), x.Sub(beyond), x.Sub(hyphen)
		digits, ascii, high := figure.Min(nine).Equal(figure), letter.Min(z).Equal(letter), x.Max(beyond).Equal(x)
		put(markLane, figure.Min(ten).Equal(figure).Or(x.Equal(at)).ToBits())
		put(letterLane, ascii.Or(high).ToBits())
		put(digitLane, digits.ToBits())
		put(mailLane, ascii.Or(digits).Or(dash.Min(one).Equal(dash)).Or(x.Equal(plus)).Or(x.Equal(under)).ToBits())
		put(breakLane, x.Equal(line).Or(x.Equal(point)).Or(x.Equal(call)).Or(x.Equal(ask)).ToBits())
		put(writerLane, low.Equal(j).Or(x.Equal(i)).Or(x.Equal(m)).Or(x.Equal(o)).ToBits())
		pair, behind := two.Min(leads).Equal(two).ToBits(), tail.Min(rest).Equal(tail).ToBits()
		rare := high.ToBits() &^ (pair | behind)
		put(tailLane, behind|rare)
		put(leadLane, pair|rare)
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
	return n
}
