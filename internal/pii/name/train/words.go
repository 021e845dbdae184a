package main

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

//go:embed lists/*.txt
var lists embed.FS

var classes = map[string]tagger.Class{
	"given": tagger.Given, "family": tagger.Family, "place": tagger.Place,
	"given-own": tagger.Given, "family-own": tagger.Family, "place-own": tagger.Place, "organisation": tagger.Organisation, "title": tagger.Title, "ambiguous": tagger.Word, "ambiguous-en": tagger.Word, "ambiguous-nb": tagger.Word, "ambiguous-fi": tagger.Word, "small": tagger.Word | tagger.Often,
	"given-nordic": tagger.Given | tagger.GivenNordic, "family-nordic": tagger.Family | tagger.FamilyNordic,
	"given-north": tagger.Given | tagger.GivenNordic, "family-north": tagger.Family | tagger.FamilyNordic,
}

// listed are the words of our lists.
func listed() map[string]tagger.Class {
	words := map[string]tagger.Class{}
	for name, class := range classes {
		for word := range strings.FieldsSeq(file(name)) {
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
	for w, class := range words {
		if class&tagger.Often != 0 && class&(tagger.GivenNordic|tagger.FamilyNordic) == 0 {
			words[w] &^= tagger.Given | tagger.Family // Till, Kan and Man are names, but not here
		}
	}
}

func sorted(words map[string]tagger.Class) []string { return slices.Sorted(maps.Keys(words)) }

// list joins lists; one named twice counts twice when names are drawn.
func list(names ...string) []string {
	var all []string
	for _, name := range names {
		all = append(all, strings.Fields(file(name))...)
	}
	return all
}

func file(name string) string {
	text, err := lists.ReadFile("lists/" + name + ".txt")
	if err != nil {
		panic(err) // they are part of the program
	}
	return string(text)
}
