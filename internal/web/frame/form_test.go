package frame

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Wherever a redirect is told to go, it stays here.
func FuzzOwnPath(f *testing.F) {
	for _, seed := range []string{"/", "/requests?state=closed", "//example.com", `/\example.com`, "https://example.com", "/\r\nSet-Cookie: a=b", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, to string) {
		got := ownPath(to)
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("%q leads to %q", to, got)
		}
	})
}

// What a form sent keeps its words and loses what can steer a page or a terminal.
func TestFormsAreCleaned(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got := clean(text)
		for _, r := range got {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
				t.Fatalf("%q keeps %U", text, r)
			}
		}
		if clean(got) != got {
			t.Fatalf("cleaning %q twice changes it", text)
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) {
					return r
				}
				return -1
			}, s)
		}
		if letters(got) != letters(text) {
			t.Fatalf("%q loses letters", text)
		}
	})
}

// A frame in which a sheet is shown lets its own styles count, and no others.
func TestSheetsNameTheirStyles(t *testing.T) {
	t.Parallel()
	one, two := styleHashes([]byte("<style>a{}</style><p>")), styleHashes([]byte("<style>a{}</style><style>b{}</style>"))
	if !strings.HasPrefix(two, one+" 'sha256-") || styleHashes([]byte("<p>")) != "'none'" || strings.Contains(two, "unsafe") {
		t.Errorf("%s; %s", one, two)
	}
}
