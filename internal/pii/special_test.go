package pii

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// hintPieces are what texts are made of in which hints and ends of sentences may stand, whole, inside of words, with signs and without.
var hintPieces = []string{
	"sjukskriven", "långtidssjukskriven", "Diabetes", "hiv", "HIV", "hivs", "gay", "brott", "brotts", "dömd", "domd", "do\u0308md", "d\xf6md", "DÖMD",
	"psykisk", "rintasyöpä", "sick", "sick of ", "och", "på", "är", "facklig", "fängelse", "Anna", "a@b.se", "3.14", "x", "s", " ", " ", " ", "\n", ".", ". A", ". Å",
	"! B", "?", "-", "_", "1", "\u2019", "\xe5", "\u0308",
}

func drawPieces(t *rapid.T, of []string) (text []byte) {
	n := rapid.IntRange(0, 200).Draw(t, "pieces")
	for _, piece := range rapid.SliceOfN(rapid.SampledFrom(of), n, n).Draw(t, "text") {
		text = append(text, piece...)
	}
	return text
}

// TestHintsAreFoundByTheBlock holds it against asking each word.
func TestHintsAreFoundByTheBlock(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := s.start(Hint{})
	rapid.Check(t, func(t *rapid.T) {
		r.text = drawPieces(t, hintPieces)
		r.outline.read(r.text)
		from := rapid.IntRange(0, len(r.text)).Draw(t, "from")
		to := rapid.IntRange(from, len(r.text)).Draw(t, "to")
		r.extras = r.extras[:0]
		for i := from; i < to; i++ {
			if is(r.text[i], isLetter) && (i == 0 || !is(r.text[i-1], isLetter)) {
				r.hintAt(i)
			}
		}
		want := slices.Clone(r.extras)
		r.extras = r.extras[:0]
		r.hints(from, to)
		r.hinted()
		if len(r.extras) != len(want) {
			t.Fatalf("%d hints, not %d", len(r.extras), len(want))
		}
		for i, e := range r.extras {
			if e.kind != want[i].kind || e.start != want[i].start || e.end != want[i].end {
				t.Fatalf("a hint from %d to %d, not from %d to %d", e.start, e.end, want[i].start, want[i].end)
			}
		}
	})
}

// TestSentencesEndAsTheirSignsSay holds their ends, both ways, against looking at each byte.
func TestSentencesEndAsTheirSignsSay(t *testing.T) {
	t.Parallel()
	r := new(run)
	rapid.Check(t, func(t *rapid.T) {
		r.text = drawPieces(t, hintPieces)
		r.outline.read(r.text)
		i := rapid.IntRange(0, len(r.text)).Draw(t, "i")
		start, end := 0, len(r.text)
		for at := range r.text {
			if !endsSentence(r.text[at:]) {
				continue
			}
			if at < i {
				start = at + 1
			} else {
				end = min(end, at)
			}
		}
		if got := r.sentenceStart(i, 0); got != start {
			t.Fatalf("the sentence of %d begins at %d, not %d", i, got, start)
		}
		if got := r.sentenceEnd(i, len(r.text)); got != end {
			t.Fatalf("the sentence of %d ends at %d, not %d", i, got, end)
		}
	})
}

// endsSentence reports whether a text begins with a line's end, or with a sign, a blank and a capital.
func endsSentence(t []byte) bool {
	switch {
	case t[0] == '\n':
		return true
	case t[0] != '.' && t[0] != '!' && t[0] != '?' || len(t) < 3:
		return false
	}
	return (t[1] == ' ' || t[1] == '\t' || t[1] == '\r' || t[1] == '\n') && (t[2] >= 'A' && t[2] <= 'Z' || t[2] >= 0x80)
}
