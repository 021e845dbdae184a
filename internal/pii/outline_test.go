package pii

import (
	"bytes"
	"testing"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// FuzzOutlineIsWhatTheBytesAre holds the outline of any bytes, and of them at the end of a block and again and again, against one byte
// and one character after the other.
func FuzzOutlineIsWhatTheBytesAre(f *testing.F) {
	for _, seed := range []string{"", "Anna å 070-174 06 05.\nI am", "\xe5\xc3", "€😀\xe2\x82a", "\xc3\xc3\xa5\xf0\x9f\x98", "a@b.se: 1", "e\u0301", "\u00ad"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<10 {
			return
		}
		for _, view := range [][]byte{b, bytes.Repeat(b, 64/(len(b)+1)+2), append(bytes.Repeat([]byte("a"), 63), b...)} {
			o := new(outline)
			o.read(view)
			outlineHolds(t, o, view)
			charactersHold(t, o, view)
			if got := o.untidy(view, 0, len(view)); got != chars.Untidy(view) {
				t.Fatalf("%q is untidy: %v", view, got)
			}
		}
	})
}

// outlineHolds holds an outline against the bytes one by one.
func outlineHolds(t *testing.T, o *outline, view []byte) {
	for i := len(view) - 1; i >= 0; i-- {
		want := is(view[i], isDigit|isUpper|isLower)
		if o.wordAhead(i)&1 != 0 != want || o.wordBehind(i+1)>>63 != 0 != want {
			t.Fatalf("the byte %#x is in a word: %v", view[i], !want)
		}
		for l := range tailLane {
			want := lanesOf[view[i]]>>l&1 != 0
			if o.ahead(l, i)&1 != 0 != want || o.behind(l, i+1)>>63 != 0 != want {
				t.Fatalf("the byte %#x is in lane %d: %v", view[i], l, !want)
			}
		}
	}
}

// charactersHold holds the counted characters against those read one by one.
func charactersHold(t *testing.T, o *outline, view []byte) {
	n := 0
	for i := 0; i < len(view); n++ {
		if got := o.charactersBefore(i); got != n {
			t.Fatalf("%q: %d characters before %d, not %d", view, got, i, n)
		}
		_, size := chars.Next(view[i:])
		i += size
	}
	if got := o.charactersBefore(len(view)); got != n {
		t.Fatalf("%q: %d characters, not %d", view, got, n)
	}
}
