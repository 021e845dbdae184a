package register

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// didYouMean is "did you mean ‘a’ or ‘b’?", or empty when nothing is near.
func didYouMean(word string, known []string) locale.Saying {
	near := nearest(word, known)
	switch len(near) {
	case 0:
		return locale.Saying{}
	case 1:
		return locale.Says("did you mean %s?", quote(near[0]))
	}
	last := len(near) - 1
	return locale.Says("did you mean %s or %s?", quoteAll(near[:last]), quote(near[last]))
}

func quote(s string) string { return "‘" + s + "’" }

func quoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return strings.Join(quoted, ", ")
}

// nearest are at most three known words that look like the word, nearest first.
func nearest(word string, known []string) []string {
	type candidate struct {
		word string
		off  int
	}
	var near []candidate
	for _, k := range known {
		if off, ok := alike(word, k); ok {
			near = append(near, candidate{k, off})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.off, b.off), cmp.Compare(a.word, b.word)) })
	words := make([]string, 0, 3)
	for _, c := range near[:min(3, len(near))] {
		words = append(words, c.word)
	}
	return words
}

// alike measures how far two words differ, separators and case apart. One that
// begins the other, or is its last segment, is near too.
func alike(a, b string) (int, bool) {
	a, b = plain(a), plain(b)
	if len(a) > 64 || len(b) > 64 || a == "" {
		return 0, false
	}
	off := distance([]rune(a), []rune(b))
	if off <= 1+len(a)/4 && off < len(a) {
		return off, true
	}
	long := len(a) >= 3 && len(b) >= 3
	if long && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.HasSuffix(b, a)) {
		return off + 1, true
	}
	return 0, false
}

func plain(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}

// distance counts the letters to insert, delete, replace or swap.
func distance(a, b []rune) int {
	prev2, prev := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], prev2[j-1]+1)
			}
		}
		prev2, prev = prev, row
	}
	return prev[len(b)]
}
