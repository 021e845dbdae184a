package files_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/system/files"
)

func checkKey(t interface {
	Helper()
	Fatalf(string, ...any)
}, path string,
) {
	t.Helper()
	key := files.Escape(path)
	if back := files.Unescape(key); back != path {
		t.Fatalf("%q became %q and then %q", path, key, back)
	}
	if !utf8.ValidString(key) || strings.ContainsFunc(key, unicode.IsControl) {
		t.Fatalf("%q is no text to read: %q", path, key)
	}
	if again := files.Escape(files.Unescape(key)); again != key {
		t.Fatalf("%q and %q name the same", key, again)
	}
}

func TestEveryPathHasOneKeyThatLeadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"a", "/", "%", "4", "1", "F", "f", "%0A", "\n", "\x00", "\xff", "\xc3", "å", "\u202e", "\u2028", "\u200b", " "})).Draw(t, "pieces")
		checkKey(t, strings.Join(pieces, ""))
	})
}

func TestKeysOfOrdinaryPathsAreThePaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"Kund/Åsa Öberg (2019) – 100% klar.docx": "Kund/Åsa Öberg (2019) – 100% klar.docx",
		"a%20b":         "a%2520b",
		"line\nbreak":   "line%0Abreak",
		"bad\xffbyte":   "bad%FFbyte",
		"evil\u202egpj": "evil%E2%80%AEgpj",
	} {
		if got := files.Escape(path); got != want {
			t.Errorf("%q is written %q, want %q", path, got, want)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"a/b", "%41", "%%0A", "\xff\xfe%4", "e\u0301\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) { checkKey(t, path) })
}
