package column

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii"
)

// fewMasks is how many shapes of a type are kept.
const fewMasks = 3

// mask keeps the shape of a find.
func (s *Sample) mask(t pii.Type, b []byte) {
	if len(s.counts.Masks[t]) >= fewMasks {
		return
	}
	m := Mask(b)
	if slices.Contains(s.counts.Masks[t], m) {
		return
	}
	if s.counts.Masks == nil {
		s.counts.Masks = map[pii.Type][]string{}
	}
	s.counts.Masks[t] = append(s.counts.Masks[t], m)
}

// maxMask is the longest mask in characters.
const maxMask = 40

// Mask is the shape of a value and nothing of its content: a word becomes a••• or
// A•••, however long it is, a digit •, and what people put between them stays. Two
// values of one shape have one mask: anna.exempel@example.com is a•••.a•••@a•••.a•••
// and 640823-3234 is ••••••-••••.
func Mask(b []byte) string {
	var out []rune
	word := false
	for len(b) > 0 && len(out) < maxMask {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || r == utf8.RuneError
		switch {
		case letter && word:
		case letter && unicode.IsUpper(r):
			out = append(out, 'A', '•', '•', '•')
		case letter:
			out = append(out, 'a', '•', '•', '•')
		case unicode.IsDigit(r):
			out = append(out, '•')
		case slices.Contains(shown, r):
			out = append(out, r)
		case unicode.IsSpace(r):
			out = append(out, ' ')
		default:
			out = append(out, '·')
		}
		word = letter
	}
	if len(b) > 0 {
		out = append(out, '…')
	}
	return string(out)
}

// shown are the signs that tell one kind of value from another.
var shown = []rune("@.-+/:()")
