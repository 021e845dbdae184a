// Package name finds people's names in running text: Swedish first, and usable on Norwegian, Danish, Finnish and English prose. It
// is a list of names and small words (words.bin) and a tagger of a few tens of thousands of weights (weights.bin), both made by
// internal/pii/name/train; see docs/decisions/0009.
package name

import (
	_ "embed"
	"sync"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

//go:embed words.bin
var words []byte

//go:embed weights.bin
var weights []byte

// Span is a person's name: byte offsets on character borders, the end exclusive. The genitive's s is inside. Score is from 0 to 1.
type Span = tagger.Span

var finder = sync.OnceValue(func() *tagger.Tagger {
	lexicon, err := tagger.ReadLexicon(words)
	if err != nil {
		panic(err) // both are part of the program, and read by its tests
	}
	w, err := tagger.ReadWeights(weights)
	if err != nil {
		panic(err)
	}
	return &tagger.Tagger{Lexicon: lexicon, Weights: w}
})

// Find appends the names in a text to dst, in order and without overlaps. Many may call it at once; it keeps nothing of the text
// and, once warm, allocates only what dst needs.
func Find(dst []Span, text []byte) []Span { return finder().Find(dst, text) }

// Known tells whether the lists have a word as a given name and as a family name, whatever its case.
func Known(word []byte) (given, family bool) {
	c := finder().Lexicon.Class(word)
	return c&tagger.Given != 0, c&tagger.Family != 0
}
