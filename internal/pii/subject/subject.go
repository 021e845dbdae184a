// Package subject finds given people in texts of any length: from what identifies them to all the ways in which that is written,
// and from what was found to who it is. A number of a person is enough; a name alone is for a person to look at.
//
// Names are found by their words, in any usual order, with initials, in ASCII spelling, with W for V, and with one slip of the
// pen where another identifier of the same person stands near. Numbers are found by their last digits, where
// a run of digits ends, and read backwards, so that the spelling does not matter. All people of a search share one set of needles
// and one of last digits.
package subject

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/needle"
)

// The types of identifiers that are read in a way of their own, beside those of package varsam. Every other type is a number or
// a word that must stand as it is.
const (
	Name                           = varsam.Name
	Address  varsam.IdentifierType = "address"   // "Storgatan 12, 111 22 Stad"; a household's, so no proof of one person
	Town     varsam.IdentifierType = "town"      // raises what stands near it, and is no hit itself
	Employer varsam.IdentifierType = "employer"  // likewise
	UserName varsam.IdentifierType = "user-name" // given, or made of an e-mail address's part before the @
	IBAN     varsam.IdentifierType = "iban"
	Card     varsam.IdentifierType = "card"
	Account  varsam.IdentifierType = "account"
)

// Verdict says what a hit is worth.
type Verdict string

// The verdicts.
const (
	Enough Verdict = "enough" // it is this person
	Review Verdict = "review" // it may be another one of the name; a person must look
)

// Options are the circumstances of a search.
type Options struct {
	Regions []string    // whose national spellings are read, ISO 3166 alpha-2; Sweden when empty, and the cases of Finnish names
	Today   varsam.Date // resolves two-digit years
	Near    int         // how many bytes apart two identifiers still speak for each other; 300 when 0
}

// Hit is an identifier of a person in a text.
type Hit struct {
	Start, End int64 // bytes, End exclusive
	Type       varsam.IdentifierType
	Person     int // varsam.Person.Number
	Verdict    Verdict
	Score      pii.Score
	With       []varsam.IdentifierType // the person's other identifiers that stand near, each type once
	Typo       bool                    // one letter differs
}

// Missing is an identifier that cannot be looked for: too short, or not readable as what it is said to be.
type Missing struct {
	Person int
	Type   varsam.IdentifierType
}

// Searcher looks for the people that it was made of. Several goroutines may use it at once.
type Searcher struct {
	set     *needle.Set
	anchors [][]anchor // by needle
	ids     []identifier
	numbers []number
	endings endings // of the numbers
	phrases []phrase
	exacts  []exact
	users   []user
	typos   map[int]*slippery // a person's names
	missing []Missing
	near    int
}

// identifier is one of a person's.
type identifier struct {
	person int
	typ    varsam.IdentifierType
	source varsam.IdentifierType // what it was made of: two of one source are not independent
	base   pii.Score             // alone
}

// anchor says what a needle is a part of.
type anchor struct {
	kind  kind
	index int32 // in phrases, exacts or users
	token int32 // of a phrase
}

type kind uint8

const (
	isPhrase kind = iota
	isExact
	isUser
)

// New prepares a search for people, one or hundreds. Identifiers that cannot be looked for are told by [Searcher.Missing].
func New(people []varsam.Person, opts Options) (*Searcher, error) {
	m := newMaker(people, opts)
	set, err := needle.New(m.needles, true)
	m.s.set = set
	m.s.endings = endingsOf(m.s.numbers)
	return m.s, err
}

// newMaker is one that has taken all people's identifiers.
func newMaker(people []varsam.Person, opts Options) *maker {
	m := &maker{opts: opts, known: map[string]int{}, s: &Searcher{near: cmp.Or(opts.Near, 300), typos: map[int]*slippery{}}}
	m.finnish = len(opts.Regions) == 0 || slices.Contains(opts.Regions, "FI")
	if len(opts.Regions) == 0 {
		m.opts.Regions = []string{"SE"}
	}
	for _, p := range people {
		for _, id := range p.Identifiers {
			if !m.take(p.Number, id) {
				m.s.missing = append(m.s.missing, Missing{p.Number, id.Type})
			}
		}
	}
	return m
}

// Missing are the identifiers that are not looked for.
func (s *Searcher) Missing() []Missing { return s.missing }

// Needles is how many literals are looked for at once.
func (s *Searcher) Needles() int { return s.set.Len() }

// Find yields the hits of a text in UTF-8 in the order of their starts. Where one identifier of a person is part of another, the
// longer one is the hit.
func (s *Searcher) Find(text []byte) []Hit {
	marks := s.marks(text)
	hits := make([]Hit, 0, len(marks))
	return s.rank(hits, text, marks)
}

// mark is where an identifier stands.
type mark struct {
	start, end int
	id         int32
	typo       bool
}

// block is how much of a text is searched for numbers and then for words, so that it is in the processor's caches the second time.
const block = 64 << 10

// marks are all identifiers in a text, by person and place, none in another one of the same person.
func (s *Searcher) marks(text []byte) []mark {
	var found []mark
	for from := 0; from < len(text); from += block {
		to := min(from+block, len(text))
		s.endings.find(text, from, to, func(forms []int32, end int) {
			for _, f := range forms {
				n := &s.numbers[f]
				if start, ok := n.match(text, end); ok {
					found = append(found, mark{start: start, end: end, id: n.id})
				}
			}
		})
		again := from - min(max(s.set.Longest()-1, 0), from) // for what crosses the border; what is met twice is dropped
		s.set.Find(text[again:to], func(which, start, end int) bool {
			for _, a := range s.anchors[which] {
				if m, ok := s.whole(text, a, again+start, again+end); ok {
					found = append(found, m)
				}
			}
			return true
		})
	}
	return s.outermost(found)
}

// whole reads the identifier that a needle is part of.
func (s *Searcher) whole(text []byte, a anchor, start, end int) (m mark, ok bool) {
	switch a.kind {
	case isPhrase:
		p := &s.phrases[a.index]
		m.id = p.id
		m.start, m.end, ok = p.match(text, int(a.token), start)
	case isExact:
		x := &s.exacts[a.index]
		m.id, m.start, m.end = x.id, start, end
		ok = x.alone(text, start, end)
	case isUser:
		m, ok = s.users[a.index].match(text, start, end)
	}
	return m, ok
}

// outermost drops what is part of another identifier of the person. Of two readings of a name that share a word the surer one
// stays: "Berg, A" is none in "Anna Berg, A. Berg".
func (s *Searcher) outermost(found []mark) []mark {
	slices.SortFunc(found, func(a, b mark) int {
		return cmp.Or(cmp.Compare(s.ids[a.id].person, s.ids[b.id].person), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end),
			cmp.Compare(s.ids[b.id].base, s.ids[a.id].base), cmp.Compare(a.id, b.id))
	})
	kept := found[:0]
	for _, m := range found {
		n := len(kept)
		if n == 0 || s.ids[kept[n-1].id].person != s.ids[m.id].person || m.start >= kept[n-1].end {
			kept = append(kept, m)
			continue
		}
		last, id := s.ids[kept[n-1].id], s.ids[m.id]
		switch {
		case m.end <= kept[n-1].end:
		case last.source != id.source:
			kept = append(kept, m)
		case id.base > last.base:
			kept[n-1] = m
		}
	}
	return kept
}
