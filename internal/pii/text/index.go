package text

import (
	"encoding/binary"
	"math/bits"
)

// Index tells how many characters stand before any place of a text, as Next reads them.
type Index struct {
	text   []byte
	tails  []uint64 // for 64 bytes each: which of them begin no character
	before []int32  // how many characters stand before them
}

// Read takes a text that begins with a whole character. The index holds on to it until Forget.
func (x *Index) Read(b []byte) {
	x.text = b
	blocks := len(b)/64 + 1
	if blocks > cap(x.tails) {
		x.tails, x.before = make([]uint64, blocks), make([]int32, blocks)
	}
	x.tails, x.before = x.tails[:blocks], x.before[:blocks]
	x.read(b)
}

// Forget lets go of the text.
func (x *Index) Forget() { x.text = nil }

// Before is how many characters stand before the byte at i.
func (x *Index) Before(i int) int {
	inside := uint64(1)<<(i%64) - 1
	return int(x.before[i/64]) + i%64 - bits.OnesCount64(x.tails[i/64]&inside)
}

// put notes which bytes of a block begin no character.
func (x *Index) put(block, count int, tails uint64) int {
	x.tails[block], x.before[block] = tails, int32(count)
	return count + 64 - bits.OnesCount64(tails)
}

// slowly reads the characters of the block that begins at i one by one. next is where the first one begins that has not been read;
// it may lie in the block before or in this one.
func (x *Index) slowly(i, next int) (tails uint64, behind int) {
	if next > i {
		tails = 1<<(next-i) - 1
	}
	for next < i+64 && next < len(x.text) {
		_, size := Next(x.text[next:])
		for k := next + 1; k < next+size && k < i+64; k++ {
			if k >= i {
				tails |= 1 << (k - i)
			}
		}
		next += size
	}
	return tails, next
}

// scalar reads the blocks from the one given on. Letters beyond ASCII come as they like in Latin script, so that nothing asks which
// bytes they are: only what is neither of one byte nor of two is read one by one.
func (x *Index) scalar(block, count, next int) {
	b := x.text
	for ; block*64+64 <= len(b); block++ {
		i := block * 64
		if next <= i {
			if tails, lead, ok := pairsOf((*[64]byte)(b[i:]), uint64(i-next)); ok {
				count, next = x.put(block, count, tails), i+64-int(lead)
				continue
			}
		}
		var tails uint64
		tails, next = x.slowly(i, next)
		count = x.put(block, count, tails)
	}
	tails, _ := x.slowly(block*64, next)
	x.put(block, count, tails)
}

// pairsOf has a bit for each of 64 bytes that is the second of a character of two, and tells whether the last one begins such a
// character. It is not ok where there is anything but characters of one byte and of two.
func pairsOf(b *[64]byte, open uint64) (tails, next uint64, ok bool) {
	var high, second, wrong uint64
	for k := 0; k < 64; k += 8 {
		x := binary.LittleEndian.Uint64(b[k:])
		two := x & (x << 1) & highs // 11xxxxxx
		high |= (x & highs) >> 7 * gather >> 56 << k
		second |= two >> 7 * gather >> 56 << k
		wrong |= two&(x<<2) | // 111xxxxx
			two&^(x&(0x1E*ones)+0x7E*ones) // C0 and C1 begin nothing
	}
	tails = high &^ second
	return tails, second >> 63, wrong == 0 && second<<1|open == tails
}

// gather puts the low bits of eight bytes side by side in the highest byte of a product.
const gather = 0x0102040810204080
