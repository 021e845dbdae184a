package subject

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const softHyphen = '\u00ad'

// mostGap is how many characters may stand between two words of a name: those of `", "`.
const mostGap = 4

// longestWord bounds what is read of one word, in bytes.
const longestWord = 64

func small(r rune) rune { return unicode.ToLower(r) }

// ofWord reports what a word is made of.
func ofWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || isMark(r)) || r == softHyphen
}

// wordEnd is where the word ends that begins at i.
func wordEnd(text []byte, i int) int {
	for start := i; i < len(text) && i < start+longestWord; {
		if b := text[i]; lowerASCII(b)-'a' < 26 || isDigit(b) {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !ofWord(r) {
			break
		}
		i += size
	}
	return i
}

// wordStart is where the word begins that ends at i, or the escape before it, in a web address.
func wordStart(text []byte, i int) int {
	for end := i; i > 0 && i > end-longestWord && !escaped(text[:i]); {
		r, size := utf8.DecodeLastRune(text[:i])
		if !ofWord(r) {
			break
		}
		i -= size
	}
	return i
}

// escapedBlank is a blank as web addresses write it; they write a plus, too.
var escapedBlank = []byte("%20")

// gap is what stands between two words.
type gap struct{ comma, dot, blank, list, ok bool }

// gapAfter reads what stands between the word that ends at i and the next one, which begins at next.
func gapAfter(text []byte, i int) (next int, g gap) {
	for range mostGap {
		r, size := utf8.DecodeRune(text[i:])
		if bytes.HasPrefix(text[i:], escapedBlank) {
			r, size = ' ', len(escapedBlank)
		}
		if size == 0 || !g.take(r) {
			break
		}
		i += size
	}
	r, size := utf8.DecodeRune(text[i:])
	g.ok = g.ok && size > 0 && ofWord(r)
	return i, g
}

// gapBefore reads backwards from a word that begins at i.
func gapBefore(text []byte, i int) (end int, g gap) {
	for range mostGap {
		r, size := utf8.DecodeLastRune(text[:i])
		if bytes.HasSuffix(text[:i], escapedBlank) {
			r, size = ' ', len(escapedBlank)
		}
		if size == 0 || !g.take(r) {
			break
		}
		i -= size
	}
	r, size := utf8.DecodeLastRune(text[:i])
	g.ok = g.ok && size > 0 && ofWord(r)
	return i, g
}

// take reports whether the character may stand between two words of a name.
func (g *gap) take(r rune) bool {
	switch r {
	case ',':
		g.comma = true
	case '.':
		g.dot = true
	case ' ', '\n', '\r', '\u00a0', '\u202f', '\u2009':
		g.blank = true
	case ';', '|', '/':
		g.list = true
	case '\t', '-', '_', '+', '\'', '"', '’', '\u2010', '\u2011', '\u2013':
	default:
		return false
	}
	g.ok = true
	return true
}

// token is one word of a phrase in all its spellings.
type token struct {
	spelled [][]byte
	stems   [][]byte // what Finnish hangs its endings on
	initial bool     // one letter, which a dot may follow
}

func newToken(word string, asName bool) token {
	t := token{initial: utf8.RuneCountInString(word) == 1, spelled: [][]byte{[]byte(word)}}
	if asName && !t.initial {
		t.spelled = nil
		for _, s := range spellings(word) {
			t.spelled = append(t.spelled, []byte(s))
		}
	}
	return t
}

// is reports whether a word is the token, in the genitive or a Finnish case when it is the last one of a name.
func (t *token) is(word []byte, last bool) bool {
	for _, s := range t.spelled {
		if bytes.Equal(word, s) || last && len(word) == len(s)+1 && word[len(s)] == 's' && bytes.HasPrefix(word, s) {
			return true
		}
	}
	return last && t.declined(word)
}

// words are the words of a value in small letters. With hyphens, what a hyphen joins is one word.
func words(value string, hyphens bool) []string {
	all := strings.FieldsFunc(strings.ToLower(value), func(r rune) bool {
		return !ofWord(r) && !(hyphens && r == '-')
	})
	for i := range all {
		all[i] = strings.Trim(all[i], "-")
	}
	return slices.DeleteFunc(all, func(word string) bool { return word == "" })
}
