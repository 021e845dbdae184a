package charset

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// TestCharactersInPieces: where a reader cuts between the bytes of a character says nothing of what it is.
func TestCharactersInPieces(t *testing.T) {
	t.Parallel()
	want := strings.Repeat("å å ä日本€x", 100)
	for name, in := range map[string]io.Reader{"bytes": iotest.OneByteReader(strings.NewReader(want)), "halves": iotest.HalfReader(strings.NewReader(want))} {
		if b, err := io.ReadAll(NewReader(in, "")); err != nil || string(b) != want {
			t.Errorf("%s: %.60q %v", name, b, err)
		}
	}
}

// FuzzValid: it says what the library says, and what is not UTF-8 is read to its end.
func FuzzValid(f *testing.F) {
	for _, s := range []string{"", "abcdefgh", "abcdefghå", "åäö", "abcdefg\xc3", "\xed\xa0\x80", strings.Repeat("räksmörgås ", 20), "12345678\xff12345678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := valid([]byte(s)); got != utf8.ValidString(s) {
			t.Fatalf("%q: %v", s, got)
		}
		b, err := io.ReadAll(NewReader(strings.NewReader(s), ""))
		if err != nil || !utf8.Valid(b) {
			t.Fatalf("%q became %q, %v", s, b, err)
		}
	})
}
