package subject

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam/internal/pii"
)

// nearby is what each further independent identifier adds to a hit that is not enough alone, up to mostAlone.
const (
	nearby    pii.Score = 0.25
	mostAlone pii.Score = 0.85
	bothMet   pii.Score = 0.95
)

// rank says what each mark is worth among its neighbours. Marks come by person and place; hits leave by place.
func (s *Searcher) rank(hits []Hit, text []byte, marks []mark) []Hit {
	for len(marks) > 0 {
		n := s.samePerson(marks)
		own := marks[:n:n]
		if slips := s.slips(text, own); len(slips) > 0 {
			own = s.outermost(append(own, slips...))
		}
		for i := range own {
			if h, ok := s.hit(own, i); ok {
				hits = append(hits, h)
			}
		}
		marks = marks[n:]
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Person, b.Person))
	})
	return hits
}

func (s *Searcher) samePerson(marks []mark) int {
	n := 1
	for n < len(marks) && s.ids[marks[n].id].person == s.ids[marks[0].id].person {
		n++
	}
	return n
}

// hit is what a mark is worth; a town or an employer is none.
func (s *Searcher) hit(own []mark, i int) (Hit, bool) {
	m := own[i]
	id := s.ids[m.id]
	if id.base == context {
		return Hit{}, false
	}
	h := Hit{Start: int64(m.start), End: int64(m.end), Type: id.typ, Person: id.person, Verdict: Review, Score: id.base, Typo: m.typo}
	proved := s.proves(m)
	for j := i - 1; j >= 0 && m.start-own[j].end <= s.near; j-- {
		proved = s.meet(&h, m, own[j]) || proved
	}
	for j := i + 1; j < len(own) && own[j].start-m.end <= s.near; j++ {
		proved = s.meet(&h, m, own[j]) || proved
	}
	slices.Sort(h.With)
	switch {
	case m.typo:
		h.Score = mostAlone // a sister's name may be one letter away
	case proved:
		h.Verdict, h.Score = Enough, bothMet
	}
	return h, true
}

// meet counts a neighbour of a hit, when it is another identifier and no other way to say the same one. It reports whether the
// neighbour proves who is meant.
func (s *Searcher) meet(h *Hit, m, by mark) bool {
	id, other := s.ids[m.id], s.ids[by.id]
	if by.id == m.id || other.source == id.source && !s.proves(by) {
		return false
	}
	if !slices.Contains(h.With, other.typ) {
		h.With = append(h.With, other.typ)
		h.Score = min(h.Score+nearby, mostAlone)
	}
	return s.proves(by)
}

// proves reports whether a mark is enough alone.
func (s *Searcher) proves(m mark) bool { return s.ids[m.id].base >= numberAlone }
