package text_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/pii/text"
)

func TestSmooth(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Storgatan\u00a05":             "Storgatan 5",
		"411\u202f05\u2009Göteborg":    "411 05 Göteborg",
		"Björk\u00advägen":             "Björkvägen",
		"5050\u00ad1055":               "5050-1055",
		"ABC\u2011123":                 "ABC-123",
		"\u202a070\u200b-1\u202c":      "070-1",
		"０７０－１２ＡＢｃ（）":                  "070-12ABc()",
		"å – “ä” … \ufeff\u0061\u030a": "å – “ä” … \ufeff\u0061\u030a",
		"\xe5\xc2":                     "\xe5\xc2",
	} {
		var tidy text.Tidy
		tidy.Smooth([]byte(in))
		if string(tidy.Text) != want {
			t.Errorf("%q: %q, want %q", in, tidy.Text, want)
		}
	}
}

// TestSmoothKnowsTheWayBack asks for each character of a text where it was, and for each place of the original where it is.
func TestSmoothKnowsTheWayBack(t *testing.T) {
	t.Parallel()
	in := "\u202aÅsa\u00a0Ek\u202c, ０７\u200b0\u00ad1 “x”\u200b"
	var tidy text.Tidy
	tidy.Smooth([]byte(in))
	if got := string(tidy.Text); got != "Åsa Ek, 070-1 “x”" {
		t.Fatalf("%q", got)
	}
	for _, c := range []struct{ smooth, original string }{
		{"Åsa Ek", "Åsa\u00a0Ek"}, {"070-1", "０７\u200b0\u00ad1"}, {"07", "０７"}, {"x", "x"}, {"”", "”"},
	} {
		at := strings.Index(string(tidy.Text), c.smooth)
		start, end := tidy.Original(at), tidy.OriginalEnd([]byte(in), at+len(c.smooth))
		if in[start:end] != c.original {
			t.Errorf("%q lies at %q, want %q", c.smooth, in[start:end], c.original)
		}
		if back := tidy.At(start); back != at {
			t.Errorf("%q is at %d, want %d", c.original, back, at)
		}
	}
	last := 0
	for i := range len(in) + 1 {
		at := tidy.At(i)
		if at < last || at > len(tidy.Text) {
			t.Fatalf("%d is at %d, behind %d", i, at, last)
		}
		last = at
	}
	if last != len(tidy.Text) {
		t.Errorf("the end is at %d of %d", last, len(tidy.Text))
	}
}
