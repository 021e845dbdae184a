package text_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/pii/text"
)

func TestTidy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		untidy   bool
	}{
		{"Åsa Öberg", "Åsa Öberg", false},
		{"\xc5sa \xd6berg", "Åsa Öberg", true},
		{"A\u030asa O\u0308berg", "Åsa Öberg", true},
		{"Berg\u00adström", "Bergström", true},
		{"Anna\u00a0Berg", "Anna Berg", false},
		{"Carl\u2011Johan", "Carl-Johan", false},
		{"q\u0308", "q\u0308", true},
		{"\u0308", "\u0308", true},
		{"\x93ja\x94", "“ja”", true},
		{"", "", false},
	} {
		var tidy text.Tidy
		tidy.Read([]byte(c.in))
		if got := string(tidy.Text); got != c.want || text.Untidy([]byte(c.in)) != c.untidy {
			t.Errorf("%q: %q, want %q, untidy %v", c.in, got, c.want, c.untidy)
		}
	}
}

// TestTidyKnowsTheWayBack: the pieces of the original between the characters of the tidy text, tidied alone, are those characters.
func TestTidyKnowsTheWayBack(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", "O", "\u0308", "å", "\xe5", "\xff", "\u00ad", "\u00a0", "€", "ß", " ", "n\u0303", "\xc3"})
	rapid.Check(t, func(t *rapid.T) {
		var in []byte
		for _, s := range rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces") {
			in = append(in, s...)
		}
		var all, one text.Tidy
		all.Read(in)
		if all.Original(len(all.Text)) != len(in) {
			t.Fatalf("%q ends at %d", in, all.Original(len(all.Text)))
		}
		for i := 0; i < len(all.Text); {
			_, size := utf8.DecodeRune(all.Text[i:])
			low, high := all.Original(i), all.Original(i+size)
			if low > high || high > len(in) {
				t.Fatalf("%q: %d to %d", in, low, high)
			}
			one.Read(in[low:high])
			if want := string(all.Text[i : i+size]); string(one.Text) != want && low > 0 {
				t.Fatalf("%q: %q at %d, alone %q", in, want, low, one.Text)
			}
			i += size
		}
	})
}
