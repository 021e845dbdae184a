package cli

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/subject"
)

// TestTrailCountsCharacters: however it is read, and wherever it is asked.
func TestTrailCountsCharacters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringN(1, 50, 200).Draw(t, "text"), rapid.IntRange(1, 30).Draw(t, "times"))
		seen := &trail{r: iotest.OneByteReader(strings.NewReader(text))}
		at, step := 0, rapid.IntRange(1, 40).Draw(t, "step")
		for at < len(text) {
			n, _ := io.CopyN(io.Discard, seen, int64(step))
			at += int(n)
			for at < len(text) && !utf8.RuneStart(text[at]) {
				n, _ := io.CopyN(io.Discard, seen, 1)
				at += int(n)
			}
			if got, want := seen.charsAt(int64(at)), int64(utf8.RuneCountInString(text[:at])); got != want {
				t.Fatalf("%d characters before %d, want %d", got, at, want)
			}
			if rapid.Bool().Draw(t, "forget") {
				seen.forget(int64(at - step/2))
			}
		}
	})
}

// TestPersonInAStream: people are found across the borders of what is in memory, once each, with their characters counted.
func TestPersonInAStream(t *testing.T) {
	t.Parallel()
	searcher, err := subject.New([]varsam.Person{{Identifiers: []varsam.Identifier{
		{Type: varsam.Email, Value: "anna@example.org", Verified: true}, {Type: subject.Name, Value: "Åsa Berg", Verified: true},
	}}}, subject.Options{Today: varsam.NewDate(2026, 1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	var want, characters []int64
	chars := 0
	for text.Len() < 3<<20 {
		n := 3000 + text.Len()%13
		text.WriteString(strings.Repeat("ö ", n))
		want, characters = append(want, int64(text.Len())), append(characters, int64(chars+2*n))
		text.WriteString("anna@example.org ")
		chars += 2*n + 17
	}
	f := &personFinder{searcher}
	var got []int64
	err = f.stream(strings.NewReader(text.String()), func(h hit) error {
		if string(h.value) != "anna@example.org" || h.CharStart != characters[len(got)] {
			t.Fatalf("%q at %d, character %d", h.value, h.Start, h.CharStart)
		}
		got = append(got, h.Start)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d hits, want %d: %v", len(got), len(want), err)
	}
}

// TestPersonInOtherCharacters: offsets are those of the bytes as they came, and characters are counted.
func TestPersonInOtherCharacters(t *testing.T) {
	t.Parallel()
	searcher, err := subject.New([]varsam.Person{{Identifiers: []varsam.Identifier{{Type: subject.Name, Value: "Åsa Öberg", Verified: true}}}}, subject.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := &personFinder{searcher}
	for text, want := range map[string][4]int64{
		"p\xe5 \xc5sa \xd6berg, \x80 5":                               {3, 12, 3, 12},
		"på Åsa Öberg, € 5":                                           {4, 15, 3, 12},
		"på \xc5sa \xd6berg":                                          {4, 13, 3, 12},
		"\xff\xfe\xc5\x00s\x00a\x00 \x00\xd6\x00b\x00e\x00r\x00g\x00": {2, 20, 1, 10},
	} {
		var got [4]int64
		keep := func(h hit) error {
			got = [4]int64{h.Start, h.End, h.CharStart, h.CharEnd}
			if string(h.value) != "Åsa Öberg" {
				t.Errorf("%q: %q", text, h.value)
			}
			return nil
		}
		if err := f.stream(strings.NewReader(text), keep); err != nil || got != want {
			t.Errorf("%q: %v, want %v (%v)", text, got, want, err)
		}
		if utf8.ValidString(text) {
			continue
		}
		got = [4]int64{}
		if err := f.piece(extract.Piece{Value: []byte(text), Offset: -1}, nil, keep); err != nil || got != want {
			t.Errorf("%q as a value: %v, want %v (%v)", text, got, want, err)
		}
	}
}

// TestRedactionLeavesNothingAndHurtsNothing: what is redacted has no hit left, and is still as many values.
func TestRedactionLeavesNothingAndHurtsNothing(t *testing.T) {
	t.Parallel()
	cell := rapid.SampledFrom([]string{
		"anna@example.org", "ring 070-1740605", "", "x", `säg "hej" till bo@example.org, nu`, "19900118-9811", "å\\ä\n", "SE4550000000058398257466",
	})
	scanner, err := pii.New(pii.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var in bytes.Buffer
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 2, 8).Draw(t, "rows")
		if rapid.Bool().Draw(t, "JSON") {
			writeJSON(&in, rows)
		} else {
			writeCSV(&in, rows)
		}
		var out, errs bytes.Buffer
		s := &session{Options: Options{Lang: "en"}, ctx: t.Context(), in: &in, out: &out, err: &errs}
		if err := (&scanCommand{File: "-", MinScore: 0.5, Redact: true, Style: "marker"}).Run(s); err != nil {
			t.Fatalf("%v: %s", err, errs.String())
		}
		redacted := out.Bytes()
		values := 0
		_, err := extract.Walk(t.Context(), "", bytes.NewReader(redacted), extract.Limits{}, func(p extract.Piece) error {
			if values++; p.Text != nil {
				t.Fatalf("no longer taken apart:\n%s", redacted)
			}
			if hits := scanner.Scan(nil, p.Value, pii.Hint{}); len(hits) > 0 {
				t.Fatalf("%s is left in\n%s", hits[0].Type, redacted)
			}
			return nil
		})
		want := 0
		for _, c := range slices.Concat(rows...) {
			if c != "" {
				want++
			}
		}
		if err != nil || values != want {
			t.Fatalf("%d values, want %d: %v\n%s", values, want, err, redacted)
		}
	})
}

func writeCSV(b *bytes.Buffer, rows [][]string) {
	b.WriteString("ett;två;tre\n")
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
}

func writeJSON(b *bytes.Buffer, rows [][]string) {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "@", `\u0040`, "ä", `\u00e4`)
	for _, row := range rows {
		b.WriteString(`{"values":["` + escape.Replace(row[0]) + `","` + escape.Replace(row[1]) + `"],"n":{"text":"` + escape.Replace(row[2]) + "\"}}\n")
	}
}
