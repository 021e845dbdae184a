package pii

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryStemIsFound(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*lexicon{"labels": labelWords, "special": specialWords, "within": withinWords} {
		for _, s := range l.stems {
			whole := s.mask == ^uint64(0)
			for _, after := range []string{"", " ", ":1", "x", "ö"} {
				text := []byte(s.word + after)
				if longer := after == "x" || after == "ö"; longer && whole {
					continue
				}
				_, size := word(text)
				if got, _ := l.find(text, 0, size); got == 0 {
					t.Errorf("%s: %q is not found", name, text)
				}
			}
		}
	}
}

func TestWordsAreFolded(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{"född", "FÖDD", "fo\u0308dd", "f\xf6dd", "fødd", "född 1980", "född\u00a01980", "fo\u0308dd."} {
		_, size := word([]byte(spelling))
		if l, _ := labelWords.find([]byte(spelling), 0, size); l&lBirth == 0 {
			t.Errorf("%q is not the word", spelling)
		}
	}
}

// TestFindReadsEachLetter holds the ways to read a word by the eight bytes against reading letter by letter and asking every stem.
func TestFindReadsEachLetter(t *testing.T) {
	t.Parallel()
	pieces := []string{"å", "ö", "É", "×", "e\u0301", "\xe5", "—", "ł", " ", ":", "1", "s", "\u00a0", "a", "T"}
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom([]*lexicon{labelWords, specialWords}).Draw(t, "lexicon")
		w := []byte(rapid.SampledFrom(l.stems).Draw(t, "stem").word)
		at := rapid.IntRange(0, len(w)).Draw(t, "at")
		text := append(append(append([]byte{}, w[:at]...), rapid.SampledFrom(pieces).Draw(t, "piece")...), w[at:]...)
		text = append(text, rapid.SampledFrom(pieces).Draw(t, "behind")+rapid.SampledFrom([]string{"", " och så vidare"}).Draw(t, "rest")...)
		key, size := word(text)
		var longest stem
		for _, s := range l.stems {
			if key&s.mask == s.key && len(s.word) > len(longest.word) {
				longest = s
			}
		}
		if got, name := l.find(text, 0, size); got != longest.label || name != longest.word {
			t.Fatalf("%q is %q, not %q", text, name, longest.word)
		}
	})
}

// TestWordsAreLabelsByTheirEnd asks for each ending behind letters of its own, at the beginning of a text and inside of one.
func TestWordsAreLabelsByTheirEnd(t *testing.T) {
	t.Parallel()
	for _, e := range endings {
		for _, w := range []string{"xy" + e.word, "XY" + strings.ToUpper(e.word), "exempel" + e.word} {
			for _, before := range []string{"", "a ", "nu är vi "} {
				text := []byte(before + w + ": 12345678")
				start, end := len(before), len(before)+len(w)
				if l, _ := labelOf(text, start, end); l != e.label && len(w) >= 5 {
					t.Errorf("%q says %b, not %b", text, l, e.label)
				}
				if mayLabel(text, start, end)&byEnd == 0 && len(w) >= 5 {
					t.Errorf("%q is told to be no label", text)
				}
			}
		}
	}
}

// commonWords are the most frequent ones of Swedish, Norwegian, Finnish and English.
const commonWords = `och att det som en på av för med till den har de inte om ett han men var jag sig från vi så kan när år säger hon under också efter eller
nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad få två vill ha många hur mer går
detta nya utan sina något svenska allt första fick måste mellan blev bli dag någon några sitt stora varit dess tre dem redan samma bra göra enligt
og ikke jeg seg fra sier etter nå der skal finnes være alle andre mye enn siden selv hva hvor dette nye prosent noe første fikk må mellom ble noen vært
ja ei se että hän oli ovat mutta kun niin myös kuin tai joka sen jos vain nyt minä ole olla sitä hänen vielä voi sekä siitä vuoden kanssa mitä jo siis kaikki
the of and to is that for it was with as be by at from are this have not or but had they she which you were all we there their would been has when who will if no
out so said what up its about into than them can only time new some could these two may first then do any like my now over such our man me even most made did
many before must through years where much your way down should because long each just those too how little good world make very still see own work men day get here`

// TestCommonWordsLookLikeNoneOfOurs holds that few of those beside a number are asked further: those that do begin as some of ours, or end so.
func TestCommonWordsLookLikeNoneOfOurs(t *testing.T) {
	t.Parallel()
	var asked []string
	for w := range strings.FieldsSeq(commonWords) {
		text := []byte("    " + w + "        ")
		if mayLabel(text, 4, 4+len(w)) != 0 && !glue([]byte(w)) {
			asked = append(asked, w)
		}
	}
	if len(asked) > 12 {
		t.Errorf("%d: %v", len(asked), asked)
	}
}
