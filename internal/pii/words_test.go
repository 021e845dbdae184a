package pii

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// wordPieces are what texts are made of in which words of writers may stand, whole, broken, with signs and beside others.
var wordPieces = []string{
	"Jag", "jag", "Min", "Mitt", "Olen", "My", "I", "I'm", "I\u2019ve", "Han", "Hän", "H\xe4n", "Ha\u0308n", "He", "She", "Her", "här", "har", "är", "\xe4r",
	"a\u0308r", "ar", "far", "får", "häktades", "am", "is", "Honung", "Mån", "J\u00e4rn", " ", " ", " ", "\n", ". ", "'", "1", "_", "@", "\u00e5", "\xc3", "\u0308", "€",
}

// TestWordsAreAskedForByFourLettersFirst holds that this leaves none out, whatever it is written like.
func TestWordsAreAskedForByFourLettersFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawPieces(t, wordPieces)
		s := callers
		if rapid.Bool().Draw(t, "verbs") {
			s = verbs
		}
		for i := range text {
			end := i
			for end < len(text) && is(text[end], isLetter) {
				end++
			}
			k, want := key(text[i:end]), saying(0)
			if at := s.place(k); end-i > 1 && end-i < tooLong && s.keys[at] == k {
				want = s.says[at] & s.pairs[pairOf(text[i], text[i+1])]
			}
			if _, says := s.find(text, i); says != want {
				t.Fatalf("%q says %b, not %b", text[i:], says, want)
			}
			if want != 0 && s.begins(text, i) == 0 {
				t.Fatalf("%q begins with none of them", text[i:])
			}
		}
	})
}

// TestWritersAreFoundByTheBlock holds it against asking every byte.
func TestWritersAreFoundByTheBlock(t *testing.T) {
	t.Parallel()
	r := new(run)
	rapid.Check(t, func(t *rapid.T) {
		r.text = drawPieces(t, wordPieces)
		r.outline.read(r.text)
		var want []int32
		for i, b := range r.text {
			if isWriterBegin(b) && (i == 0 || !is(r.text[i-1], isWord)) && isWriter(r.text, i) {
				want = append(want, int32(i))
			}
		}
		got := slices.DeleteFunc(slices.Clone(r.writers(0, min(len(r.text), writersReach))), func(i int32) bool { return !isWriter(r.text, int(i)) })
		if !slices.Equal(got, want) {
			t.Fatalf("writers stand at %v, not %v", got, want)
		}
	})
}
