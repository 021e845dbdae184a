package tagger

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSkim holds what is passed by at a glance against what is asked in full.
func TestSkim(t *testing.T) {
	t.Parallel()
	lexicon := NewLexicon(map[string]Class{"ab": Word, "b": Word | Place, "ordning": Word | Often, "anna": Given, "öde": Word, "till": Word | Often})
	words := rapid.SampledFrom([]string{"Ordning", "Anna", "Ab", "B", "Öde", "B1", "ZZ", "Till", "von", "ten", "av", "de", "ordning", "och", "är", "Ordningar", "Ordning-Ab"})
	gaps := rapid.SampledFrom([]string{" ", " ", " ", " ", ". ", "-", "\n", ", ", "\u00a0", ".", ": "})
	passes := 0
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for range 20 {
			text = append(append(text, words.Draw(t, "word")...), gaps.Draw(t, "gap")...)
		}
		s := island{lexicon: lexicon}
		if rapid.Bool().Draw(t, "known") {
			s.known.put(fold([]byte("ordning")), true)
		}
		s.begin(text)
		for i := range text {
			switch seen, lone := s.skim(text, i, &s.outline.blocks[i/64+1], &s.outline.blocks[i/64+2]), s.lone(text, i, lexicon); {
			case seen == passed && (!lone || s.tieBefore(text, i) < i):
				t.Fatalf("%q: the word at %d was passed by", text, i)
			case seen >= kept && lone:
				t.Fatalf("%q: the word at %d was taken for a name", text, i)
			case seen == passed:
				passes++
			}
		}
	})
	if passes == 0 {
		t.Error("nothing was passed by")
	}
}
