package tagger

import (
	"bytes"
	"sync"
)

// Tag is what a token is part of.
type Tag uint8

// The tags. The tagger learns all, since what is a place is no person; only persons are given out.
const (
	None Tag = iota
	Person
	Location
	Company // anything else with a name: a firm, a book
	tags
)

// Span is a person's name. Score is from 0 to 1 by the margin of its weakest word; 0.5 where something else was as likely.
type Span struct {
	Start, End int
	Score      float32
}

// Tagger finds names. It may be used by many at once.
type Tagger struct {
	Lexicon *Lexicon
	Weights *Weights
}

var scratch = sync.Pool{New: func() any { return &island{tokens: make([]Token, 0, maxIsland)} }}

// Find appends the persons' names of a text to dst, in order and without overlaps.
func (t *Tagger) Find(dst []Span, text []byte) []Span {
	s := scratch.Get().(*island)
	s.known.forget()
	for s.begin(); s.next(text, t.Lexicon); {
		s.tag(t.Weights)
		s.remember()
		dst = s.persons(dst, text)
	}
	scratch.Put(s)
	return dst
}

// begin stands before the text, with nothing left of another.
func (s *island) begin() { s.tokens, s.end, s.from, s.last = s.tokens[:0], 0, 0, None }

// next goes to the next island of a text that may hold a name. The island's path is the caller's to fill before the next.
func (s *island) next(text []byte, l *Lexicon) bool {
	for {
		i, width := nextCapital(text, s.from)
		if i >= len(text) {
			return false
		}
		s.from = i + 1
		if start := tieBefore(text, s.end, i); start < i {
			i, width = start, 0
		}
		if len(s.tokens) > 0 {
			s.last = s.path[len(s.tokens)-1]
		}
		if !s.read(text, i, width, l) {
			continue
		}
		s.shores(text, l)
		if i-s.end > 8 || s.start {
			s.last = None
		}
		s.end = s.tokens[len(s.tokens)-1].End
		s.from = max(s.from, s.end)
		return true
	}
}

// persons appends the runs of words that are tagged so.
func (s *island) persons(dst []Span, text []byte) []Span {
	for i := 0; i < len(s.tokens); i++ {
		if s.path[i] != Person {
			continue
		}
		first, margin := i, s.margin[i]
		for i+1 < len(s.tokens) && s.path[i+1] == Person {
			i++
			margin = min(margin, s.margin[i])
		}
		if !named(text, s.tokens[i]) {
			dst = append(dst, Span{s.tokens[first].Start, s.tokens[i].End, score(margin)})
		}
	}
	return dst
}

// score makes a number from 0 to 1 of a margin: 0.5 where a person and something else are as good.
func score(margin int32) float32 {
	x := float32(margin) / Unit
	return 0.5 + 0.5*x/(1+max(x, -x))
}

// named tells whether a name's last word, or the word after it, says that it names a street, a house or a firm.
func named(text []byte, last Token) bool {
	for _, end := range streets {
		if bytes.HasSuffix(text[last.Start:last.End], end) {
			return true
		}
	}
	i := blank(text, last.End)
	end := wordEnd(text, i)
	return i > last.End && end-i <= 12 && things[string(text[i:end])]
}

var streets = [][]byte{[]byte("gatan"), []byte("vägen"), []byte("gränd"), []byte("torget"), []byte("allén"), []byte("stigen"), []byte("skolan"), []byte("kyrkan")}

// things are what is named after people.
var things = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range []string{
		"AB", "HB", "KB", "Oy", "Oyj", "AS", "ASA", "ApS", "A/S", "Inc", "Ltd", "LLC", "GmbH", "Group", "Holding", "gata", "gate", "gade", "torg", "gränd",
		"allé", "sjukhus", "gymnasium", "förlag", "församling", "kyrka", "musikskola", "katu", "Street", "Road", "Avenue", "Award", "Stiftelse",
	} {
		m[w] = true
	}
	return m
}()
