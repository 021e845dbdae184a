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

// Count is how many characters b has, as Next reads them.
func Count(b []byte) int {
	const highs = 0x8080808080808080
	n := 0
	for len(b) >= 8 {
		m := binary.LittleEndian.Uint64(b) & highs
		if m == 0 {
			n, b = n+8, b[8:]
			continue
		}
		plain := bits.TrailingZeros64(m) >> 3
		_, size := utf8.DecodeRune(b[plain:])
		n, b = n+plain+1, b[plain+size:]
	}
	return n + utf8.RuneCount(b)
}
