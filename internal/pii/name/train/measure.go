package main

import (
	"fmt"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// tally counts names: marked, found, and found with exactly the marked span.
type tally struct{ right, found, marked int }

func (t *tally) add(o tally) {
	t.right += o.right
	t.found += o.found
	t.marked += o.marked
}

func (t tally) precision() float64 { return float64(t.right) / float64(max(t.found, 1)) }

func (t tally) recall() float64 { return float64(t.right) / float64(max(t.marked, 1)) }

func (t tally) f1() float64 { return 2 * float64(t.right) / float64(max(t.found+t.marked, 1)) }

func (t tally) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (%d names, %d found, %d exactly)", t.precision(), t.recall(), t.f1(), t.marked, t.found, t.right)
}

// measure counts over sentences, each a text of its own.
func measure(find func([]tagger.Span, []byte) []tagger.Span, corpus []sentence, show bool) tally {
	var all tally
	for _, s := range corpus {
		seen, marked := find(nil, []byte(s.text)), s.persons()
		one := tally{same(seen, marked), len(seen), len(marked)}
		if show && (one.right < one.found || one.right < one.marked) {
			fmt.Printf("%s\n\tmarked %q\n\tfound  %q\n", s.text, s.parts(marked), s.parts(seen))
		}
		all.add(one)
	}
	return all
}

func same(seen, marked []tagger.Span) (n int) {
	for _, a := range seen {
		for _, b := range marked {
			if a.Start == b.Start && a.End == b.End {
				n++
			}
		}
	}
	return n
}

func (s sentence) parts(spans []tagger.Span) (parts []string) {
	for _, span := range spans {
		parts = append(parts, s.text[span.Start:span.End])
	}
	return parts
}
