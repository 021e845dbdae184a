package pii

import (
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryStemIsFound(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*lexicon{"labels": labelWords, "special": specialWords} {
		for _, all := range l.stems {
			for _, s := range all {
				whole := s.whole()
				for _, after := range []string{"", " ", ":1", "x", "ö"} {
					text := []byte(s.word + after)
					longer := after == "x" || after == "ö"
					if longer && whole {
						continue
					}
					_, size := word(text)
					if got, _ := l.find(text[:size]); !l.may(text) || got == 0 {
						t.Errorf("%s: %q is not found: may %v, label %b", name, text, l.may(text), got)
					}
				}
			}
		}
	}
}

func TestWordsAreFolded(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{"född", "FÖDD", "fo\u0308dd", "f\xf6dd", "fødd", "född 1980", "född\u00a01980", "fo\u0308dd."} {
		_, size := word([]byte(spelling))
		if l, _ := labelWords.find([]byte(spelling)[:size]); l&lBirth == 0 || !labelWords.may([]byte(spelling)) {
			t.Errorf("%q is not the word", spelling)
		}
	}
}

func TestMayDeniesNothingThatIsFound(t *testing.T) {
	t.Parallel()
	pieces := []string{"å", "ö", "É", "×", "e\u0301", "\xe5", "—", "ł", " ", ":", "1", "s", "\u00a0", "a", "T"}
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom([]*lexicon{labelWords, specialWords}).Draw(t, "lexicon")
		all := l.stems[rapid.SampledFrom(beginnings(l)).Draw(t, "beginning")]
		w := []byte(rapid.SampledFrom(all).Draw(t, "stem").word)
		at := rapid.IntRange(0, len(w)).Draw(t, "at")
		text := append(append(append([]byte{}, w[:at]...), rapid.SampledFrom(pieces).Draw(t, "piece")...), w[at:]...)
		text = append(text, rapid.SampledFrom(pieces).Draw(t, "behind")+" och så vidare"...)
		_, size := word(text)
		if got, _ := l.find(text[:size]); got != 0 && !l.may(text) {
			t.Fatalf("%q is found, and may says no", text)
		}
		three := binary.LittleEndian.Uint32(text)
		if size == 2 {
			three &= 0xFFFF
		}
		if got, _ := labelWords.find(text[:size]); labelThrees.may(three)&groupOf(got) != groupOf(got) {
			t.Fatalf("%q is found, and its three bytes say no", text)
		}
		if got, _ := specialWords.find(text[:size]); got != 0 && specialThrees.may(binary.LittleEndian.Uint32(text)) == 0 {
			t.Fatalf("%q is found, and its three bytes say no", text)
		}
	})
}

func beginnings(l *lexicon) (all []int) {
	for i := range l.stems {
		if len(l.stems[i]) > 0 {
			all = append(all, i)
		}
	}
	return all
}
