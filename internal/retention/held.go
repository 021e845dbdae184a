package retention

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
)

// Held says which of the records that a request has met a hold keeps from going:
// what somebody needs for a claim is not erased because it is asked for
// (Art. 17(3)(e)). What cannot be found out keeps all of a system.
func (s *Service) Held(ctx context.Context, reg *register.Register, open locate.Opener, today varsam.Date, located []varsam.Located) ([]decide.Hold, error) {
	holds, err := s.Holds(ctx)
	if err != nil || len(holds) == 0 || len(located) == 0 {
		return nil, err
	}
	shelter, err := sheltered(ctx, reg, open, today, nil, holds)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(holds, func(a, b Hold) int { return a.Review.Compare(b.Review) })
	var all []decide.Hold
	for _, l := range located {
		if review, held := shelter.keeps(reg, holds, l); held {
			all = append(all, decide.Hold{System: l.Record.Ref.System, Refs: []string{l.Record.Ref.String()}, Review: review})
		}
	}
	return all, nil
}

// keeps reports whether a hold keeps a record, and when that is reviewed; the
// holds lie with the one that is reviewed first before the others.
func (s shelter) keeps(reg *register.Register, holds []Hold, l varsam.Located) (varsam.Date, bool) {
	ref := l.Record.Ref
	if s.hides(ref.System) {
		return varsam.Date{}, true
	}
	for _, h := range holds {
		if h.Person == nil && h.keeps(reg, l) {
			return h.Review, true
		}
	}
	review, held := s.reviews[ref.String()]
	return review, held
}

// keeps reports whether a hold on a collection keeps a record. What the record
// alone does not tell may be so.
func (h Hold) keeps(reg *register.Register, l varsam.Located) bool {
	sys, _ := reg.System(h.System)
	c, ok := sys.Collection(h.Collection)
	if !ok || h.System != l.Record.Ref.System || c.In() != l.Record.Ref.Collection {
		return false
	}
	cond, record := h.cond(), l.Read()
	for _, name := range cond.Uses() {
		if !slices.ContainsFunc(record.Fields, func(f varsam.Field) bool { return f.Name == name }) {
			return true
		}
	}
	zone := reg.Organisation.Location()
	return asks(cond, varsam.Exists) || cond.Eval(record, zone, nil) != varsam.False
}

// asks reports whether a condition has a part of a kind.
func asks(c varsam.Cond, op varsam.Op) bool {
	return c.Op == op || slices.ContainsFunc(c.Kids, func(kid varsam.Cond) bool { return asks(kid, op) })
}
