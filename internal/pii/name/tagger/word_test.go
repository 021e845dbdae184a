package tagger

import (
	"testing"

	"pgregory.net/rapid"
)

// TestWordsInTextAndAlone: what is read of a word at once, where a text goes on behind it, is what is read byte by byte where nothing does.
func TestWordsInTextAndAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := broken().Draw(t, "text")
		for i := range text {
			end := wordEnd(text, i)
			if end == i {
				continue
			}
			word := text[i:end]
			alone := append(make([]byte, 0, len(word)), word...)[:len(word):len(word)]
			if fold(word) != fold(alone) || ending(word) != ending(alone) || beginning(word) != beginning(alone) {
				t.Fatalf("%q in %q is another word", word, text)
			}
			if up, first := capitalAt(word, 0); up && shapeOf(word, first) != shapeOf(alone, first) {
				t.Fatalf("%q has shape %d, alone %d", word, shapeOf(word, first), shapeOf(alone, first))
			}
		}
	})
}

// TestEachRowIsFound, and no other.
func TestEachRowIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var in buckets
		want := map[uint32]Row{}
		near := rapid.Uint32Range(0, 3).Draw(t, "buckets")
		for _, number := range rapid.SliceOfDistinct(rapid.Uint32Range(0, Table-1), rapid.ID).Draw(t, "numbers") {
			number &^= (1<<bucketBits - 1) &^ near
			if _, known := want[number]; known || len(in[number&near]) == ways {
				continue
			}
			row := Row{int16(number>>bucketBits) - 64, int16(len(want)), -mostWeight}
			want[number] = row
			in[number&near] = append(in[number&near], entry{uint8(number >> bucketBits), row})
		}
		rows := newTable(&in)
		for column := range uint32(columns) {
			for bucket := range near + 2 {
				number := column<<bucketBits | bucket
				if got := rows.find(number).row(); got != want[number] {
					t.Fatalf("row %d is %v, want %v", number, got, want[number])
				}
			}
		}
	})
}
