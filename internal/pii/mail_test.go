package pii

import (
	"bytes"
	"strings"
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

// TestLooksLikeID holds the same of local parts with capitals and without.
func TestLooksLikeID(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		local := rapid.StringMatching(`[a-zA-Z0-9][a-c0-9.F-H_+-]{15,40}|[a-z0-9]{16,40}`).Draw(t, "local")
		r := &run{text: []byte(local + "@example.com")}
		r.outline.read(r.text)
		r.arena = lowered([]byte("före"), r.text)
		if got, want := r.looksLikeID(0, len(local), len(r.text), true), check.MessageID(r.text); got != want {
			t.Fatalf("%s: %v, want %v", local, got, want)
		}
	})
}

func TestLowered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(rapid.StringMatching(`[a-zA-Z0-9@.ÅÄÖåäö-]{0,40}`).Draw(t, "s"))
		s = append(s, strings.Repeat("Z", rapid.IntRange(0, 60).Draw(t, "behind"))...)[:len(s)]
		want := bytes.Map(func(c rune) rune {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			return c
		}, s)
		got := lowered([]byte("före "), s)
		if string(got) != "före "+string(want) {
			t.Fatalf("%s: %s", s, got)
		}
	})
}
