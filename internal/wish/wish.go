// Package wish reads what a letter asks for: to be erased, a copy, no more
// newsletters. It knows the words of Swedish, Finnish, Norwegian, Danish and
// English, by patterns that stand in one table, and it only proposes: what a
// letter truly asks for a person confirms.
package wish

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
)

// Wish is one right that a letter seems to use.
type Wish struct {
	Right varsam.Right `json:"right"`

	// Marketing is set for an objection to newsletters and the like, which needs
	// no balance and works at once (Art. 21(2)–(3)).
	Marketing bool `json:"marketing,omitempty"`

	Score float64 `json:"score"` // from 0 to 1; how often a careful reader would agree

	// Start and End bound the words that say so, in bytes of the letter.
	Start int `json:"start"`
	End   int `json:"end"`
}

// The scores that the product acts by.
const (
	Propose = 0.5 // a person should look
	Plain   = 0.8 // said in so many words
)

// Read is what a letter asks for, each right once with its plainest words, the
// surest first. What the letter quotes of others, and its signature, is not read.
func Read(letter string) []Wish {
	best := map[Wish]Wish{}
	lawful := false
	clauses := clausesOf(letter)
	for _, c := range clauses {
		lawful = lawful || table().lawful(c)
	}
	for i, c := range clauses {
		asks := table().asks(c) || i > 0 && table().asks(clauses[i-1])
		for _, w := range table().read(c) {
			w.Score = scored(w.Score, asks, lawful)
			kind := Wish{Right: w.Right, Marketing: w.Marketing}
			if w.Score >= Propose && w.Score > best[kind].Score {
				best[kind] = w
			}
		}
	}
	return sorted(best)
}

// scored adds what the words around a wish say: that something is asked for, and
// that the law is meant.
func scored(score float64, asks, lawful bool) float64 {
	if asks {
		score += 0.15
	}
	if lawful {
		score += 0.15
	}
	return min(score, 1)
}

func sorted(best map[Wish]Wish) []Wish {
	var all []Wish
	for _, w := range best {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Wish) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Right, b.Right))
	})
	return all
}
