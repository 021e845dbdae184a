package subject

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// exact is an identifier that stands in a text as it is, but for its case.
type exact struct {
	id  int32
	typ varsam.IdentifierType
}

// alone reports whether it is not part of a longer address, word or number.
func (x *exact) alone(text []byte, start, end int) bool {
	last, size := utf8.DecodeLastRune(text[:start])
	first, width := utf8.DecodeRune(text[end:])
	beyond, _ := utf8.DecodeLastRune(text[:start-size])
	next, _ := utf8.DecodeRune(text[end+width:])
	if escaped(text[:start]) {
		last, beyond = ' ', ' '
	}
	if inWord(last) || inWord(first) || isMark(first) {
		return false
	}
	switch x.typ {
	case varsam.Email:
		return !joins("._%+-'", last, beyond) && !joins(".-@", first, next)
	case UserName:
		return !joins("._%+-'@", last, beyond) && !joins("._%+-'", first, next)
	case varsam.NationalID:
		return !joins("-./+", last, beyond) && !joins("-/+", first, next)
	}
	return !(last == '-' && unicode.IsDigit(beyond)) && !(first == '-' && unicode.IsDigit(next))
}

// joins reports whether a sign binds what stands before it to what stands behind.
func joins(signs string, sign, beyond rune) bool {
	return sign != utf8.RuneError && strings.ContainsRune(signs, sign) && inWord(beyond)
}

// escaped reports whether a text ends with a sign as web addresses write it, in hexadecimal digits: "pnr%3D".
func escaped(text []byte) bool {
	n := len(text)
	return n >= 3 && text[n-3] == '%' && isHex(text[n-2]) && isHex(text[n-1])
}

func isHex(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }
