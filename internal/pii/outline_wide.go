//go:build goexperiment.simd && amd64

package pii

import "simd/archsimd"

// lanesAt are the lanes of ASCII and of what is beyond, as registers of 64 bytes have them.
var lanesAt = func() (t [4][64]uint8) {
	for b, in := range lanesOf {
		t[b/64][b%64] = in
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

// wide looks at blocks as registers of 64 bytes: each byte's lanes are looked up, and then bytes and bits change places. What a processor
// multiplies over bits does so for eight bytes: a row of the unit matrix times theirs is one bit of each, the last byte's the lowest.
func (o *outline) wide(view []byte, n int) {
	unit := archsimd.BroadcastUint64x8(0x8040201008040201).AsUint8x64()
	turn, gather := archsimd.LoadUint8x64(&turned), archsimd.LoadUint8x64(&gathered)
	a, b := archsimd.LoadUint8x64(&lanesAt[0]), archsimd.LoadUint8x64(&lanesAt[1])
	c, d := archsimd.LoadUint8x64(&lanesAt[2]), archsimd.LoadUint8x64(&lanesAt[3])
	var zero archsimd.Int8x64
	blocks := o.blocks[1 : n+1]
	for i := range blocks {
		x := archsimd.LoadUint8x64((*[64]uint8)(view[i*64:])).Permute(turn)
		ascii := a.ConcatPermute(b, x)
		in := c.ConcatPermute(d, x).Merge(ascii, x.AsInt8x64().Less(zero))
		unit.GaloisFieldAffineTransform(in.AsUint64x8(), 0).Permute(gather).AsUint64x8().Store((*[8]uint64)(&blocks[i]))
	}
	archsimd.ClearAVXUpperBits()
}
