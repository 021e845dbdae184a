package request

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
)

// leaning are the records that a plan restricts at the person's request and that
// were kept from use already, so that no step of it does it: what another request
// restricted must not be lifted while this one wants it so.
func leaning(p plan.Plan) []string {
	return unstepped(p, func(d varsam.Decision) bool {
		return slices.ContainsFunc(d.Reasons, func(r varsam.Reason) bool { return r.Code == decide.ReasonRestricted })
	})
}

// owed are those that it keeps from use for a duty, until a day.
func owed(p plan.Plan) []string {
	return unstepped(p, func(d varsam.Decision) bool { return d.Law != "" && !d.Until.IsZero() })
}

// unstepped are records that stay restricted without a step that does it.
func unstepped(p plan.Plan, wanted func(varsam.Decision) bool) (refs []string) {
	stepped := map[int]bool{}
	for _, s := range p.Steps {
		for _, i := range s.Items {
			stepped[i] = stepped[i] || s.Op.Kind == varsam.OpRestrict
		}
	}
	for i, item := range p.Items {
		if !stepped[i] && item.Ownership == varsam.Own && item.Decision.Fate == varsam.Restrict && wanted(item.Decision) {
			refs = append(refs, item.Record.Ref.String())
		}
	}
	return refs
}

// restrictsAnew notes what an ordinary plan leans on, and that it lifts nothing.
func (s *Service) restrictsAnew(tx *store.Tx, w work, p plan.Plan) error {
	before, err := s.refs(tx, w.Request, "owed")
	if now := owed(p); err == nil && len(before)+len(now) > 0 {
		err = s.put(tx, w.Request, w.caseKey, "owed", now)
	}
	if err != nil {
		return err
	}
	if !w.Wants(varsam.RestrictionOf) {
		return nil
	}
	if err := s.put(tx, w.Request, w.caseKey, "leaning", leaning(p)); err != nil || !w.kase.Lifted {
		return err
	}
	if err := lockCase(tx, w.ID); err != nil {
		return err
	}
	kase, err := read[Case](tx, s.Keeper, w.Request, "case") // somebody may have decided something during the search
	if err != nil {
		return err
	}
	kase.Lifted = false
	return s.put(tx, w.Request, w.caseKey, "case", kase)
}

// leans are the records that a request wants restricted and that were so already,
// until it is lifted.
func (s *Service) leans(tx *store.Tx, r Request) ([]string, error) { return s.refs(tx, r, "leaning") }

func (s *Service) refs(tx *store.Tx, r Request, name string) ([]string, error) {
	refs, err := read[[]string](tx, s.Keeper, r, name)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = nil
	}
	return refs, err
}

// withoutOwed leaves out of blocks what other requests keep from use for a duty: the
// restriction ends, the block does not. Culling ends it, by its day.
func (s *Service) withoutOwed(tx *store.Tx, id string, blocks []plan.Block) ([]plan.Block, error) {
	all, err := list(tx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.ID == id || r.caseKey == "" {
			continue
		}
		refs, err := s.refs(tx, r, "owed")
		if err != nil {
			return nil, err
		}
		for i, b := range blocks {
			blocks[i].Op.Targets = slices.DeleteFunc(slices.Clone(b.Op.Targets), func(t varsam.Target) bool {
				return slices.Contains(refs, b.Lies(t.Ref).String())
			})
		}
	}
	return slices.DeleteFunc(blocks, func(b plan.Block) bool { return len(b.Op.Targets) == 0 && b.Assisted == nil }), nil
}

// heldBy refuses to lift what another request of the person wants restricted.
func (s *Service) heldBy(tx *store.Tx, id string, lifted plan.Plan) error {
	all, err := list(tx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.ID == id || r.caseKey == "" || !r.Wants(varsam.RestrictionOf) {
			continue
		}
		refs, err := s.leans(tx, r)
		if err != nil {
			return err
		}
		for _, step := range lifted.Steps {
			if slices.ContainsFunc(step.Op.Targets, func(t varsam.Target) bool { return slices.Contains(refs, t.Ref.String()) }) {
				return varsam.Errorf(varsam.Conflict, "request %s wants some of these records restricted, too; they stay so until that is lifted: lift it first", r.ID)
			}
		}
	}
	return nil
}
