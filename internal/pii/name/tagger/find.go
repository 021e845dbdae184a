package tagger

import "sync"

// Tag is what a token is part of.
type Tag uint8

// The tags. The tagger learns all, since what is a place is no person; only persons are given out.
const (
	None Tag = iota
	Person
	Location
	Organisation
	Other
	tags
)

// Span is a person's name. Score is the model's own probability for its weakest word.
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
	s.last = None
	var path [maxIsland]Tag
	var sure [maxIsland]float32
	t.islands(text, s, func(s *island) []Tag {
		t.Weights.decode(s, path[:len(s.tokens)], sure[:len(s.tokens)])
		dst = persons(dst, s.tokens, path[:len(s.tokens)], sure[:])
		return path[:len(s.tokens)]
	})
	scratch.Put(s)
	return dst
}

// islands visits every island of a text; visit gives the tags of its tokens.
func (t *Tagger) islands(text []byte, s *island, visit func(*island) []Tag) {
	end := 0
	for i, width := nextCapital(text, 0); i < len(text); i, width = nextCapital(text, max(end, i+1)) {
		s.read(text, i, width, t.Lexicon)
		if len(s.tokens) == 0 {
			continue
		}
		s.shores(text, t.Lexicon)
		if i-end > 8 || s.start {
			s.last = None
		}
		path := visit(s)
		end = s.tokens[len(s.tokens)-1].End
		s.last = path[len(path)-1]
	}
}

// nextCapital finds the next word that begins with a capital, and how many bytes that takes; the text's end when there is none.
func nextCapital(text []byte, i int) (int, int) {
	for ; i < len(text); i++ {
		c := text[i]
		if c < 'A' || c > 'Z' && c < 0xC3 {
			continue
		}
		up, n := capitalAt(text, i)
		if up && (i == 0 || !inWord[text[i-1]] || text[i-1] >= 0x80 && wordStart(text, i) == i) {
			return i, n
		}
	}
	return i, 0
}

// persons takes the runs of words that are tagged so.
func persons(dst []Span, tokens []Token, path []Tag, sure []float32) []Span {
	for i := 0; i < len(path); i++ {
		if path[i] != Person {
			continue
		}
		s := Span{tokens[i].Start, tokens[i].End, sure[i]}
		for i+1 < len(path) && path[i+1] == Person {
			i++
			s.End, s.Score = tokens[i].End, min(s.Score, sure[i])
		}
		dst = append(dst, s)
	}
	return dst
}
