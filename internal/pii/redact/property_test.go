package redact_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/redact"
)

var styles = []redact.Style{redact.Marker("[…]"), redact.Marker(""), redact.Removed("sv"), redact.Masked(), redact.Pseudonyms("sv")}

var types = []pii.Type{pii.Person, pii.Email, pii.Card, pii.Phone, pii.Address}

// drawText is text with characters of all widths, marks upon letters and bytes that are none.
func drawText(t *rapid.T) []byte {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "Anna ", "å", "e\u0301", "\u030a", "\U0001f600", "\xff", "\xc3", "4111-", "@", " ", "\n", strings.Repeat("\u0301", 40),
	}), 0, 60).Draw(t, "text")
	return []byte(strings.Join(pieces, ""))
}

func drawSpans(t *rapid.T, size int) []redact.Span {
	spans := make([]redact.Span, rapid.IntRange(0, 6).Draw(t, "spans"))
	for i := range spans {
		start := rapid.Int64Range(0, int64(size)).Draw(t, "start")
		end := rapid.Int64Range(start, min(start+12, int64(size))).Draw(t, "end")
		spans[i] = redact.Span{Start: start, End: end, Type: rapid.SampledFrom(types).Draw(t, "type"), Key: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "key")}
	}
	return spans
}

func TestTheRestIsLeftAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		spans := drawSpans(t, len(text))
		style := rapid.SampledFrom(styles).Draw(t, "style")
		checkRest(t, text, spans, style)
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkRest says what holds for every text, spans and style.
func checkRest(t failer, text []byte, spans []redact.Span, style redact.Style) {
	t.Helper()
	got, m, err := redact.Text(nil, text, spans, style)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var old, now int64
	for _, e := range append(slices.Clone(m.Edits()), redact.Edit{Old: [2]int64{int64(len(text)), int64(len(text))}, New: [2]int64{int64(len(got)), int64(len(got))}}) {
		if !bytes.Equal(text[old:e.Old[0]], got[now:e.New[0]]) {
			t.Fatalf("%q became %q between the spans", text[old:e.Old[0]], got[now:e.New[0]])
		}
		if utf8.Valid(text) && !(utf8.Valid(text[:e.Old[0]]) && utf8.Valid(text[:e.Old[1]])) {
			t.Fatalf("%v cuts a character", e.Old)
		}
		old, now = e.Old[1], e.New[1]
	}
	for _, s := range spans {
		covered := slices.ContainsFunc(m.Edits(), func(e redact.Edit) bool { return e.Old[0] <= s.Start && s.End <= e.Old[1] })
		if s.Start < s.End && !covered {
			t.Fatalf("%v is left", s)
		}
	}
	for _, e := range m.Edits() {
		near := slices.ContainsFunc(spans, func(s redact.Span) bool { return s.Start < s.End && s.Start-70 < e.Old[0]+1 && e.Old[0] <= s.Start })
		if !near {
			t.Fatalf("%v is no span", e.Old)
		}
	}
}

func TestDoingItAgainChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		spans := drawSpans(t, len(text))
		for i := range spans { // of one type and key, so that joined spans know theirs
			spans[i].Type, spans[i].Key = pii.Card, "a"
		}
		style := rapid.SampledFrom(styles[2:]).Draw(t, "style")
		once, m, err := redact.Text(nil, text, spans, style)
		if err != nil {
			t.Fatal(err)
		}
		var again []redact.Span
		for _, e := range m.Edits() {
			again = append(again, redact.Span{Start: e.New[0], End: e.New[1], Type: pii.Card, Key: "a"})
		}
		if bytes.Contains(once, []byte("\u0301")) || bytes.Contains(once, []byte("\u030a")) {
			return // marks left behind a replacement would now stand upon it
		}
		twice, _, err := redact.Text(nil, once, again, style)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%q became %q (%v)", once, twice, err)
		}
	})
}

func TestMapsAreInverse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		got, m, err := redact.Text(nil, text, drawSpans(t, len(text)), rapid.SampledFrom(styles).Draw(t, "style"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range text {
			if at, kept := m.New(int64(i)); kept {
				if back, kept := m.Old(at); !kept || back != int64(i) || got[at] != text[i] {
					t.Fatalf("%d → %d → %d", i, at, back)
				}
			}
		}
	})
}

func TestStreamsAreLikeTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := bytes.Repeat(drawText(t), rapid.IntRange(1, 4).Draw(t, "times"))
		spans := drawSpans(t, len(text))
		style := rapid.SampledFrom(styles).Draw(t, "style")
		want, m, err := redact.Text(nil, text, spans, style)
		if err != nil {
			t.Fatal(err)
		}
		var edits []redact.Edit
		got := stream(t, text, spans, style, func(e redact.Edit) { edits = append(edits, e) })
		if string(got) != string(want) || !slices.Equal(edits, m.Edits()) {
			t.Fatalf("got  %q %v\nwant %q %v", got, edits, want, m.Edits())
		}
	})
}

// stream writes in pieces and tells each span as soon as a scanner could know it.
func stream(t *rapid.T, text []byte, spans []redact.Span, style redact.Style, edit func(redact.Edit)) []byte {
	slices.SortFunc(spans, func(a, b redact.Span) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return int(b.End - a.End)
	})
	var got bytes.Buffer
	w := redact.NewWriter(&got, style)
	w.OnEdit = edit
	told := 0
	for at := 0; at < len(text); {
		n := min(rapid.IntRange(1, 100).Draw(t, "piece"), len(text)-at)
		must(t, func() error { _, err := w.Write(text[at : at+n]); return err })
		at += n
		for ; told < len(spans) && spans[told].Start < int64(at); told++ {
			must(t, func() error { return w.Span(spans[told]) })
		}
		must(t, func() error { return w.Settle(int64(at)) })
	}
	for ; told < len(spans); told++ {
		must(t, func() error { return w.Span(spans[told]) })
	}
	must(t, w.Close)
	return got.Bytes()
}

func must(t *rapid.T, do func() error) {
	t.Helper()
	if err := do(); err != nil {
		t.Fatal(err)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("Anna Berg, A\u030asa \xff"), uint16(5), uint16(9), uint16(11), uint16(13), uint8(0))
	f.Add([]byte("4111 1111 1111 1111"), uint16(0), uint16(19), uint16(3), uint16(22), uint8(3))
	f.Fuzz(func(t *testing.T, text []byte, a, b, c, d uint16, style uint8) {
		spans := []redact.Span{{Start: int64(a), End: int64(b), Type: pii.Email}, {Start: int64(c), End: int64(d), Type: pii.Card}}
		for _, s := range spans {
			if s.End < s.Start || s.End > int64(len(text)) {
				if got, _, err := redact.Text(nil, text, spans, styles[0]); err == nil || got != nil {
					t.Fatalf("%v in %d bytes: %q", s, len(text), got)
				}
				return
			}
		}
		checkRest(t, text, spans, styles[int(style)%len(styles)])
	})
}
