package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one word in small letters without marks: å is a, ø is o. An address
// is one word, and so is a number with its separators.
type word struct {
	text       string
	start, end int // bytes of the text
}

// wordsOf cuts a piece of text into words; offset is where it begins.
func wordsOf(text string, offset int) []word {
	words := make([]word, 0, len(text)/6+1)
	var b strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, word{b.String(), offset + start, offset + end})
			b.Reset()
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
			writePlain(&b, r)
		case r == '\u00ad': // a soft hyphen is inside a word
		case start >= 0 && joins(text, i, r):
			if r == '@' || r == '.' || r == ':' {
				b.WriteRune(r)
			}
		default:
			flush(i)
		}
	}
	flush(len(text))
	return words
}

// joins reports whether a sign between two letters or digits is inside a word:
// e-post, A@M, www.example.com, 1998:204, but not 7-10.
func joins(text string, i int, r rune) bool {
	before, after := rune(text[i-1]), rune(0)
	if next := i + utf8.RuneLen(r); next < len(text) {
		after, _ = utf8.DecodeRuneInString(text[next:])
	}
	digits := '0' <= before && before <= '9' && '0' <= after && after <= '9'
	switch r {
	case '@', '.':
		return unicode.IsLetter(after) || unicode.IsDigit(after)
	case ':':
		return digits || unicode.IsLetter(after) && before != ' ' && unicode.IsLower(after) // AB:s
	case '-', '\'', '’', '\u2010', '\u2011':
		return !digits && (unicode.IsLetter(after) || unicode.IsDigit(after))
	}
	return false
}

// writePlain writes a letter in small and without marks.
func writePlain(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
		return
	case unicode.Is(unicode.Mn, r):
		return
	}
	r = unicode.ToLower(r)
	if base, ok := unmarked[r]; ok {
		b.WriteString(base)
		return
	}
	b.WriteRune(r)
}

var unmarked = map[rune]string{
	'å': "a", 'ä': "a", 'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'æ': "ae", 'ç': "c", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e",
	'í': "i", 'ì': "i", 'î': "i", 'ï': "i", 'ñ': "n", 'ö': "o", 'ø': "o", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o",
	'ü': "u", 'ú': "u", 'ù': "u", 'û': "u", 'ý': "y", 'ÿ': "y", 'ß': "ss", 'š': "s", 'ž': "z", 'č': "c",
}

// plainWord is one word of ours as the texts' words are.
func plainWord(s string) string {
	var b strings.Builder
	for _, r := range s {
		writePlain(&b, r)
	}
	return b.String()
}
