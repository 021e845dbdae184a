package letter

import (
	"strings"
	"unicode"
)

// Direction characters can make a name reorder the sentence around it, so they
// are taken out of everything that is not a value of its own.
const directions = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// inline makes a foreign text safe inside a sentence: one line, no control or
// direction characters; a text in a right-to-left script is isolated.
func inline(s string) string {
	s = strings.Join(strings.Fields(strings.Map(visible, strings.ToValidUTF8(s, "�"))), " ")
	if strings.ContainsFunc(s, rightToLeft) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

func visible(r rune) rune {
	switch {
	case strings.ContainsRune(directions, r):
		return -1
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return ' '
	}
	return r
}

// multiline is [inline] that keeps line breaks, for values that stand alone.
func multiline(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(strings.Map(visible, strings.ToValidUTF8(line, "�")), " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
}
