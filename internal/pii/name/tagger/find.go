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

// Span is a person's name. Score is from 0.5, where something else was as likely, to 1 by the mean margin of its words.
type Span struct {
	Start, End int
	Score      float32
}

// Tagger finds names. It may be used by many at once.
type Tagger struct {
	Lexicon *Lexicon
	Weights *Weights

	scratch sync.Pool // of *island; what they keep is by these lists and weights
}

// Find appends the persons' names of a text to dst, in order and without overlaps.
func (t *Tagger) Find(dst []Span, text []byte) []Span {
	s, _ := t.scratch.Get().(*island)
	if s == nil {
		s = &island{tokens: make([]Token, 0, maxIsland)}
	}
	s.known.forget()
	s.lexicon, s.family = t.Lexicon, 0
	for s.begin(text); s.next(text, t.Lexicon); {
		s.tag(t.Weights)
		s.remember(text)
		if whole := s.listed(text); whole.End > 0 {
			dst, s.from, s.end = append(dst, whole), max(s.from, whole.End), whole.End
			continue
		}
		dst = s.persons(dst, text)
		s.heads(text)
	}
	s.outline.forget()
	s.coming.forget()
	t.scratch.Put(s)
	return dst
}

// begin stands before the text, with nothing left of another.
func (s *island) begin(text []byte) {
	s.tokens, s.end, s.from, s.last = s.tokens[:0], 0, 0, None
	s.outline.read(text)
}

// next goes to the next island of a text that may hold a name. The island's path is the caller's to fill before the next.
func (s *island) next(text []byte, l *Lexicon) bool {
	for {
		i, width := s.nextCapital(text, s.from)
		if i >= len(text) {
			return false
		}
		s.from = i + 1
		if i >= 3 && text[i-1] == ' ' && mayOpen(text[i-3], text[i-2]) != 0 {
			if start := s.tieBefore(text, i); start < i {
				i, width = start, 0
			}
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
	s.mend(text)
	for i := 0; i < len(s.tokens); i++ {
		if s.path[i] != Person {
			continue
		}
		first, margin := i, s.margin[i]
		for i+1 < len(s.tokens) && s.path[i+1] == Person && !s.field(text, i+1) {
			i++
			margin += s.margin[i]
		}
		margin = max(margin/int32(i+1-first), 0)
		low, high := s.trimmed(text, first, i)
		if low > high || s.thing(text, low, high) {
			continue
		}
		span := Span{s.tokens[low].Start, s.tokens[high].End, score(margin)}
		if s.turned(text, dst, low, span) {
			dst[len(dst)-1].End = span.End
			continue
		}
		dst = append(dst, span)
	}
	return dst
}

// mend sets right what single words decide: what has a digit is no name (A1182), nor are
// unknown letters alone (RSA); what ties two names belongs to them (Annika von Essen), and
// an initial with a family name behind it is somebody.
func (s *island) mend(text []byte) {
	for i := range s.tokens {
		t := &s.tokens[i]
		last := i+1 == len(s.tokens)
		switch {
		case s.path[i] == Person && (t.shape == numbered || t.shape == capitals && len(s.tokens) == 1 && t.class&Given == 0):
			s.path[i] = None
		case last:
		case t.shape == small && i > 0 && s.path[i-1] == Person && (s.path[i+1] == Person || opening.hasWord(text[t.Start:t.End])):
			s.path[i], s.margin[i] = Person, max(s.margin[i+1], 0)
			if s.path[i+1] != Person && s.tokens[i+1].shape != small {
				s.path[i+1], s.margin[i+1] = Person, 0
			}
		case t.shape == small && i > 0 && s.tokens[i-1].shape == initial && s.path[i+1] == Person: // H. von Essen
			s.path[i-1], s.margin[i-1] = Person, s.margin[i+1]
			s.path[i], s.margin[i] = Person, s.margin[i+1]
		case s.path[i] == Person:
		case i == 0 && t.shape == capital && s.path[1] == Person && s.tokens[1].class&(Family|Given) == Family && in(capitalTies, text[t.Start:t.End]): // De Wit
			s.path[i], s.margin[i] = Person, s.margin[1]
		case t.shape == initial && t.End > t.Start+1 && s.path[i] == None && s.tokens[i+1].class&Family != 0:
			s.path[i], s.margin[i] = Person, Unit/2
			s.path[i+1], s.margin[i+1] = Person, Unit/2
		}
	}
	s.carryOn(text)
	if n := len(s.tokens) - 1; n > 0 && s.path[n] == Person && inessive(text[s.tokens[n].Start:s.tokens[n].End]) {
		s.path[n] = Location
	}
}

// carryOn gives a given name the word behind it that ends the island, whatever it means elsewhere: Helle Skriver, Ulla Sharma Tønnesen. Names that
// are cut are worse than one word too many.
func (s *island) carryOn(text []byte) {
	n := len(s.tokens) - 1
	if n < 1 || s.path[n] != None || s.margin[n] < -3*Unit || s.path[n-1] != Person || s.start && n == 1 && s.tokens[0].class&Word != 0 {
		return
	}
	t, before := &s.tokens[n], &s.tokens[n-1]
	if before.class&Given == 0 && (n < 2 || s.path[n-2] != Person) || t.shape != before.shape || t.shape != capital && t.shape != capitals {
		return
	}
	if word := text[t.Start:t.End]; t.class&(Place|Organisation|Title) == 0 && !in(labels, word) && !in(fields, word) && !in(jobs, word) {
		s.path[n], s.margin[n] = Person, 0
	}
}

// inessive reports whether a word has the Finnish case of being in: a place's, behind a person's name.
func inessive(word []byte) bool {
	return len(word) > 5 && (bytes.HasSuffix(word, []byte("ssa")) || bytes.HasSuffix(word, []byte("ssä")))
}

// score makes a number from 0.5 to 1 of a margin from 0 on.
func score(margin int32) float32 {
	x := float32(margin) / Unit
	return 0.5 + 0.5*x/(1+x)
}
