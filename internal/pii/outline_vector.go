//go:build goexperiment.simd && amd64

package pii

import "simd/archsimd"

// width is how many bytes this processor looks at at once. Tests change it to hold the ways against each other.
var width = func() int {
	switch {
	case archsimd.X86.AVX512VBMI() && archsimd.X86.AVX512GFNI():
		return 64
	case archsimd.X86.AVX2():
		return 32
	}
	return 1
}()

// A byte of ASCII is a row and a column of four bits each. rows has one bit for each row and none for bytes beyond ASCII; columns has for
// each lane and column the bits of the rows in which the lane has the byte: so both have a bit in common where the byte is in the lane.
// Each table stands there twice, because one instruction looks up twice sixteen bytes.
var rows, columns = func() (rows [32]uint8, columns [tailLane][32]uint8) {
	for row := range 8 {
		for column := range 16 {
			for lane := range columns {
				if lanesOf[row<<4|column]>>lane&1 != 0 {
					columns[lane][column] |= 1 << row
					columns[lane][column+16] |= 1 << row
				}
			}
		}
		rows[row], rows[row+16] = 1<<row, 1<<row
	}
	return rows, columns
}()

// whole looks at all whole blocks and tells how many they are.
func (o *outline) whole(view []byte) int {
	n := len(view) / 64
	switch width {
	case 64:
		o.wide(view, n)
	case 32:
		o.halves(view, n)
	default:
		outlined(o.blocks[1:n+1], view)
	}
	return n
}

// halves looks at blocks as two registers of 32 bytes.
func (o *outline) halves(view []byte, n int) {
	row, four := archsimd.LoadUint8x32(&rows), archsimd.BroadcastUint32x8(4)
	mark, letter, digit := columnsOf(markLane), columnsOf(letterLane), columnsOf(digitLane)
	mail, end, writer := columnsOf(mailLane), columnsOf(breakLane), columnsOf(writerLane)
	column := archsimd.BroadcastUint8x32(15)
	first, pair := archsimd.BroadcastUint8x32(0xC0), archsimd.BroadcastUint8x32(0xC3) // of longer characters; of those from U+00C0 to U+00FF
	var zero archsimd.Int8x32
	for i := range n {
		to, b := &o.blocks[i+1], (*[64]uint8)(view[i*64:])
		x := archsimd.LoadUint8x32((*[32]uint8)(b[:32]))
		in := row.PermuteOrZeroGrouped(x.AsUint32x8().ShiftRight(four).AsUint8x32().And(column).AsInt8x32())
		marks, digits, mails, ends, writers := out(mark, x, in), out(digit, x, in), out(mail, x, in), out(end, x, in), out(writer, x, in)
		letters, highs := out(letter, x, in), uint64(x.AsInt8x32().Less(zero).ToBits())
		firsts, twos := uint64(x.Max(first).Equal(x).ToBits()), uint64(x.Equal(pair).ToBits())

		x = archsimd.LoadUint8x32((*[32]uint8)(b[32:]))
		in = row.PermuteOrZeroGrouped(x.AsUint32x8().ShiftRight(four).AsUint8x32().And(column).AsInt8x32())
		to[markLane] = ^(marks | out(mark, x, in)<<32)
		to[digitLane] = ^(digits | out(digit, x, in)<<32)
		to[mailLane] = ^(mails | out(mail, x, in)<<32)
		to[breakLane] = ^(ends | out(end, x, in)<<32)
		to[writerLane] = ^(writers | out(writer, x, in)<<32)
		highs |= uint64(x.AsInt8x32().Less(zero).ToBits()) << 32
		to[letterLane] = ^(letters | out(letter, x, in)<<32) | highs
		to[leadLane] = firsts | uint64(x.Max(first).Equal(x).ToBits())<<32
		to[tailLane] = highs &^ (twos | uint64(x.Equal(pair).ToBits())<<32)
	}
	archsimd.ClearAVXUpperBits() // or the scalar code that follows is several times slower
}

func columnsOf(l lane) archsimd.Uint8x32 { return archsimd.LoadUint8x32(&columns[l]) }

// out has the bits of the bytes in x, of rows that are given, that are not in the lane of the columns.
func out(columns, x, rows archsimd.Uint8x32) uint64 {
	var zero archsimd.Uint8x32
	return uint64(columns.PermuteOrZeroGrouped(x.AsInt8x32()).And(rows).Equal(zero).ToBits())
}
