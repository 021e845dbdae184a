package document

import (
	"slices"
	"strings"
)

// Changed says what became of a block.
type Changed string

// What can become of a block from one version to the next.
const (
	Added   Changed = "added"
	Removed Changed = "removed"
	Altered Changed = "changed"
)

// Change is one block that another version says otherwise.
type Change struct {
	Block   string   `json:"block"`
	Section string   `json:"section"` // its heading
	Label   string   `json:"label,omitempty"`
	What    Changed  `json:"what"`
	Before  []string `json:"before,omitempty"`
	After   []string `json:"after,omitempty"`
}

// Compare says what has changed in words from one version to the next: blocks
// that came or went, and blocks that say something else. The order of sections is
// no change of words.
func Compare(before, after Document) []Change {
	old := index(before)
	all := []Change{}
	for s, b := range after.Blocks {
		was, ok := old[b.ID]
		switch {
		case !ok:
			all = append(all, Change{Block: b.ID, Section: s.Title.String(), Label: b.Label, What: Added, After: b.Lines})
		case !slices.Equal(was.Lines, b.Lines) || was.Label != b.Label:
			all = append(all, Change{b.ID, s.Title.String(), b.Label, Altered, was.Lines, b.Lines})
		}
	}
	now := index(after)
	for s, b := range before.Blocks {
		if _, stays := now[b.ID]; !stays {
			all = append(all, Change{Block: b.ID, Section: s.Title.String(), Label: b.Label, What: Removed, Before: b.Lines})
		}
	}
	return all
}

func index(d Document) map[string]Block {
	all := map[string]Block{}
	for _, b := range d.Blocks {
		all[b.ID] = b
	}
	return all
}

// Span is a run of words that stayed, came or went.
type Span struct {
	What Changed `json:"what,omitempty"` // empty: stayed
	Text string  `json:"text"`
}

// maxWords bounds the table that two texts are compared in; longer ones are shown
// whole, before and after.
const maxWords = 600

// Words says word by word how one text became another.
func Words(before, after string) []Span {
	a, b := strings.Fields(before), strings.Fields(after)
	if len(a) > maxWords || len(b) > maxWords {
		return []Span{{Removed, before}, {Added, after}}
	}
	length := common(a, b)
	var spans []Span
	say := func(what Changed, word string) {
		if n := len(spans); n > 0 && spans[n-1].What == what {
			spans[n-1].Text += " " + word
			return
		}
		spans = append(spans, Span{what, word})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			say("", a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			say(Removed, a[i])
			i++
		default:
			say(Added, b[j])
			j++
		}
	}
	return spans
}

// common is the length of the longest common run of words from each place on.
func common(a, b []string) [][]int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length
}
