package needle

import (
	"unicode"
	"unicode/utf8"
)

// lower is the small letter, where it takes as many bytes in UTF-8 as the capital one.
func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
		return l
	}
	return r
}

// lowered is the text in small letters; bytes that are no characters stay.
func lowered(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError {
			out = append(out, text[i:i+size]...)
		} else {
			out = utf8.AppendRune(out, lower(r))
		}
		i += size
	}
	return out
}

// equalFold holds a text against a literal in small letters of the same length.
func equalFold(text, literal []byte) bool {
	for i := 0; i < len(literal); {
		b := literal[i]
		if b < utf8.RuneSelf {
			if a := text[i]; a != b && (a < 'A' || a > 'Z' || a+'a'-'A' != b) {
				return false
			}
			i++
			continue
		}
		want, size := utf8.DecodeRune(literal[i:])
		got, width := utf8.DecodeRune(text[i:])
		if want == utf8.RuneError || got == utf8.RuneError {
			if string(text[i:i+size]) != string(literal[i:i+size]) {
				return false
			}
		} else if width != size || lower(got) != want {
			return false
		}
		i += size
	}
	return true
}

// cases are the ways in which a small letter may stand in a text, in UTF-8.
func cases(r rune) []string {
	all := []string{string(r)}
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		if lower(other) == r {
			all = append(all, string(other))
		}
	}
	return all
}
