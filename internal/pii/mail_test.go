package pii

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/pii/check"
)

// TestSmallID holds what bits say of a plain local part to what its bytes say.
func TestSmallID(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		local := rapid.StringMatching(`[a-z0-9][a-z0-9._+-]{15,60}`).Draw(t, "local")
		before := rapid.SampledFrom([]string{"", " ", "Svar till <"}).Draw(t, "before")
		r := &run{text: []byte(before + local + "@example.com")}
		r.outline.read(r.text)
		at := len(before) + len(local)
		if got, want := r.smallID(len(before), at), check.MessageID(r.text[len(before):]); got != want {
			t.Fatalf("%s: %v, want %v", local, got, want)
		}
	})
}

func TestLowered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(rapid.StringMatching(`[a-zA-Z0-9@.ÅÄÖåäö-]{0,40}`).Draw(t, "s"))
		want := bytes.Map(func(c rune) rune {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			return c
		}, s)
		got, small := addLowered([]byte("före "), s)
		if string(got) != "före "+string(want) || small != bytes.Equal(s, want) {
			t.Fatalf("%s: %s, %v", s, got, small)
		}
	})
}
