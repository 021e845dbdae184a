package tagger

import (
	"bytes"
	"testing"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	words := map[string]Class{"anna": Given, "åkesson": Family, "björn": Given | Word, "köping": Place}
	l, err := ReadLexicon(Words(words))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range words {
		if got := l.Class(bytes.ToUpper([]byte(word))); got != want {
			t.Errorf("%s: %b, want %b", word, got, want)
		}
	}
	for word, want := range map[string]Class{"Annas": Given, "Anna-Björn": Given, "Annan": 0, "Björns": Given} {
		if got := l.lookup([]byte(word), fold([]byte(word))); got != want {
			t.Errorf("%s: %b, want %b", word, got, want)
		}
	}
}

func TestWeightsComeBack(t *testing.T) {
	t.Parallel()
	numbers := []uint32{3, 3 + 1<<bucketBits, Table - 1}
	w := NewWeights(numbers, []Row{{1, -2, 300}, {4, 5, 6}, {-1023, 1023, 0}}, Steps{{1, 2}, {3}})
	got, err := ReadWeights(w.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range append(numbers, 4) {
		if a, b := w.rows.find(n), got.rows.find(n); a != b {
			t.Errorf("row %d: %v became %v", n, a.row(), b.row())
		}
	}
	if got.steps != w.steps || w.rows.find(4) != 0 {
		t.Error("steps differ, or a row is there that was not given")
	}
	file := w.Bytes()
	for _, broken := range [][]byte{nil, file[:len(file)/2], []byte("no such file")} {
		if _, err := ReadWeights(broken); err == nil {
			t.Errorf("a file of %d bytes was read", len(broken))
		}
	}
}
