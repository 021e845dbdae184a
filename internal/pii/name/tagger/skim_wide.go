//go:build goexperiment.simd && amd64

package tagger

import "simd/archsimd"

// table256 has something for each byte, as registers of 64 bytes have it.
type table256 [4][64]uint8

func tableOf(of func(c byte) uint8) (t table256) {
	for c := range 256 {
		t[c/64][c%64] = of(byte(c))
	}
	return t
}

// at looks up all bytes of x, of which those beyond ASCII are given.
func (t *table256) at(x archsimd.Uint8x64, high archsimd.Mask8x64) archsimd.Uint64x8 {
	low := archsimd.LoadUint8x64(&t[0]).ConcatPermute(archsimd.LoadUint8x64(&t[1]), x)
	return archsimd.LoadUint8x64(&t[2]).ConcatPermute(archsimd.LoadUint8x64(&t[3]), x).Merge(low, high).AsUint64x8()
}

// noWord has all bits for what is in no plain word of ASCII, strangeSecond for what strangeBy has.
var (
	noWord        = tableOf(func(c byte) uint8 { return uint8(bit(!inASCII[c]) * 0xFF) })
	strangeSecond = tableOf(func(c byte) uint8 { return uint8(strangeBy[c]) })
)

// What may follow a word in a name is told by the bytes behind the word. Each has a bit for each way that it may be part of: five are of ties, by
// their first, second and third letters, where a point stands for what is no small letter; the sixth is of capitals that begin with C3, the seventh
// of others. The eighth is for what must be asked whatever follows. Ways have letters of several ties, and so ask for some that are none.
var (
	tieWays = [...][3]string{{"vbi", "oaib", "nm"}, {"ae", "fvl", "."}, {"d", "e", ".rnl"}, {"ld", "aeiou", ".s"}, {"tzu", "eun", "nr.d"}}

	behindFirst  = tableOf(func(c byte) uint8 { return uint8(bit(c == ' ')*0x7F | bit(c == '.' || !divides[c])*0x80) })
	behindSecond = tableOf(func(c byte) uint8 {
		return tieWay(0, c) | uint8(bit(c == 0xC3)<<5|bit(c >= 'A' && c <= 'Z' || c > 0xC3)<<6|0x80)
	})
	behindThird  = tableOf(func(c byte) uint8 { return tieWay(1, c) | uint8(bit(c&63 < 0x20)<<5|0xC0) })
	behindFourth = tableOf(func(c byte) uint8 { return tieWay(2, c) | 0xE0 })
)

// tieWay has a bit for each way to which a byte belongs as a tie's letter.
func tieWay(letter int, c byte) (ways uint8) {
	if c < 'a' || c > 'z' {
		c = '.'
	}
	for way, letters := range tieWays {
		for _, l := range []byte(letters[letter]) {
			ways |= uint8(bit(c == l)) << way
		}
	}
	return ways
}

// Likewise what openers end with: the last letter but one, the last, and the blank behind it.
var (
	openWays = [...][2]string{{"oaeib", "n"}, {"a", "f"}, {"e", "rl"}, {"dl", "ea"}, {"dz", "iu"}, {"o", "s"}}

	beforeThird  = tableOf(func(c byte) uint8 { return openWay(0, c) })
	beforeSecond = tableOf(func(c byte) uint8 { return openWay(1, c) })
	beforeFirst  = tableOf(func(c byte) uint8 { return uint8(bit(c == ' ') * 0xFF) })
)

func openWay(letter int, c byte) (ways uint8) {
	for way, letters := range openWays {
		for _, l := range []byte(letters[letter]) {
			ways |= uint8(bit(c == l)) << way
		}
	}
	return ways
}

func all(x uint64) archsimd.Uint64x8 { return archsimd.BroadcastUint64x8(x) }

func load(x []uint64) archsimd.Uint64x8 { return archsimd.LoadUint64x8((*[eight]uint64)(x)) }

// fold makes the hashes and sizes of plain words of up to 15 bytes out of the 16 bytes that they begin; what is longer has 16, what is none 0.
func (c *coming) fold(n int) {
	latin, begins := archsimd.BroadcastUint8x64(0xC3), archsimd.BroadcastInt8x64(-0x40) // of characters up to U+00FF; what is less, signs counted, begins none
	one, small, length, factor := all(1), all(foldBits), all(foldLength), all(mixFactor)
	three, byteBits, most, half, last := all(3), all(8), all(56), all(32), all(29)
	var zero archsimd.Uint64x8
	none := zero.AsInt8x64()
	var strange uint64
	for k := 0; k < n; k += eight {
		first, second := load(c.first[k:]), load(c.second[k:])
		x, y := first.AsUint8x64(), second.AsUint8x64()
		xHigh, yHigh := x.AsInt8x64().Less(none), y.AsInt8x64().Less(none)
		xLatin, yLatin := x.Equal(latin).ToInt8x64().AsUint64x8(), y.Equal(latin).ToInt8x64().AsUint64x8()
		xOn := x.AsInt8x64().Less(begins).ToInt8x64().AsUint64x8().And(xLatin.ShiftLeft(byteBits))
		yOn := y.AsInt8x64().Less(begins).ToInt8x64().AsUint64x8().And(yLatin.ShiftLeft(byteBits).Or(xLatin.ShiftRight(most)))
		xEnd, yEnd := noWord.at(x, xHigh).AndNot(xLatin.Or(xOn)), noWord.at(y, yHigh).AndNot(yLatin.Or(yOn))
		xWord := xEnd.Sub(one).AndNot(xEnd) // all bits below the lowest
		yWord := yEnd.Sub(one).AndNot(yEnd).Masked(xEnd.Equal(zero))
		size := xWord.OnesCount().Add(yWord.OnesCount()).ShiftRight(three)
		size.Store((*[eight]uint64)(c.size[k:]))

		h := size.Mul(length).Xor(first.Or(small).And(xWord)).Mul(factor)
		h = h.Xor(h.ShiftRight(half))
		long := h.Xor(second.Or(small).And(yWord)).Mul(factor)
		long = long.Xor(long.ShiftRight(half))
		h = long.Merge(h, yWord.NotEqual(zero))
		h.Xor(h.ShiftRight(last)).Store((*[eight]uint64)(c.hash[k:]))
		letter := strangeSecond.at(x, xHigh).ShiftRight(byteBits).And(one)
		strange |= uint64(letter.NotEqual(zero).ToBits()) << k
	}
	archsimd.ClearAVXUpperBits()
	c.strange = strange
}

// judge makes the verdicts but for what memory knows. It may ask for more words than skim does.
func (c *coming) judge(n int) {
	print, classBits, nine := all(32+classes), all(1<<classes-1), all(classes)
	names, one, most, low, must := all(uint64(Given|Family)), all(1), all(15), all(0xFF), all(0x80)
	byte1, byte2, byte3 := all(8), all(16), all(24)
	var zero archsimd.Uint64x8
	none := zero.AsInt8x64()
	var ask, may uint64
	for k := 0; k < n; k += eight {
		slot, hash := load(c.slot[k:]), load(c.hash[k:])
		class := slot.And(classBits).Masked(slot.ShiftRight(nine).Equal(hash.ShiftRight(print)))
		named, unknown := class.And(names).NotEqual(zero).ToBits(), class.Equal(zero).ToBits()
		x := load(c.behind[k:]).AsUint8x64()
		high := x.AsInt8x64().Less(none)
		behind := behindFirst.at(x, high).And(behindSecond.at(x, high).ShiftRight(byte1)).
			And(behindThird.at(x, high).ShiftRight(byte2)).And(behindFourth.at(x, high).ShiftRight(byte3))
		x = load(c.before[k:]).AsUint8x64()
		high = x.AsInt8x64().Less(none)
		before := beforeThird.at(x, high).ShiftRight(byte1).And(beforeSecond.at(x, high).ShiftRight(byte2)).And(beforeFirst.at(x, high).ShiftRight(byte3))
		odd := load(c.size[k:]).Sub(one).GreaterEqual(most).ToBits() | behind.And(must).NotEqual(zero).ToBits() // of which hash and class say nothing
		ask |= uint64(behind.Or(before).And(low).NotEqual(zero).ToBits()|odd) << k
		may |= uint64((named|unknown&^uint8(c.strange>>k))&^odd) << k
	}
	archsimd.ClearAVXUpperBits()
	c.ask, c.may = ask, may
}

// remind asks for those that memory has learned.
func (c *coming) remind(known uint64) {
	have, places, one := all(known), all(63), all(1)
	var zero archsimd.Uint64x8
	for k := 0; k < together; k += eight {
		c.ask |= uint64(have.ShiftRight(load(c.hash[k:]).And(places)).And(one).NotEqual(zero).ToBits()) << k
	}
	c.known = known
	archsimd.ClearAVXUpperBits()
}
