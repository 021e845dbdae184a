package tagger

import (
	"encoding/binary"
	"math/bits"
)

// nextCapital finds the next word that begins with a capital, and how many bytes that takes; the text's end when there is none.
// It looks at eight bytes at once.
func nextCapital(text []byte, i int) (int, int) {
	for i = passSmall(text, i); i < len(text); i = passSmall(text, i) {
		for ; i+8 <= len(text); i += 8 {
			x := binary.LittleEndian.Uint64(text[i:])
			low := x &^ highBits
			// A–Z; and C1–DA, which begin the characters of most alphabets with capitals.
			m := (low + (0x80-'A')*eachByte) &^ (low + (0x80-'Z'-1)*eachByte) & highBits
			if m == 0 {
				continue
			}
			// å, ä, ö and their like are C3 and a byte with the bit that makes letters small; the last byte's follower is not seen.
			if m &^= x & ^((low ^ 0x43*eachByte) + 0x7F*eachByte) & (x >> 8 << 2); m == 0 {
				continue
			}
			if m &^= inside(x, low) << 8; m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
		}
		if i >= len(text) {
			break
		}
		if n := capitalWord(text, i); n > 0 {
			return i, n
		}
		i++
	}
	return len(text), 0
}

// inside marks the bytes that are ASCII letters and digits.
func inside(x, low uint64) uint64 {
	folded := low | 0x20*eachByte
	letters := (folded + (0x80-'a')*eachByte) &^ (folded + (0x80-'z'-1)*eachByte)
	digits := (low + (0x80-'0')*eachByte) &^ (low + (0x80-'9'-1)*eachByte)
	return (letters | digits) &^ x & highBits
}

// capitalWord is how many bytes the capital at i takes that begins a word; 0 when there is none.
func capitalWord(text []byte, i int) int {
	c := text[i]
	if c < 'A' || c > 'Z' && c < 0xC3 || c > 0xDA {
		return 0
	}
	up, n := capitalAt(text, i)
	if up && (i == 0 || !inWord[text[i-1]] || text[i-1] >= 0x80 && wordStart(text, i) == i) {
		return n
	}
	return 0
}
