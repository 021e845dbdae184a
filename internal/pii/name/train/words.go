package main

import (
	"embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

//go:embed lists/*.txt
var lists embed.FS

var classes = map[string]tagger.Class{
	"given": tagger.Given, "family": tagger.Family, "place": tagger.Place,
	"given-nordic": tagger.Given | tagger.GivenNordic, "family-nordic": tagger.Family | tagger.FamilyNordic,
}

// listed are the words of our lists.
func listed() map[string]tagger.Class {
	words := map[string]tagger.Class{}
	for name, class := range classes {
		text, err := lists.ReadFile("lists/" + name + ".txt")
		if err != nil {
			panic(err) // they are part of the program
		}
		for word := range strings.FieldsSeq(string(text)) {
			words[strings.ToLower(word)] |= class
		}
	}
	return words
}

// addSmall adds the words that stand in small letters in a corpus more than once.
func addSmall(words map[string]tagger.Class, corpus []sentence) {
	count := map[string]int{}
	for _, s := range corpus {
		for _, w := range s.words {
			if r, _ := utf8.DecodeRuneInString(w.text); unicode.IsLower(r) {
				count[w.text]++
			}
		}
	}
	for w, n := range count {
		if n >= 2 {
			words[strings.ToLower(w)] |= tagger.Word
		}
		if n >= 20 {
			words[strings.ToLower(w)] |= tagger.Often
		}
	}
}
