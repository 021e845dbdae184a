package redact

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii"
)

// Style says what stands where a span stood. It holds nothing of a text: the numbers of pseudonyms belong to one call of [Text]
// or one [Writer], so that nobody can be followed from one document to another.
type Style struct {
	kind   kind
	marker string
	words  *words
}

type kind uint8

const (
	marked kind = iota
	masked
	numbered
)

// Marker puts the same text in the place of each span.
func Marker(text string) Style { return Style{marker: text} }

// Removed is the marker in a language: "[borttaget]", "[removed]".
func Removed(language string) Style { return Marker(wordsOf(language).removed) }

// Masked keeps what tells a person with the paper in hand that it is the right one, and no more: the last four signs of cards and
// accounts that have at least eight, the last two of a phone number, the domain of an e-mail address. The rest is "*"; other
// types are "***", so that not even their length is left.
func Masked() Style { return Style{kind: masked} }

// Pseudonyms puts "[Person 1]", "[Person 2]" … in the place of people, and likewise for other types, the same for spans of the
// same key and kind.
func Pseudonyms(language string) Style { return Style{kind: numbered, words: wordsOf(language)} }

func (s Style) replace(dst, span []byte, u union, n *names) []byte {
	switch {
	case s.kind == numbered:
		return n.append(dst, span, u, s.words)
	case s.kind == masked && u.mixed:
		return append(dst, hidden...)
	case s.kind == masked:
		return mask(dst, span, u.Type)
	}
	return append(dst, s.marker...)
}

// hidden stands for what is masked as a whole.
const hidden = "***"

func mask(dst, span []byte, t pii.Type) []byte {
	switch t {
	case pii.Card, pii.IBAN, pii.SEBankAccount, pii.NOBankAccount, pii.DKBankAccount, pii.SEBankgiro, pii.SEPlusgiro:
		return keepLast(dst, span, 4, 8)
	case pii.Phone:
		return keepLast(dst, span, 2, 7)
	case pii.Email:
		if at := bytes.LastIndexByte(span, '@'); at >= 0 {
			return append(append(dst, hidden...), span[at:]...)
		}
	}
	return append(dst, hidden...)
}

// keepLast masks all letters and digits but the last ones, and keeps what stands between them. Of a number with fewer signs than
// least nothing is kept.
func keepLast(dst, span []byte, last, least int) []byte {
	signs := 0
	for i := 0; i < len(span); {
		r, size := utf8.DecodeRune(span[i:])
		if isSign(r) {
			signs++
		}
		i += size
	}
	if signs < least {
		return append(dst, hidden...)
	}
	for i := 0; i < len(span); {
		r, size := utf8.DecodeRune(span[i:])
		switch {
		case !isSign(r) || signs <= last:
			dst = append(dst, span[i:i+size]...)
		default:
			dst = append(dst, '*')
		}
		if isSign(r) {
			signs--
		}
		i += size
	}
	return dst
}

// isSign counts the mask itself, so that masking again changes nothing, and whatever is neither blank nor punctuation.
func isSign(r rune) bool {
	return r == '*' || r == utf8.RuneError || !(unicode.IsSpace(r) || unicode.IsPunct(r) || r == '+')
}

// names are the pseudonyms of one document.
type names struct {
	known map[name]int
	last  map[string]int // the last number given, by word
}

type name struct{ word, key string }

func (n *names) append(dst, span []byte, u union, w *words) []byte {
	word := w.of(u.Type)
	key := name{word, u.Key}
	if u.Key == "" {
		key.key = "\x00" + string(bytes.ToLower(span))
	}
	number, ok := n.known[key]
	if !ok {
		if n.known == nil {
			n.known, n.last = map[name]int{}, map[string]int{}
		}
		n.last[word]++
		number = n.last[word]
		n.known[key] = number
	}
	dst = append(append(dst, '['), word...)
	dst = strconv.AppendInt(append(dst, ' '), int64(number), 10)
	return append(dst, ']')
}
