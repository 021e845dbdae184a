//go:build goexperiment.simd && amd64

package tagger

import "simd/archsimd"

// eight numbers are in a register.
const eight = 8

// choice has the values by which the features of a token choose rows, and what is kept between: to clear room for that each time would take as
// long as the rest.
type choice struct{ values, numbers, rows [features]uint64 }

// sum adds up the rows of the values. Eight are scattered at once, and eight rows asked at once whether they are the right ones. Shifts are by
// registers, since what the compiler makes of others waits for all vectors to be cleared, 180 ns each.
func (t *table) sum(c *choice) packed {
	if width < 64 {
		return t.oneByOne(c)
	}
	first, second := archsimd.BroadcastUint64x8(scatterFirst), archsimd.BroadcastUint64x8(scatterSecond)
	half, top := archsimd.BroadcastUint64x8(32), archsimd.BroadcastUint64x8(64-rowBits)
	for k := 0; k < features; k += eight {
		h := archsimd.LoadUint64x8((*[eight]uint64)(c.values[k:])).Xor(archsimd.LoadUint64x8((*[eight]uint64)(salts[k:]))).Mul(first)
		h.Xor(h.ShiftRight(half)).Mul(second).ShiftRight(top).Store((*[eight]uint64)(c.numbers[k:]))
	}
	for f, n := range &c.numbers {
		c.rows[f] = uint64(t.slots[uint32(t.moves[n%(1<<bucketBits)])+uint32(n>>bucketBits)%columns])
	}
	mark, bucket, one := archsimd.BroadcastUint64x8(markAt), archsimd.BroadcastUint64x8(bucketBits), archsimd.BroadcastUint64x8(1)
	var sum archsimd.Uint64x8
	for k := 0; k < features; k += eight {
		row := archsimd.LoadUint64x8((*[eight]uint64)(c.rows[k:]))
		column := archsimd.LoadUint64x8((*[eight]uint64)(c.numbers[k:])).ShiftRight(bucket)
		sum = sum.Add(row.Masked(row.ShiftRight(mark).Equal(column.Add(one))))
	}
	all := (*[eight]uint64)(c.rows[:])
	sum.Store(all)
	archsimd.ClearAVXUpperBits()
	return packed(all[0] + all[1] + all[2] + all[3] + all[4] + all[5] + all[6] + all[7])
}
