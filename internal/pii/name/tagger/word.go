package tagger

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// maxWord bounds what is read as one word: longer runs of letters are no names.
const maxWord = 40

// inWord says of each byte whether it may stand inside a word. Bytes of longer characters count as letters; the few that are
// punctuation are told apart by punctuation.
var inWord = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	return t
}()

// inASCII has those below 0x80.
var inASCII = func() (t [256]bool) {
	copy(t[:0x80], inWord[:0x80])
	return t
}()

// punctuation tells whether a character that begins at i, beyond ASCII, is none of a word: quotes, dashes and spaces of U+2000 to
// U+20FF, and U+0080 to U+00BF.
func punctuation(text []byte, i int) bool {
	return text[i] == 0xC2 || text[i] == 0xE2 && i+1 < len(text) && text[i+1] <= 0x83
}

// wordEnd is where the word that begins at i ends; i itself when none does. Hyphens and apostrophes between letters belong to it.
func wordEnd(text []byte, i int) int {
	start, limit := i, min(len(text), i+maxWord)
	for {
		for i < limit && inASCII[text[i]] {
			i++
		}
		if i == limit {
			break
		}
		switch c := text[i]; {
		case c >= 0x80:
			if punctuation(text, i) {
				return i
			}
			i++
		case (c == '-' || c == '\'') && i > start && i+1 < limit && inWord[text[i-1]] && inWord[text[i+1]] && !punctuation(text, i+1):
			i++
		default:
			return i
		}
	}
	for i > start && i < len(text) && text[i]&0xC0 == 0x80 {
		i-- // the limit fell within a character
	}
	return i
}

// wordStart is where the word that ends at i begins.
func wordStart(text []byte, i int) int {
	end, limit := i, max(0, i-maxWord)
	for i > limit {
		c := text[i-1]
		switch {
		case inWord[c]:
			i--
		case (c == '-' || c == '\'') && i < end && i-1 > limit && inWord[text[i]] && inWord[text[i-2]]:
			i--
		default:
			return i
		}
		if c&0xC0 == 0xC0 && punctuation(text, i) {
			return afterCharacter(text, i)
		}
	}
	for i < end && text[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

func afterCharacter(text []byte, i int) int {
	for i++; i < len(text) && text[i]&0xC0 == 0x80; i++ {
	}
	return i
}

// capitalAt says whether a capital letter begins at i, and how many bytes it takes.
func capitalAt(text []byte, i int) (bool, int) {
	c := text[i]
	if c < 0x80 {
		return c >= 'A' && c <= 'Z', 1
	}
	if c == 0xC3 && i+1 < len(text) && text[i+1] >= 0x80 {
		return text[i+1] < 0x9F && text[i+1] != 0x97, 2
	}
	r, n := utf8.DecodeRune(text[i:])
	return r != utf8.RuneError && unicode.IsUpper(r), n
}

// fold is the hash of a word in which capitals equal small letters. Setting one bit folds A–Z, and in the second byte À–Þ too.
func fold(word []byte) uint64 {
	if n := uint(len(word)); n-1 < 16 && cap(word) >= 16 {
		b := word[:16:16]
		return foldShort(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), n)
	}
	h := uint64(len(word)) * foldLength
	for len(word) >= 8 {
		h = mix(h, binary.LittleEndian.Uint64(word)|foldBits)
		word = word[8:]
	}
	if n := len(word); n > 0 {
		h = mix(h, (few(word)|foldBits)&(1<<(8*n)-1))
	}
	return h ^ h>>29
}

const (
	foldLength = 0x9E3779B97F4A7C15
	foldBits   = 0x2020202020202020
	mixFactor  = 0xD6E8FEB86659FD93
)

// foldShort is fold for words of n bytes, from 1 to 16, given with whatever follows them.
func foldShort(first, second uint64, n uint) uint64 {
	f := &folds[n&31]
	h := mix(f.seed, (first|foldBits)&f.first)
	if long := mix(h, (second|foldBits)&f.second); n > 8 {
		h = long
	}
	return h ^ h>>29
}

// folds has for each length what fold begins with, and the bits of a word of that length.
var folds = func() (t [32]struct{ seed, first, second uint64 }) {
	for n := range t {
		t[n].seed = uint64(n) * foldLength
		t[n].first = 1<<(8*min(n, 8)) - 1
		t[n].second = 1<<(8*min(max(n-8, 0), 8)) - 1
	}
	return t
}()

// few are up to seven bytes, the first one lowest, and perhaps some of what follows them.
func few(b []byte) (x uint64) {
	if cap(b) >= 8 {
		return binary.LittleEndian.Uint64(b[:8:8])
	}
	for i := len(b) - 1; i >= 0; i-- {
		x = x<<8 | uint64(b[i])
	}
	return x
}

func mix(h, x uint64) uint64 {
	h = (h ^ x) * mixFactor
	return h ^ h>>32
}

// shape is how a word is written.
type shape uint8

const (
	small     shape = iota
	capital         // Anna
	capitals        // ANNA
	initial         // A, A.
	camel           // McGregor, iPhone
	joined          // Carl-Henrik
	joinedLow       // Säpo-chef
	numbered        // B52
)

// plainRest says of a word of up to 16 bytes that behind its first letter it has small letters only: of ASCII, and what has no byte from 80
// to 9F.
func plainRest(word []byte, first int) bool {
	n := uint(len(word))
	if n-1 >= 16 || cap(word) < 16 {
		return false
	}
	b, f := word[:16:16], &folds[n&31]
	x := filled(binary.LittleEndian.Uint64(b), f.first&^(1<<(8*uint(first)&63)-1))
	y := filled(binary.LittleEndian.Uint64(b[8:]), f.second)
	lead, last := x&(x<<1)&highBits, y&(y<<1)&highBits // of longer characters, which must go on
	return smalls(x)&smalls(y)&^(lead<<8&^x)&^((last<<8|lead>>56)&^y) == highBits
}

// filled puts what is neither letter nor lead for the bytes that are not asked for.
func filled(x, mask uint64) uint64 { return x&mask | (0xA0*eachByte)&^mask }

// smalls has the highest bit of each byte that is from a to z, or A0 and beyond.
func smalls(x uint64) uint64 {
	low := x &^ highBits
	ascii := (low + (0x80-'a')*eachByte) &^ (low + (0x7F-'z')*eachByte) &^ x
	return (ascii | (low+0x60*eachByte)&x) & highBits
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

// shapeOf reads a word whose first capital takes the bytes given: none in a small word.
func shapeOf(word []byte, first int) shape {
	if first == 0 {
		return small
	}
	if len(word) == first || len(word) == first+1 && word[first] == '.' {
		return initial
	}
	if plainRest(word, first) {
		return capital
	}
	var lower, upper, digits bool
	hyphen := -1
	for i := first; i < len(word); i++ {
		switch c := word[i]; {
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			if hyphen != i-1 {
				upper = true
			}
		case c >= '0' && c <= '9':
			digits = true
		case c == '-':
			hyphen = i
		case c == 0xC3 && i+1 < len(word):
			i++
			if word[i] >= 0xA0 {
				lower = true
			} else if hyphen != i-2 {
				upper = true
			}
		}
	}
	switch {
	case digits:
		return numbered
	case upper && !lower:
		return capitals
	case hyphen > 0:
		if hyphen+1 < len(word) { // or what follows it is beyond the longest word
			if up, _ := capitalAt(word, hyphen+1); up {
				return joined
			}
		}
		return joinedLow
	case upper:
		return camel
	}
	return capital
}
