package retention

import (
	"context"
	"slices"

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
}

// sheltered finds the records of the people whom a hold, a restriction or an
// open request protects, and takes the conditions of the other holds. What could
// not be searched lets nothing go in that system.
func sheltered(ctx context.Context, reg *register.Register, open locate.Opener, today varsam.Date, people []varsam.Person, holds []Hold) (shelter, error) {
	s := shelter{keys: map[place][][]varsam.Value{}, conds: map[place][]varsam.Cond{}, blind: map[string]bool{}}
	for _, h := range holds {
		if h.Person != nil {
			people = append(people, *h.Person)
			continue
		}
		sys, _ := reg.System(h.System)
		if c, ok := sys.Collection(h.Collection); ok {
			at := place{h.System, c.In()}
			s.conds[at] = append(s.conds[at], h.cond())
		}
	}
	if len(people) == 0 {
		return s, nil
	}
	for i := range people {
		people[i].Number = i
	}
	search, err := locate.Locate(ctx, reg, open, people, locate.Options{Today: today, Mentions: true})
	if err != nil {
		return s, err
	}
	for _, gap := range search.Gaps {
		if !verify.ByDesign(gap) {
			s.blind[gap.System] = true
		}
	}
	for _, l := range search.Located {
		if l.Ownership != varsam.Other {
			at := place{l.Record.Ref.System, l.Record.Ref.Collection}
			s.keys[at] = append(s.keys[at], l.Record.Ref.Key)
		}
	}
	for _, w := range search.Withheld {
		at := place{w.Ref.System, w.Ref.Collection}
		s.keys[at] = append(s.keys[at], w.Ref.Key)
	}
	for at := range s.keys {
		slices.SortFunc(s.keys[at], func(a, b []varsam.Value) int { return slices.CompareFunc(a, b, varsam.CompareValues) })
	}
	return s, nil
}
