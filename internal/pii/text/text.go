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

const highs = 0x8080808080808080

// Count is how many characters b has, as Next reads them.
func Count(b []byte) int {
	n := 0
	for len(b) >= 8 {
		if len(b) >= 32 && plain(b) {
			n, b = n+32, b[32:]
			continue
		}
		whole := min(len(b), 32) &^ 7
		if more, size := block(b[:whole]); size > 0 {
			n, b = n+more, b[size:]
			continue
		}
		slow, at := 0, 0 // three bytes or more, or no UTF-8
		for at < whole-7 {
			_, size := Next(b[at:])
			slow, at = slow+1, at+size
		}
		n, b = n+slow, b[at:]
	}
	return n + utf8.RuneCount(b)
}

// plain reports whether 32 bytes are ASCII.
func plain(b []byte) bool {
	_ = b[31]
	return (binary.LittleEndian.Uint64(b)|binary.LittleEndian.Uint64(b[8:])|binary.LittleEndian.Uint64(b[16:])|binary.LittleEndian.Uint64(b[24:]))&highs == 0
}

// block counts the characters of some eights of bytes when each has one byte or two, as in most of Latin script. The last byte is left out
// when it begins a pair and the size is 0 when there is anything else. It has no branches within: letters beyond ASCII come as they like.
func block(b []byte) (n, size int) {
	var wrong, open uint64 // open: the byte before begins a pair
	tails := 0
	for i := 0; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		high, second := x&highs, x<<1&highs // 1xxxxxxx, x1xxxxxx
		lead, tail := high&second, high&^second
		wrong |= lead & (x << 2)                     // 111xxxxx
		wrong |= lead &^ (x<<3 | x<<4 | x<<5 | x<<6) // C0 and C1 begin nothing
		wrong |= (lead<<8 | open) ^ tail             // each lead has its tail
		open = lead >> 56
		tails += bits.OnesCount64(tail)
	}
	if wrong != 0 {
		return 0, 0
	}
	if open != 0 {
		return len(b) - 1 - tails, len(b) - 1
	}
	return len(b) - tails, len(b)
}
