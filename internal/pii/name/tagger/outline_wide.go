//go:build goexperiment.simd && amd64

package tagger

import "simd/archsimd"

// sidesAt are the sides of bytes, a bit for each, as registers of 64 bytes have them.
var sidesAt = func() (t [4][64]uint8) {
	for b, in := range sideTable {
		for k := range 4 {
			t[b/64][b%64] |= uint8(in>>(16*k)&1) << k
		}
	}
	return t
}()

// Two orders of 64 bytes: with the bytes of each eight turned round, and with the first bytes of all eight first, then their second ones.
var turned, gathered = func() (turned, gathered [64]uint8) {
	for i := range uint8(64) {
		turned[i], gathered[i] = i^7, i%8*8+i/8
	}
	return turned, gathered
}()

// wide looks at whole blocks as registers of 64 bytes, as the outline of internal/pii does: each byte's sides are looked up, and then
// bytes and bits change places. The room for a block's sides is the caller's: to clear it here, where vectors are loaded already, would take 400 ns.
func (o *outline) wide(text []byte, in *[4]uint64) (last carry) {
	unit := archsimd.BroadcastUint64x8(0x8040201008040201).AsUint8x64()
	turn, gather := archsimd.LoadUint8x64(&turned), archsimd.LoadUint8x64(&gathered)
	a, b := archsimd.LoadUint8x64(&sidesAt[0]), archsimd.LoadUint8x64(&sidesAt[1])
	c, d := archsimd.LoadUint8x64(&sidesAt[2]), archsimd.LoadUint8x64(&sidesAt[3])
	var zero archsimd.Int8x64
	blocks := o.blocks[1 : len(text)/64+1]
	for i := range blocks {
		x := archsimd.LoadUint8x64((*[64]uint8)(text[i*64:])).Permute(turn)
		y := c.ConcatPermute(d, x).Merge(a.ConcatPermute(b, x), x.AsInt8x64().Less(zero))
		unit.GaloisFieldAffineTransform(y.AsUint64x8(), 0).Permute(gather).AsUint64x8().GetLo().Store(in)
		last = blocks[i].put(sides{in[0], in[1], in[2], in[3]}, last)
	}
	archsimd.ClearAVXUpperBits()
	return last
}
