package request

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// shieldFound hides the case when a record of the person's says that they have
// protected data. Only somebody with the role takes that back.
func (s *Service) shieldFound(tx *store.Tx, w work, p plan.Plan) error {
	if w.kase.Shielded || !slices.ContainsFunc(p.Items, func(i plan.Item) bool { return shields(w.reg, i) }) {
		return nil
	}
	if err := lockCase(tx, w.ID); err != nil {
		return err
	}
	kase, err := read[Case](tx, s.Keeper, w.Request, "case") // somebody may have decided something during the search
	if err != nil {
		return err
	}
	kase.Shielded = true
	if err := s.decided(tx, w.Request, "shield", "on", finder); err != nil {
		return err
	}
	return s.put(tx, w.Request, w.caseKey, "case", kase)
}

// finder stands behind what follows from a search.
const finder = "varsam: found"

// shields reports whether a record is the person's and carries the mark.
func shields(reg *register.Register, item plan.Item) bool {
	if item.Ownership != varsam.Own && item.Ownership != varsam.Shared {
		return false
	}
	sys, _ := reg.System(item.Record.Ref.System)
	for _, c := range sys.Collections {
		if c.In() == item.Record.Ref.Collection {
			return slices.ContainsFunc(c.Fields, func(f register.Field) bool { return f.Shields(item.Record.Get(f.Name)) })
		}
	}
	return false
}
