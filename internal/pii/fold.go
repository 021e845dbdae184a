package pii

import (
	"encoding/binary"
	"math/bits"
	"unicode"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// folded are the letters from U+00C0 to U+017F without their signs, in lower case; 0 for what is no letter. ß, æ, þ and the
// like become the first letter of how they are written in ASCII.
const folded = "aaaaaaaceeeeiiii" + "dnooooo\x00ouuuuyts" + "aaaaaaaceeeeiiii" + "dnooooo\x00ouuuuyty" +
	"aaaaaaccccccccdd" + "ddeeeeeeeeeegggg" + "gggghhhhiiiiiiii" + "iiiijjkkklllllll" +
	"lllnnnnnnnnnoooo" + "oooorrrrrrssssss" + "ssttttttuuuuuuuu" + "uuuuwwyyyzzzzzzs"

// letter is the character at the beginning of b as one of a–z, and its size in bytes: 0 when there is no letter. A combining
// sign that follows belongs to the letter.
func letter(b []byte) (c byte, size int) {
	if len(b) == 0 {
		return 0, 0
	}
	if b[0] < 0x80 {
		if !is(b[0], isLetter) {
			return 0, 0
		}
		c, size = b[0]|0x20, 1
	} else {
		r, n := chars.Next(b)
		switch {
		case r >= 0xC0 && r < 0x180 && folded[r-0xC0] != 0:
			c, size = folded[r-0xC0], n
		case unicode.IsLetter(r):
			c, size = '~', n
		default:
			return 0, 0
		}
	}
	for size+1 < len(b) && (b[size] == 0xCC || b[size] == 0xCD && b[size+1] < 0xB0) { // U+0300…U+036F
		size += 2
	}
	return c, size
}

// key packs the first eight letters of a word, and of no more, in lower case without signs, the first one lowest.
func key(w []byte) uint64 {
	if cap(w) >= 8 && len(w) > 0 {
		x := binary.LittleEndian.Uint64(w[:8:8]) | 0x20*ones
		if len(w) < 8 {
			x &= 1<<(8*len(w)) - 1
		}
		if x&highs == 0 {
			return x
		}
	}
	return foldedKey(w)
}

// foldedKey is key for words with letters beyond ASCII. Most have one of those from U+00C0 to U+00FF, which takes two bytes: it is put in
// the place of both, and what follows moves up.
func foldedKey(w []byte) (key uint64) {
	n := len(w)
	if cap(w) < 16 || n == 0 {
		key, _ = word(w)
		return key
	}
	key = binary.LittleEndian.Uint64(w[:8:8]) & (1<<(8*uint(n)) - 1)
	next := binary.LittleEndian.Uint64(w[8:16:16]) & (1<<(8*uint(max(n, 8)-8)) - 1)
	for ; key&highs != 0; n-- {
		at := uint(bits.TrailingZeros64(key&highs)) &^ 7 & 63
		pair := key>>at | next<<(64-at)
		c := uint64(folded[pair>>8&0x3F])
		if pair&0xC0FF != 0x80C3 || c == 0 {
			key, _ = word(w)
			return key
		}
		behind := key >> at >> 16 << 8 << at
		if at < 56 {
			behind |= next << 56
		}
		key, next = key&(1<<at-1)|c<<at|behind, next>>8
	}
	return (key | 0x20*ones) & (1<<(8*uint(n)) - 1)
}

// word packs the first eight letters of the word at the beginning of b, the first one lowest, and tells how long the word is.
func word(b []byte) (key uint64, size int) {
	for n := 0; ; n++ {
		c, step := letter(b[size:])
		if step == 0 {
			return key, size
		}
		if n < 8 {
			key |= uint64(c) << (8 * n)
		}
		size += step
	}
}

// touches reports whether the character at the beginning of b is a letter or a digit, so that what stands before it is no
// whole word.
func touches(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	if b[0] < 0x80 {
		return is(b[0], isWord)
	}
	r, _ := chars.Next(b)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// touched is the same for the character at the end of b and what follows it.
func touched(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	last := b[len(b)-1]
	if last < 0x80 {
		return is(last, isWord)
	}
	r, _ := chars.Last(b)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
