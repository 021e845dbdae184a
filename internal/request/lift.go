package request

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Lift plans the end of a restriction that the person asked for, to be approved
// and run like any plan; also of a request that has been closed. The person is told
// before it is lifted (Art. 18(3)): code Denied without the day that happened. Code
// Conflict when nothing is restricted, or when another request wants the same
// records restricted.
func (s *Service) Lift(ctx context.Context, id string, told varsam.Date, name string) (lifted plan.Plan, err error) {
	w, err := s.open(ctx, id)
	if err != nil {
		return lifted, err
	}
	if told.IsZero() || told.After(w.today) {
		return lifted, varsam.Errorf(varsam.Denied, "tell the person before the restriction is lifted, and say which day that was (Art. 18(3))")
	}
	if w, err = s.closed(ctx, w); err != nil {
		return lifted, err
	}
	in, err := s.lifting(ctx, w)
	if err != nil {
		return lifted, err
	}
	if lifted, err = plan.Lift(in); err != nil {
		return lifted, err
	}
	key := seal.KeyID(w.foundKey)
	if w.State == Closed { // what was found was destroyed with the old one
		if key, err = s.Keeper.NewKey(ctx, s.Tenant, "found"); err != nil {
			return lifted, err
		}
	}
	return lifted, s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		if r.State != w.State {
			return varsam.Errorf(varsam.Conflict, "request %s is %s and cannot be reopened yet", id, r.State)
		}
		if err := s.heldBy(tx, id, lifted); err != nil {
			return err
		}
		c.Lifted = true
		return s.freezeLift(tx, *r, key, in, lifted, name)
	})
}

// closed takes a request that is about to be closed to its end.
func (s *Service) closed(ctx context.Context, w work) (work, error) {
	if w.State != Closing {
		return w, nil
	}
	if err := s.finish(ctx, w.Request); err != nil {
		return w, err
	}
	return s.open(ctx, w.ID)
}

// freezeLift stores the plan that lifts, under the key of what is found. A request
// that was closed knows nothing of that any more but what its blocks say.
func (s *Service) freezeLift(tx *store.Tx, r Request, key seal.KeyID, in plan.Lifting, lifted plan.Plan, name string) error {
	if r.State == Closed {
		if err := reopen(tx, r.ID, key); err != nil {
			return err
		}
		if err := s.put(tx, r, string(key), "search", locate.Search{Catalogues: in.Catalogues}); err != nil {
			return err
		}
	}
	if err := act.Freeze(tx, s.Keeper, key, lifted); err != nil {
		return err
	}
	if err := s.decided(tx, r, "lift", "", name); err != nil {
		return err
	}
	return setState(tx, r.ID, Planned)
}

// lifting gathers what a request restricted: by the plan that did, and by the case,
// which knows of it when that plan is forgotten or was made anew.
func (s *Service) lifting(ctx context.Context, w work) (in plan.Lifting, err error) {
	in.Today, in.Plan = w.today, plan.Plan{Request: w.ID, Register: w.Register}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		forgotten := w.State == Closed
		if !forgotten {
			p, blocks, err := s.blocks(tx, w.ID)
			if forgotten = varsam.CodeOf(err) == varsam.NotFound; err != nil && !forgotten {
				return err
			}
			if !forgotten {
				in.Plan, in.Blocks = p, blocks
			}
		}
		leans, err := s.leans(tx, w.Request)
		if err != nil {
			return err
		}
		in.Empty = len(leans) > 0
		kept, err := read[[]restricted](tx, s.Keeper, w.Request, "restricted")
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		old := earlier(kept, func(ref string) bool { return !slices.ContainsFunc(in.Blocks, has(ref)) })
		if !forgotten { // the plan asked its owners anew
			old = slices.DeleteFunc(old, func(b plan.Block) bool { return b.Assisted != nil })
		}
		in.Blocks = append(old, in.Blocks...)
		some := len(in.Blocks) > 0
		in.Blocks, err = s.withoutOwed(tx, w.ID, in.Blocks)
		in.Empty = in.Empty || some && len(in.Blocks) == 0
		return err
	})
	if err == nil {
		in.Catalogues, err = s.structures(ctx, w, in.Blocks)
	}
	return in, err
}

// blocks are what the current plan of that name restricted.
func (s *Service) blocks(tx *store.Tx, name string) (p plan.Plan, all []plan.Block, err error) {
	if p, err = act.Current(tx, s.Keeper, name); err != nil {
		return p, nil, err
	}
	versions, err := act.Versions(tx, s.Keeper, name)
	if err != nil {
		return p, nil, err
	}
	steps, err := act.Steps(tx, name)
	if err != nil {
		return p, nil, err
	}
	for i, step := range p.Steps {
		if i < len(steps) && keepsFromUse(step, steps[i]) && steps[i].State.Done() {
			all = append(all, p.Block(step, versions))
		}
	}
	return p, all, nil
}

// keepsFromUse reports whether a step kept something from use, if it was done: what an
// owner did not find, or will not do, is no block.
func keepsFromUse(step plan.Step, st act.Status) bool {
	return step.Op.Kind == varsam.OpRestrict && st.State != varsam.StepExcepted && (step.Assisted == nil || st.Finality != "")
}

// has finds the block that a record lies in.
func has(ref string) func(plan.Block) bool {
	return func(b plan.Block) bool {
		return slices.ContainsFunc(b.Op.Targets, func(t varsam.Target) bool { return b.Lies(t.Ref).String() == ref })
	}
}

// earlier are the blocks that the case knows of, with the records that are wanted.
// One whose marks are not known as they were cannot be taken back.
func earlier(kept []restricted, wanted func(ref string) bool) (all []plan.Block) {
	for _, k := range kept {
		b := k.Block
		whole := b.Assisted != nil && len(b.Op.Targets) == 0
		b.Op.Targets = slices.DeleteFunc(slices.Clone(b.Op.Targets), func(t varsam.Target) bool {
			return !wanted(b.Lies(t.Ref).String()) || len(b.Op.Set) > 0 && b.Was[t.Ref.String()] == nil
		})
		if len(b.Op.Targets) > 0 || whole {
			all = append(all, b)
		}
	}
	return all
}

// structures reads how the systems of the blocks are built today: they may have
// been restricted for years.
func (s *Service) structures(ctx context.Context, w work, blocks []plan.Block) (map[string]varsam.Catalogue, error) {
	all := map[string]varsam.Catalogue{}
	for _, b := range blocks {
		if _, known := all[b.System]; known || b.Assisted != nil {
			continue
		}
		sys, err := s.opener(w.reg, w.Request, w.today).Open(ctx, b.System)
		if err != nil {
			return nil, err
		}
		all[b.System], err = sys.Describe(ctx)
		sys.Close()
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
