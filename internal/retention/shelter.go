package retention

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/verify"
)

// place is a collection by its names in the systems.
type place struct{ system, collection string }

// shelter is what time may not end: by key, by a condition, or, where it could
// not be found out, all of a system.
type shelter struct {
	keys  map[place][][]varsam.Value
	conds map[place][]varsam.Cond
	blind map[string]bool // systems in which not everything was searched
	dark  bool            // it could not be found out in any

	reviews map[string]varsam.Date // of what the records of people are held for, by Ref.String()

	lost []Hold // on collections that the register does not know any more
}

func (s shelter) hides(system string) bool { return s.dark || s.blind[system] }

// sheltered finds the records of the people whom a hold, a restriction or an
// open request protects, also those that may as well be somebody else's, and takes
// the conditions of the other holds. What could not be searched lets nothing go in
// that system.
func sheltered(ctx context.Context, reg *register.Register, open locate.Opener, today varsam.Date, asking []protected, holds []Hold) (shelter, error) {
	s := shelter{keys: map[place][][]varsam.Value{}, conds: map[place][]varsam.Cond{}, blind: map[string]bool{}, reviews: map[string]varsam.Date{}}
	all := slices.Clone(asking)
	for _, h := range holds {
		if h.Person != nil {
			all = append(all, protected{Person: *h.Person, held: true, review: h.Review})
			continue
		}
		s.hold(reg, h)
	}
	all = together(all, reg.Organisation.Country, today)
	if len(all) == 0 {
		return s, nil
	}
	people, confirmed := numbered(all)
	search, err := locate.Locate(ctx, reg, open, people, locate.Options{Today: today, Mentions: true, Confirmed: confirmed, Doubtful: true})
	if err != nil {
		return s, err
	}
	for _, gap := range search.Gaps {
		s.gap(gap, all)
	}
	for _, l := range search.Located {
		if l.Ownership != varsam.Other {
			at := place{l.Record.Ref.System, l.Record.Ref.Collection}
			s.keys[at] = append(s.keys[at], l.Record.Ref.Key)
			s.reviewed(l.Record.Ref, l.Persons, all)
		}
	}
	for _, w := range search.Withheld {
		at := place{w.Ref.System, w.Ref.Collection}
		s.keys[at] = append(s.keys[at], w.Ref.Key)
		s.reviewed(w.Ref, nil, all)
	}
	for at := range s.keys {
		slices.SortFunc(s.keys[at], func(a, b []varsam.Value) int { return slices.CompareFunc(a, b, varsam.CompareValues) })
	}
	return s, nil
}

// reviewed notes when it is looked again at what keeps a record of some people.
func (s *shelter) reviewed(ref varsam.Ref, persons []int, all []protected) {
	first := varsam.Date{}
	for _, n := range persons {
		first = earlier(first, all[n].review)
	}
	s.reviews[ref.String()] = first
}

// asking are those whom requests protect.
func asking(people []varsam.Person, confirmed map[string]int) []protected {
	all := make([]protected, len(people))
	for i, person := range people {
		all[i].Person = person
	}
	for _, ref := range slices.Sorted(maps.Keys(confirmed)) {
		p := &all[confirmed[ref]]
		p.confirmed = append(p.confirmed, ref)
	}
	return all
}

// numbered are the people as a search wants them, and what is known to be theirs.
func numbered(all []protected) ([]varsam.Person, map[string]int) {
	people, confirmed := make([]varsam.Person, len(all)), map[string]int{}
	for i, p := range all {
		people[i] = p.Person
		people[i].Number = i
		for _, ref := range p.confirmed {
			confirmed[ref] = i
		}
	}
	return people, confirmed
}

// hold takes a hold on a collection. One that the register calls otherwise now
// may be any of its system's, and a system that it calls otherwise any system.
func (s *shelter) hold(reg *register.Register, h Hold) {
	sys, known := reg.System(h.System)
	c, ok := sys.Collection(h.Collection)
	switch {
	case ok:
		at := place{h.System, c.In()}
		s.conds[at] = append(s.conds[at], h.cond())
		return
	case known:
		s.blind[h.System] = true
	default:
		s.dark = true
	}
	s.lost = append(s.lost, h)
}

// gap notes where the search did not reach. A gap of no one system is one of
// all, but for what an asking person wrote that cannot be read: the plan of the
// request has said so, and one letter must not stop all culling.
func (s *shelter) gap(gap varsam.Gap, all []protected) {
	switch code := gap.Why.Code; {
	case verify.ByDesign(gap):
	case gap.System != "":
		s.blind[gap.System] = true
	case code == locate.GapUnreadable || code == locate.GapNoIdentifier:
		number, err := strconv.Atoi(gap.Why.Args[0])
		s.dark = s.dark || err != nil || all[number].held
	default:
		s.dark = true
	}
}
