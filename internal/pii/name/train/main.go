// Command train makes the two files that package name holds: the words and the weights. The same lists and the same marked text
// give the same bytes.
//
//	go run ./internal/pii/name/train                 writes words.bin and weights.bin
//	go run ./internal/pii/name/train -check          leaves out a tenth of the text ten times and counts what is found in it
//	go run ./internal/pii/name/train -check -show    and prints what was found wrongly
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

func main() {
	corpus := flag.String("corpus", "", "marked news text to learn from: the training part of klintan/swedish-ner-corpus")
	out := flag.String("out", "internal/pii/name", "folder for the files")
	check := flag.Bool("check", false, "measure by ten folds instead of writing")
	show := flag.Bool("show", false, "print the sentences with faults")
	flag.Parse()
	if *corpus == "" {
		fmt.Fprintln(os.Stderr, "train: say where the news text is: -corpus FILE")
		os.Exit(2)
	}
	if err := run(*corpus, *out, *check, *show); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(corpus, out string, check, show bool) error {
	sentences, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	if check {
		var all tally
		for fold := range folds {
			one := leaveOut(sentences, fold, show)
			fmt.Printf("fold %2d: %v\n", fold, one)
			all.add(one)
		}
		fmt.Printf("all:     %v\n", all)
		return nil
	}
	words, t := learn(sentences)
	if err := os.WriteFile(filepath.Join(out, "words.bin"), tagger.Words(words), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "weights.bin"), t.Weights.Bytes(), 0o644)
}

const folds = 10

// leaveOut learns from all but one of ten stretches of a corpus and measures on that one.
func leaveOut(corpus []sentence, fold int, show bool) tally {
	from, to := fold*len(corpus)/folds, (fold+1)*len(corpus)/folds
	rest := append(append([]sentence{}, corpus[:from]...), corpus[to:]...)
	_, t := learn(rest)
	return measure(t.Find, corpus[from:to], show)
}
