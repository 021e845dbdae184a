package main

import (
	"bytes"
	"os"
	"runtime"
	"testing"

	"github.com/varsam/varsam/internal/pii/name"
	"github.com/varsam/varsam/internal/pii/name/tagger"
)

const (
	news  = "../../../../../shared/data/ner/klintan-sv/train_corpus.txt"
	prose = "../../../../../shared/data/ner/uner-sv-talbanken/"
)

func corpusAt(t *testing.T, path string) []sentence {
	t.Helper()
	sentences, err := readCorpus(path)
	if os.IsNotExist(err) {
		t.Skipf("left out: %s is not there", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return sentences
}

// TestNews learns from nine tenths of the news and is measured on the rest. All ten folds take longer: train -check.
func TestNews(t *testing.T) {
	t.Parallel()
	sentences := corpusAt(t, news)
	var all tally
	for _, fold := range []int{0, 3, 6, 9} {
		all.add(leaveOut(sentences, fold, false))
	}
	t.Logf("news not learned from, 4 of %d folds: %v", folds, all)
	if all.f1() < 0.90 {
		t.Errorf("F1 %.3f, promised 0.90", all.f1())
	}
}

// TestOtherProse measures what is shipped on text that nothing was learned from: mixed prose of the 1970s.
func TestOtherProse(t *testing.T) {
	t.Parallel()
	sentences := append(corpusAt(t, prose+"train.iob2"), corpusAt(t, prose+"dev.iob2")...)
	all := measure(name.Find, sentences, false)
	t.Logf("prose of another time: %v", all)
	if all.f1() < 0.73 { // what lists and rules alone reach there
		t.Errorf("F1 %.3f", all.f1())
	}
}

func TestWordsThatAreAlsoNames(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../testdata/ambiguous.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := measure(name.Find, readBracketed(string(text)), false)
	t.Logf("words that are also names: %v", all)
	if all.precision() < 0.9 || all.recall() < 0.75 {
		t.Errorf("precision %.3f, promised 0.90", all.precision())
	}
}

// TestShippedFilesAreWhatTheToolMakes runs the tool again. Other processors may round the last bit of a sum otherwise.
func TestShippedFilesAreWhatTheToolMakes(t *testing.T) {
	t.Parallel()
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: the files were made on amd64")
	}
	corpusAt(t, news)
	dir := t.TempDir()
	if err := run(news, dir, false, false); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"words.bin", "weights.bin"} {
		made, err := os.ReadFile(dir + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		shipped, err := os.ReadFile("../" + file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, shipped) {
			t.Errorf("%s is not what train makes now; run it", file)
		}
	}
}

func TestLearningIsRepeatable(t *testing.T) {
	t.Parallel()
	text := []sentence{bracketed("Ordet gick till [Anna Lind], som bor i Lund."), bracketed("Volvo svarade [Bo Ek] i går.")}
	words, first := learn(text)
	again, second := learn(text)
	if !bytes.Equal(tagger.Words(words), tagger.Words(again)) || !bytes.Equal(first.Weights.Bytes(), second.Weights.Bytes()) {
		t.Error("two runs differ")
	}
}
