package pii

import "testing"

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
