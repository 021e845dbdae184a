// Package text reads characters from bytes as they come: UTF-8, and between it bytes of Windows-1252 (of which ISO 8859-1
// is a part), so that old mail and exports need no decoding and offsets stay those of the input. UTF-16 is decoded, with the
// way back to its offsets.
package text

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// windows holds the characters of Windows-1252 from 0x80 to 0x9F. The five bytes that it leaves out are control characters.
var windows = [32]rune{
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
}

// Next is the first character of b and how many bytes it has. A byte that is no part of UTF-8 is read as Windows-1252. For an
// empty b the size is 0.
func Next(b []byte) (r rune, size int) {
	if len(b) == 0 {
		return utf8.RuneError, 0
	}
	if b[0] < utf8.RuneSelf {
		return rune(b[0]), 1
	}
	r, size = utf8.DecodeRune(b)
	if r == utf8.RuneError && size == 1 {
		return single(b[0]), 1
	}
	return r, size
}

// Last is the last character of b and how many bytes it has, as Next reads it.
func Last(b []byte) (r rune, size int) {
	if len(b) == 0 {
		return utf8.RuneError, 0
	}
	last := b[len(b)-1]
	if last < utf8.RuneSelf {
		return rune(last), 1
	}
	r, size = utf8.DecodeLastRune(b)
	if r == utf8.RuneError && size == 1 {
		return single(last), 1
	}
	return r, size
}

func single(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		return windows[b-0x80]
	}
	return rune(b)
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Count is how many characters b has, as Next reads them. Letters beyond ASCII come as they like in Latin script, so that bytes
// are counted by the eight without asking which they are.
func Count(b []byte) int {
	n, i, open := 0, 0, uint64(0) // open: the byte before begins a pair
	for i < len(b) {
		if i+32 <= len(b) {
			if tails, next, ok := four(b[i:i+32], open); ok {
				n, i, open = n+32-tails, i+32, next
				continue
			}
		}
		size := min(8, len(b)-i)
		tail, next, wrong := pairs(eight(b, i, size), open)
		if wrong == 0 {
			n, i, open = n+size-bits.OnesCount64(tail), i+size, next
			continue
		}
		if open != 0 {
			n, i, open = n-1, i-1, 0
		}
		more, read := slowly(b, i, 24)
		n, i = n+more, i+read
	}
	return n
}

// eight is the bytes of b at i, as many as there are up to eight, with zeros behind them.
func eight(b []byte, i, size int) uint64 {
	if i+8 <= cap(b) {
		return binary.LittleEndian.Uint64(b[i:i+8:i+8]) & (1<<(8*size) - 1)
	}
	var x uint64
	for k := size - 1; k >= 0; k-- {
		x = x<<8 | uint64(b[i+k])
	}
	return x
}

// pairs has the high bit of each byte that is the second of a character of two, tells whether another such character begins with
// the last byte, and has bits where there is anything but characters of one byte and of two.
func pairs(x, open uint64) (tail, next, wrong uint64) {
	high, second := x&highs, x<<1 // 1xxxxxxx, x1xxxxxx
	lead := high & second
	tail = high &^ second
	return tail, lead >> 56, lead&(x<<2) | // 111xxxxx
		lead&^(x&(0x1E*ones)+0x7E*ones) | // C0 and C1 begin nothing
		(lead<<8 | open) ^ tail // each lead has its tail
}

// four is the same for 32 bytes, with the number of second bytes.
func four(b []byte, open uint64) (tails int, next uint64, ok bool) {
	a, open, wrongA := pairs(binary.LittleEndian.Uint64(b), open)
	c, open, wrongC := pairs(binary.LittleEndian.Uint64(b[8:]), open)
	d, open, wrongD := pairs(binary.LittleEndian.Uint64(b[16:]), open)
	e, open, wrongE := pairs(binary.LittleEndian.Uint64(b[24:]), open)
	return int((a>>7 + c>>7 + d>>7 + e>>7) * ones >> 56), open, wrongA|wrongC|wrongD|wrongE == 0
}

// slowly counts the characters from i on one by one, until they have some bytes or b ends.
func slowly(b []byte, i, enough int) (n, size int) {
	for size < enough && i+size < len(b) {
		_, one := Next(b[i+size:])
		n, size = n+1, size+one
	}
	return n, size
}
