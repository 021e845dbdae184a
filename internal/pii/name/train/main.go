// Command train makes the lists and the model of names.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

var (
	corpusPath = flag.String("corpus", "../shared/data/ner/klintan-sv/train_corpus.txt", "marked text to learn from")
	epochs     = flag.Int("epochs", 12, "")
	folds      = flag.Int("folds", 10, "")
	block      = flag.Bool("block", true, "")
	only       = flag.Int("only", 0, "")
	rate       = flag32("rate", 0.1)
	decay      = flag32("decay", 0.001)
	drop       = flag.Float64("drop", 0.1, "")
	build      = flag.String("build", "", "folder")
	verbose    = flag.Bool("v", false, "")
)

func flag32(name string, value float64) *float32 {
	v := new(float32)
	*v = float32(value)
	flag.Func(name, "", func(s string) error { var x float64; _, err := fmt.Sscan(s, &x); *v = float32(x); return err })
	return v
}

func main() {
	flag.Parse()
	corpus, err := readCorpus(*corpusPath)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if *build != "" {
		words, weights := make_(corpus)
		os.WriteFile(*build+"/words.bin", words, 0o644)
		os.WriteFile(*build+"/weights.bin", weights, 0o644)
		return
	}
	var all tally
	n := *folds
	if *only > 0 {
		n = *only
	}
	for fold := range n {
		var part, rest []sentence
		for i, s := range corpus {
			if (*block && i*(*folds)/len(corpus) == fold) || (!*block && i%*folds == fold) {
				part = append(part, s)
			} else {
				rest = append(rest, s)
			}
		}
		t := learn(rest)
		one := measure(t, part, *verbose)
		if len(flag.Args()) > 0 && fold == 0 {
			for _, p := range flag.Args() {
				c, _ := readCorpus(p)
				fmt.Println(p, measure(t, c, *verbose))
			}
		}
		all.add(one)
	}
	fmt.Println(all)
}

func make_(corpus []sentence) (words, weights []byte) {
	t := learn(corpus)
	all := listed()
	addSmall(all, corpus)
	return tagger.Words(all), t.Weights.Bytes()
}

func learn(corpus []sentence) *tagger.Tagger {
	words := listed()
	addSmall(words, corpus)
	t := &tagger.Tagger{Lexicon: tagger.NewLexicon(words)}
	var all []island
	for _, s := range corpus {
		t.Examples([]byte(s.text), func(e tagger.Example) []tagger.Tag {
			gold := s.tags(e.Tokens)
			all = append(all, island{e.Rows, gold})
			return gold
		})
	}
	c := newCRF()
	c.train(all, *epochs, rand.New(rand.NewPCG(1, 2)))
	t.Weights = c.weights()
	return t
}

// tally counts spans.
type tally struct{ right, found, marked int }

func (t *tally) add(o tally) { t.right += o.right; t.found += o.found; t.marked += o.marked }

func (t tally) String() string {
	p, r := float64(t.right)/float64(max(t.found, 1)), float64(t.right)/float64(max(t.marked, 1))
	return fmt.Sprintf("P %.4f R %.4f F1 %.4f (%d of %d found, %d marked)", p, r, 2*p*r/(p+r), t.right, t.found, t.marked)
}

func measure(t *tagger.Tagger, corpus []sentence, show bool) tally {
	var all tally
	var spans []tagger.Span
	for _, s := range corpus {
		spans = t.Find(spans[:0], []byte(s.text))
		gold := s.persons()
		right := 0
		for _, a := range spans {
			for _, b := range gold {
				if a.Start == b.Start && a.End == b.End {
					right++
				}
			}
		}
		all.add(tally{right, len(spans), len(gold)})
		if show && (right != len(spans) || right != len(gold)) {
			fmt.Print("TEXT ", s.text, "\n  gold:")
			for _, b := range gold {
				fmt.Print(" [", s.text[b.Start:b.End], "]")
			}
			fmt.Print("\n  seen:")
			for _, b := range spans {
				fmt.Print(" [", s.text[b.Start:b.End], "]")
			}
			fmt.Println()
		}
	}
	return all
}
