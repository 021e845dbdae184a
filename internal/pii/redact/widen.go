package redact

import (
	"unicode"
	"unicode/utf8"
)

// maxCluster is how far, in bytes, a span is widened at either end: a letter with any marks that a language puts upon it. More
// marks than that are no writing.
const maxCluster = 64

// widen moves the ends of a span to where characters begin and end, the marks upon them included.
func widen(text []byte, start, end int) (from, to int) {
	from, to = runeStart(text, start), runeEnd(text, end)
	for mark, _ := runeAt(text, from); isMark(mark) && from > 0; mark, _ = runeAt(text, from) {
		_, size := utf8.DecodeLastRune(text[:from])
		if start-(from-size) > maxCluster {
			break
		}
		from -= size
	}
	for to < len(text) {
		mark, size := runeAt(text, to)
		if !isMark(mark) || to+size-end > maxCluster {
			break
		}
		to += size
	}
	return from, to
}

// runeStart is where the character begins that i stands in. A byte that is no part of a character stands for itself.
func runeStart(text []byte, i int) int {
	for j := i - 1; j >= 0 && j > i-utf8.UTFMax && i < len(text) && !utf8.RuneStart(text[i]); j-- {
		if !utf8.RuneStart(text[j]) {
			continue
		}
		if r, size := utf8.DecodeRune(text[j:]); j+size > i && r != utf8.RuneError {
			return j
		}
		break
	}
	return i
}

// runeEnd is where the character ends that i stands in.
func runeEnd(text []byte, i int) int {
	start := runeStart(text, i)
	if start == i {
		return i
	}
	_, size := utf8.DecodeRune(text[start:])
	return start + size
}

func runeAt(text []byte, i int) (rune, int) {
	if i < len(text) && text[i] < utf8.RuneSelf {
		return rune(text[i]), 1
	}
	return utf8.DecodeRune(text[i:])
}

// isMark reports marks that stand upon the letter before them. The least of them is U+0300.
func isMark(r rune) bool {
	return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me)
}
