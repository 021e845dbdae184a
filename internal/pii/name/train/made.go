package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// maker fills the sentences of our own with names.
type maker struct {
	random               *rand.Rand
	sentences            []string
	given, family, words []string
	english              []string // words that are also names
	danish, finnish      []string // and of Norwegian too
	companies, places    []string
}

func newMaker(random *rand.Rand) *maker {
	m := &maker{random: random}
	for _, line := range strings.Split(strings.TrimSpace(file("sentences")), "\n") {
		if !strings.HasPrefix(line, "#") {
			m.sentences = append(m.sentences, line)
		}
	}
	m.given = list("given-nordic", "given-nordic", "given-nordic", "given-north", "given-north", "given-own", "given-own", "given")
	m.family = list("family-nordic", "family-nordic", "family-nordic", "family-nordic", "family-nordic", "family-nordic", "family-north", "family-north", "family-own", "family-own", "family")
	m.companies = list("organisation")
	m.places = list("place-own", "place")
	m.words = list("ambiguous")
	m.english = list("ambiguous-en")
	m.danish = list("ambiguous-nb")
	m.finnish = list("ambiguous-fi")
	return m
}

// each makes every sentence once.
func (m *maker) each(use func(sentence)) {
	for _, s := range m.sentences {
		use(m.fill(s))
	}
}

func (m *maker) fill(pattern string) sentence {
	var text strings.Builder
	var s sentence
	for pattern != "" {
		before, rest, found := strings.Cut(pattern, "{")
		text.WriteString(before)
		if !found {
			break
		}
		slot, after, _ := strings.Cut(rest, "}")
		name, tag := m.name(slot)
		s.words = append(s.words, placed{text.Len(), text.Len() + len(name), word{name, tag, false}})
		text.WriteString(name)
		pattern = after
	}
	s.text = text.String()
	return s
}

// name draws for a slot.
func (m *maker) name(slot string) (string, tagger.Tag) {
	if of, end, ok := strings.Cut(slot, "+"); ok {
		name, tag := m.name(of)
		return inCase(name, end), tag
	}
	switch slot {
	case "g":
		return m.draw(m.given), tagger.Person
	case "a":
		return upperFirst(m.draw(m.words)), tagger.Person
	case "as":
		return genitive(upperFirst(m.draw(m.words))), tagger.Person
	case "l":
		return m.draw(m.given), tagger.Company
	case "c":
		return m.draw(m.companies), tagger.Company
	case "p":
		return m.draw(m.places), tagger.Location
	case "k":
		return m.letters(), tagger.Company
	case "v":
		return m.draw(m.words), tagger.None
	case "e":
		return upperFirst(m.draw(m.english)), tagger.None
	case "E":
		return m.draw(m.english), tagger.None
	case "b":
		return upperFirst(m.draw(m.danish)), tagger.None
	case "B":
		return m.draw(m.danish), tagger.None
	case "q":
		return upperFirst(m.draw(m.danish)), tagger.Person
	case "qs":
		return genitive(upperFirst(m.draw(m.danish))), tagger.Person
	case "x":
		return upperFirst(m.draw(m.finnish)), tagger.None
	case "X":
		return m.draw(m.finnish), tagger.None
	case "y":
		return upperFirst(m.draw(m.finnish)), tagger.Person
	case "n", "N":
		return upperFirst(m.draw(m.english)), tagger.Person
	case "gs":
		return genitive(m.draw(m.given)), tagger.Person
	case "f":
		return m.draw(m.family), tagger.Person
	case "fs":
		return genitive(m.draw(m.family)), tagger.Person
	case "i":
		return string(rune('A' + m.random.IntN(26))), tagger.Person
	case "o":
		return m.draw(m.family), tagger.Company
	}
	return upperFirst(m.draw(m.words)), tagger.None
}

func (m *maker) draw(from []string) string { return from[m.random.IntN(len(from))] }

// letters make an abbreviation.
func (m *maker) letters() string {
	out := make([]byte, 2+m.random.IntN(3))
	for i := range out {
		out[i] = byte('A' + m.random.IntN(26))
	}
	return string(out)
}

func genitive(name string) string {
	if strings.ContainsAny(name[len(name)-1:], "sxz") {
		return name
	}
	return name + "s"
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
