package pii_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// crumbs reads a few bytes at a time, as many as chance says.
type crumbs struct {
	text []byte
	*rand.Rand
}

func (c *crumbs) Read(p []byte) (int, error) {
	if len(c.text) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.text[:min(len(c.text), 1+c.IntN(9000))])
	c.text = c.text[n:]
	return n, nil
}

// sound checks what holds for the hits in any text.
func sound(t *testing.T, text []byte, hits []pii.Hit) {
	t.Helper()
	end, chars, valid := int64(0), int64(0), utf8.Valid(text)
	for _, h := range hits {
		if h.Start < end || h.End <= h.Start || h.End > int64(len(text)) {
			t.Fatalf("%s at %d–%d of %d, the one before ends at %d", h.Type, h.Start, h.End, len(text), end)
		}
		charStart := chars + int64(utf8.RuneCount(text[end:h.Start]))
		chars = charStart + int64(utf8.RuneCount(text[h.Start:h.End]))
		end = h.End
		if valid && (h.Start < int64(len(text)) && !utf8.RuneStart(text[h.Start]) || h.End < int64(len(text)) && !utf8.RuneStart(text[h.End])) {
			t.Fatalf("%s at %d–%d cuts a character", h.Type, h.Start, h.End)
		}
		if valid && (h.CharStart != charStart || h.CharEnd != chars) {
			t.Fatalf("%s at %d–%d is not at the characters %d–%d", h.Type, h.Start, h.End, h.CharStart, h.CharEnd)
		}
		if h.Canonical == "" || h.Check == "" || h.Score < pii.DefaultMinScore || h.Score > 1 {
			t.Fatalf("%s: canonical %q, check %q, score %v", h.Type, h.Canonical, h.Check, h.Score)
		}
	}
}

// check scans a text in all ways and holds the results against each other.
func check(t *testing.T, s *pii.Scanner, text []byte, seed uint64) {
	t.Helper()
	whole := s.Scan(nil, text, pii.Hint{})
	if !bytes.HasPrefix(text, []byte{0xFF, 0xFE}) && !bytes.HasPrefix(text, []byte{0xFE, 0xFF}) {
		sound(t, text, whole)
	}
	var piecewise []pii.Hit
	err := s.Stream(&crumbs{text, rand.New(rand.NewPCG(seed, 2))}, pii.Hint{}, func(h pii.Hit) error {
		piecewise = append(piecewise, h)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, whole, piecewise)
}

// same is cmp.Diff for many hits.
func same(t *testing.T, one, other []pii.Hit) {
	t.Helper()
	for i := range min(len(one), len(other)) {
		if !reflect.DeepEqual(one[i], other[i]) {
			t.Fatalf("hit %d: %s", i, cmp.Diff(one[i], other[i]))
		}
	}
	if len(one) != len(other) {
		t.Fatalf("%d hits and %d", len(one), len(other))
	}
}

func TestMadeUpTextIsReadAlikeInAllWays(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	for seed := range uint64(4) {
		text := piitest.Generate(seed, 300<<10, piitest.Density(seed%2)).Bytes
		check(t, s, text, seed)
		check(t, s, bytes.ReplaceAll(text, []byte("\n"), []byte(" ")), seed) // one line
		check(t, s, bytes.ReplaceAll(text, []byte(" "), nil), seed)
	}
}

func TestBrokenTextIsReadAlikeInAllWays(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 3))
		text := piitest.Generate(seed, 150<<10, piitest.Mix).Bytes
		for range 4000 {
			text[random.IntN(len(text))] = byte(random.IntN(256))
		}
		check(t, s, text, seed)
	}
}

func TestWhatIsRepeatedWithoutEndIsReadInTime(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{})
	for _, of := range []string{"1", "a1", "1a", ":", "::", "@", "a@", "1-", "1 ", ".1", "f-", "ff:", "http://?", "\xc3", "+46", "(0)", "A1 ", "gatan 1 "} {
		check(t, s, bytes.Repeat([]byte(of), 200_000/len(of)), 1)
	}
}

// A group of a number may be as long as it likes, as in archives and in what is padded.
func TestLongGroupsOfDigits(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	for _, label := range []string{"", "telefon ", "konto 6112, ", "+", "bankgiro ", "född "} {
		for _, digit := range []string{"0", "4", "9"} {
			for first := 1; first <= 40; first++ {
				for _, sign := range []string{" ", "-", ".", "/", "(", ") ", "\u00a0", " – "} {
					for _, second := range []int{1, 15, 16, 17, 33, 34, 35, 64, 95, 300} {
						text := []byte(label + strings.Repeat(digit, first) + sign + strings.Repeat(digit, second) + sign + strings.Repeat(digit, 60) + ".")
						sound(t, text, s.Scan(nil, text, pii.Hint{}))
						sound(t, text, s.Scan(nil, text, pii.Hint{Label: "konto", Country: "NO"}))
					}
				}
			}
		}
	}
}

func TestCanonicalFormsAreStable(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	text := piitest.Generate(9, 200<<10, piitest.Mix).Bytes
	for _, h := range s.Scan(nil, text, pii.Hint{}) {
		if !slices.Contains([]pii.Type{pii.IBAN, pii.Card, pii.Email, pii.SEVAT, pii.MAC, pii.Phone}, h.Type) {
			continue // the others need a word beside them, or have a country's letters before them
		}
		again := s.Scan(nil, []byte(h.Canonical), pii.Hint{})
		if len(again) != 1 || again[0].Canonical != h.Canonical {
			t.Errorf("%s %q is read again as %v", h.Type, h.Canonical, again)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"640823-3234 anna@example.com", "SE45 5000 0000 0583 9825 7466", "::1 fe80::1%eth0/64", "+46 (0)70-174 06 05", "\xff\xfea\x00@\x00b\x00.\x00c\x00o\x00",
		"Östra Hamngatan 12 B, 411 05 Göteborg", "00-1A-2B-3C-4D-5E", "https://example.com/?user=x", "född 1980-02-29", "\xe5\xe4\xf6@\xe5.se 010594Y9032",
		"000644 " + strings.Repeat("0", 95), "08-" + strings.Repeat("1", 40) + " 2",
	} {
		f.Add([]byte(s))
	}
	s, err := pii.New(pii.Options{MinScore: 0.01})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		whole := s.Scan(nil, text, pii.Hint{})
		end := int64(0)
		for _, h := range whole {
			if h.Start < end || h.End <= h.Start || h.End > int64(len(text)) || h.CharEnd < h.CharStart {
				t.Fatalf("%s at %d–%d of %d", h.Type, h.Start, h.End, len(text))
			}
			end = h.End
		}
		if d := cmp.Diff(whole, streamed(t, s, text, pii.Hint{})); d != "" {
			t.Fatal(d)
		}
	})
}
