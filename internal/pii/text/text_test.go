package text_test

import (
	"bytes"
	"io"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/text"
)

// slowly counts one by one.
func slowly(b []byte) (n int) {
	for len(b) > 0 {
		_, size := text.Next(b)
		n, b = n+1, b[size:]
	}
	return n
}

func FuzzCountIsWhatNextReads(f *testing.F) {
	for _, s := range []string{
		"", "abcdefgh", "\xc3abcdefgh", "åäöåäöåäö", "smörgåsbord på färjan", "a\xc3", "\xc3\xa5\xc3", "\xc0\x80abcdefg", "\xc1\xbf1234567", "\xe5\xe4\xf6 latin", "😀😀😀",
		"\x80\x80\x80\x80\x80\x80\x80\x80", "ab\xc3\xa5\xc2\xa0\xad\xe2\x80\x91xyz", "öå\xe0\xa4",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := text.Count(b), slowly(b); got != want {
			t.Errorf("%q: %d characters, read one by one %d", b, got, want)
		}
		if got := utf8.RuneCount(b); got != slowly(b) {
			t.Errorf("%q: not as many as runes", b)
		}
	})
}

func TestLastReadsWhatNextReads(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"å", "\xe5", "€", "\x80", "a", "😀"} {
		first, n := text.Next([]byte(s))
		last, m := text.Last([]byte("x" + s))
		if first != last || n != m || n != len(s) {
			t.Errorf("%q: %q of %d, from the end %q of %d", s, first, n, last, m)
		}
	}
	if r, _ := text.Next([]byte("\x80")); r != '€' {
		t.Errorf("0x80 is read as %q", r)
	}
}

func FuzzUTF16KnowsTheWayBack(f *testing.F) {
	f.Add("Åsa 😀 €", true)
	f.Add("plain", false)
	f.Fuzz(func(t *testing.T, s string, little bool) {
		raw, encoding := encode(s, little)
		r := text.NewReader(bytes.NewReader(raw), encoding)
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for i, c := range string(utf16.Decode(utf16.Encode([]rune(s)))) {
			if back := r.Original(int64(i)); back != int64(at) {
				t.Fatalf("%d goes back to %d, not %d", i, back, at)
			}
			at += 2 * len(utf16.Encode([]rune{c}))
		}
		if want := string([]rune(s)); string(got) != want {
			t.Errorf("read %q, want %q", got, want)
		}
	})
}

// FuzzMixedKnowsTheWayBack: bytes that are no UTF-8 are read as Windows-1252, and every character leads back to its own.
func FuzzMixedKnowsTheWayBack(f *testing.F) {
	f.Add([]byte("\xc5sa \xd6berg €"))
	f.Add([]byte("Åsa \x80\xff\xc3"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := text.NewReader(bytes.NewReader(raw), text.Bytes)
		got, err := io.ReadAll(r)
		if err != nil || !utf8.Valid(got) {
			t.Fatalf("%q, %v", got, err)
		}
		at := 0
		for i, c := range string(got) {
			want, size := text.Next(raw[at:])
			if r.Original(int64(i)) != int64(at) || c != want {
				t.Fatalf("%q at %d goes back to %d, not to %d (%q)", c, i, r.Original(int64(i)), at, want)
			}
			at += size
		}
		if at != len(raw) {
			t.Errorf("%d bytes of %d were read", at, len(raw))
		}
	})
}

func encode(s string, little bool) (raw []byte, e text.Encoding) {
	e = text.UTF16BE
	if little {
		e = text.UTF16LE
	}
	for _, u := range utf16.Encode([]rune(s)) {
		a, b := byte(u>>8), byte(u)
		if little {
			a, b = b, a
		}
		raw = append(raw, a, b)
	}
	return raw, e
}
