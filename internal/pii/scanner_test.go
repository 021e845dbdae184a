package pii_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam/internal/pii"
)

func newScanner(t testing.TB, o pii.Options) *pii.Scanner {
	t.Helper()
	s, err := pii.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// brief says what was found, where and as what.
func brief(text string, hits []pii.Hit) []string {
	var all []string
	for _, h := range hits {
		all = append(all, fmt.Sprintf("%s %q", h.Type, text[h.Start:h.End]))
	}
	return all
}

func streamed(t testing.TB, s *pii.Scanner, text []byte, hint pii.Hint) []pii.Hit {
	t.Helper()
	var all []pii.Hit
	err := s.Stream(iotest.HalfReader(bytes.NewReader(text)), hint, func(h pii.Hit) error {
		all = append(all, h)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAStreamGivesTheSameAsTheWhole(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{})
	for _, fill := range []string{"å", "abc ", "1", "x\n", "é12 "} {
		for _, n := range []int{10, 60 << 10, 64<<10 - 7, 64 << 10, 200 << 10} {
			text := []byte(strings.Repeat(fill, n/len(fill)) + " anna@example.com, 640823-3234 " + strings.Repeat(fill, 3000) + " bo@example.org")
			if d := cmp.Diff(s.Scan(nil, text, pii.Hint{}), streamed(t, s, text, pii.Hint{})); d != "" {
				t.Fatalf("%q × %d: %s", fill, n, d)
			}
		}
	}
}

func TestOffsetsAreThoseOfTheInput(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{})
	const text = "Åsa 😀 anna@example.com"
	want := []int64{10, 26, 6, 22}
	check := func(name string, got []pii.Hit, want []int64) {
		if len(got) != 1 {
			t.Fatalf("%s: %d hits", name, len(got))
		}
		if d := cmp.Diff(want, []int64{got[0].Start, got[0].End, got[0].CharStart, got[0].CharEnd}); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	check("UTF-8", s.Scan(nil, []byte(text), pii.Hint{}), want)
	check("Windows-1252", s.Scan(nil, []byte("\xc5sa \x80 anna@example.com"), pii.Hint{}), []int64{6, 22, 6, 22})
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	check("UTF-16", s.Scan(nil, wide, pii.Hint{}), []int64{16, 48, 7, 23})
}

// TestCellsWithoutDataCostNothing: most cells of a table have neither digits nor capitals; a scanner keeps what their headings say.
func TestCellsWithoutDataCostNothing(t *testing.T) {
	s := newScanner(t, pii.Options{Names: true})
	var hits []pii.Hit
	for _, c := range []struct{ label, cell string }{{"status", "levererad"}, {"status", "väntar på svar"}, {"ordernr", "4410001"}, {"belopp", "12,50"}} {
		text, hint := []byte(c.cell), pii.Hint{Label: c.label}
		if n := testing.AllocsPerRun(100, func() { hits = s.Scan(hits[:0], text, hint) }); n > 0 || len(hits) > 0 {
			t.Errorf("%s %q: %v allocations, %d hits", c.label, c.cell, n, len(hits))
		}
	}
}
