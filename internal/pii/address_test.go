package pii

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// TestAddressesAreFolded holds the folded form to what each character says.
func TestAddressesAreFolded(t *testing.T) {
	t.Parallel()
	pieces := []string{"Storgatan", " ", ",", "\n", "\r\n", "\t", "Å", "é", "\u00a0", "\xa0", "\x80", "Ⱥ", "12", "B", "e\u0301", "€"}
	rapid.Check(t, func(t *rapid.T) {
		s := "S" + strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
		var want strings.Builder
		gap := ""
		for b := []byte(s); len(b) > 0; {
			c, size := chars.Next(b)
			b = b[size:]
			if strings.ContainsRune(" ,\n\r\t\u00a0", c) {
				gap = " "
				continue
			}
			want.WriteString(gap + string(unicode.ToLower(c)))
			gap = ""
		}
		if got := appendFolded([]byte("före"), []byte(s)); string(got) != "före"+want.String() {
			t.Fatalf("%q: %q, want %q", s, got, want.String())
		}
	})
}
