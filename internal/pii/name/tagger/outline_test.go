package tagger

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// broken are texts of what begins, ends and goes on with words, and of parts of characters.
func broken() *rapid.Generator[[]byte] {
	pieces := []string{
		"a", "b", "Z", "A", "å", "Å", "ö", "é", "Ž", "Ω", "1", " ", " ", " ", "-", "'", ".", "“", "—", "\u00a0", "\n", "\xc3", "\xc2", "\xda", "\xe2",
		"\xe5", "\x80", "\xbf", "ordning", "von ", "de ", "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	}
	return rapid.Custom(func(t *rapid.T) (text []byte) {
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 120).Draw(t, "pieces") {
			text = append(text, p...)
		}
		return text
	})
}

func outlineOf(text []byte) *outline {
	o := new(outline)
	o.read([]byte("Å Ä ö 0 z Aa-Bb, of another text that was longer than many and left its bits where these are to stand, say; a text that is longer"))
	o.read(text)
	return o
}

// TestNextCapital holds the search by bits against the rule said plainly.
func TestNextCapital(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOfN(rapid.SampledFrom([]rune("aAbZz0Å9åÉ .-'’“ŠšÖü\n")), 0, 150, -1).Draw(t, "text"))
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		want := len(text)
		for i := from; i < len(text); i++ {
			if r, _ := utf8.DecodeRune(text[i:]); unicode.IsUpper(r) && !insideWord(text, i) {
				want = i
				break
			}
		}
		if got, _ := (&island{outline: *outlineOf(text), all: true}).nextCapital(text, from); got != want {
			t.Errorf("%q from %d: %d, want %d", text, from, got, want)
		}
	})
}

func insideWord(text []byte, i int) bool {
	r, _ := utf8.DecodeLastRune(text[:i])
	return i > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// TestOutline holds what bits say against what the bytes say, in broken texts too.
func TestOutline(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := broken().Draw(t, "text")
		o := outlineOf(text)
		for i := range text {
			if got, want := o.wordEnd(text, i), wordEnd(text, i); got != want {
				t.Fatalf("%q: the word at %d ends at %d, want %d", text, i, got, want)
			}
			if got, want := o.wordStart(text, i+1), wordStart(text, i+1); got != want {
				t.Fatalf("%q: the word before %d begins at %d, want %d", text, i+1, got, want)
			}
			at, width := i, 0
			for ; at < len(text) && width == 0; at++ {
				width = capitalWord(text, at)
			}
			if width > 0 {
				at--
			}
			if got, n := (&island{outline: *o, all: true}).nextCapital(text, i); got != at || n != width {
				t.Fatalf("%q: the capital behind %d stands at %d with %d bytes, want %d with %d", text, i, got, n, at, width)
			}
		}
	})
}
