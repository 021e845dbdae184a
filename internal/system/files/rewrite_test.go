package files

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestTextsAreTakenOutInTheirEncoding(t *testing.T) {
	t.Parallel()
	for before, after := range map[string]string{
		"Hej Åsa!":                   "Hej […]!",
		"Hej \xc5sa!":                "Hej [\x85]!",
		"\xff\xfe\xc5\x00s\x00a\x00": "\xff\xfe[\x00\x26\x20]\x00",
		"\xfe\xff\x00\xc5\x00s\x00a": "\xfe\xff\x00[\x20\x26\x00]",
		"nobody":                     "nobody",
	} {
		if got, err := without([]byte(before), []string{"sa", "Åsa"}, "[…]"); err != nil || string(got) != after {
			t.Errorf("%q became %q (%v), want %q", before, got, err, after)
		}
	}
	for _, other := range []string{"%PDF-1.7", "\x00\x01", "PK\x03\x04 broken"} {
		if _, err := without([]byte(other), []string{"x"}, ""); err == nil {
			t.Errorf("%q was taken for text", other)
		}
	}
}

// A text is found wherever it stands in a stream, however the stream comes.
func TestContainsFindsAcrossPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat("ab", rapid.IntRange(0, 50_000).Draw(t, "before")) + rapid.SampledFrom([]string{"", "Åsa", "Ås", "anna"}).Draw(t, "text") +
			strings.Repeat("a", rapid.IntRange(0, 70_000).Draw(t, "after"))
		wanted := []string{"Åsa", "anna"}
		want := strings.Contains(text, wanted[0]) || strings.Contains(text, wanted[1])
		if got, err := contains(iotest.HalfReader(bytes.NewReader([]byte(text))), wanted); got != want || err != nil {
			t.Fatalf("%v, want %v (%v)", got, want, err)
		}
	})
}
