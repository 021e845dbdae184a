package request

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/verify"
)

// rounds names, one after the other, the plans that keep what is to be erased from
// use until it is: a round is a block and, when somebody said stop, its end. They
// lie under the request's own key and end with it.
func rounds(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := 1; yield(id + "-b" + strconv.Itoa(n)); n++ {
		}
	}
}

// blocker stands behind them: nothing is decided that cannot be taken back.
const blocker = "varsam: block until an erasure, Art. 18"

// Block keeps what the request's current plan erases from use, where the register
// declares a means that can be taken back, or takes that back. It may be called
// any number of times. It reports whether records have changed, after which the
// plan has to be made anew: their versions are others.
func (s *Service) Block(ctx context.Context, id string, blocked bool) (changed bool, err error) {
	w, err := s.open(ctx, id)
	if err != nil {
		return false, err
	}
	if w.State == Done || w.State == Answered || w.State == Closing || w.State == Closed {
		return false, nil // what was to be erased is
	}
	now, inForce, err := s.blocking(ctx, id)
	if err != nil {
		return false, err
	}
	p, err := s.current(ctx, id)
	if varsam.CodeOf(err) == varsam.NotFound {
		return false, nil // what to block is not known yet
	}
	erases := func(i plan.Item) bool { return i.Decision.Fate == varsam.Erase }
	switch {
	case err != nil:
		return false, err
	case blocked && slices.ContainsFunc(p.Items, erases):
		return s.block(ctx, w, p, now, inForce)
	case inForce:
		return s.unblock(ctx, w, now[0].Request)
	}
	return false, nil
}

// Blocked is where the steps stand that keep what is to be erased from use; none
// when nothing is blocked.
func (s *Service) Blocked(ctx context.Context, id string) (steps []act.Status, err error) {
	steps, inForce, err := s.blocking(ctx, id)
	if !inForce {
		steps = nil
	}
	return steps, err
}

// blocking is the steps of the last round, and whether it is a block that has not
// been ended.
func (s *Service) blocking(ctx context.Context, id string) (steps []act.Status, inForce bool, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		for name := range rounds(id) {
			some, err := act.Steps(tx, name)
			if err != nil || len(some) == 0 {
				return err
			}
			steps = some
		}
		return nil
	})
	restricts := func(st act.Status) bool { return st.Kind == varsam.OpRestrict }
	return steps, slices.ContainsFunc(steps, restricts), err
}

func (s *Service) block(ctx context.Context, w work, p plan.Plan, now []act.Status, inForce bool) (changed bool, err error) {
	if inForce {
		if !slices.ContainsFunc(now, act.Status.Open) {
			return false, nil
		}
		return s.carry(ctx, w, now[0].Request, done(now))
	}
	b, err := s.meanwhile(ctx, w, p)
	if err != nil || len(b.Steps) == 0 {
		return false, err
	}
	if err := s.freezeBlock(ctx, w, b); err != nil {
		return false, err
	}
	return s.carry(ctx, w, b.Request, 0)
}

// meanwhile plans the block, under the name of the next round.
func (s *Service) meanwhile(ctx context.Context, w work, p plan.Plan) (b plan.Plan, err error) {
	var search locate.Search
	var name string
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if name, err = nextRound(tx, w.ID); err != nil {
			return err
		}
		search, err = read[locate.Search](tx, s.Keeper, w.Request, "search")
		return err
	})
	if err != nil {
		return b, err
	}
	return plan.Meanwhile(plan.Input{
		Request: name, Register: w.reg, Today: w.today, Due: w.Safe, People: search.People, Catalogues: search.Catalogues, Nonce: w.nonce,
	}, p)
}

func nextRound(tx *store.Tx, id string) (string, error) {
	for name := range rounds(id) {
		steps, err := act.Steps(tx, name)
		if err != nil || len(steps) == 0 {
			return name, err
		}
	}
	return "", nil // never: there is always a next number
}

func (s *Service) unblock(ctx context.Context, w work, round string) (bool, error) {
	var lifted plan.Plan
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		search, err := read[locate.Search](tx, s.Keeper, w.Request, "search")
		if err != nil {
			return err
		}
		in := plan.Lifting{Today: w.today, Catalogues: search.Catalogues}
		if in.Plan, in.Blocks, err = s.blocks(tx, round); err == nil {
			lifted, err = plan.Lift(in)
		}
		return err
	})
	if varsam.CodeOf(err) == varsam.Conflict || varsam.CodeOf(err) == varsam.NotFound {
		return false, nil // nothing of it had taken effect
	}
	if err != nil {
		return false, err
	}
	if err := s.freezeBlock(ctx, w, lifted); err != nil {
		return false, err
	}
	return s.carry(ctx, w, round, 0)
}

func (s *Service) freezeBlock(ctx context.Context, w work, p plan.Plan) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := act.Freeze(tx, s.Keeper, seal.KeyID(w.foundKey), p); err != nil {
			return err
		}
		return act.Approve(tx, p.Request, p.Digest, act.Approval{Actor: s.Actor(blocker), Assurance: act.Machine})
	})
}

// done is how many steps have taken effect.
func done(steps []act.Status) (n int) {
	for _, st := range steps {
		if st.State.Done() {
			n++
		}
	}
	return n
}

// carry carries the block or its end out, of which so many steps had taken effect
// before, and looks whether it is so.
func (s *Service) carry(ctx context.Context, w work, round string, before int) (changed bool, err error) {
	release, alone, err := s.Store.Alone(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	p, err := s.current(ctx, round)
	if err != nil {
		return false, err
	}
	open := s.opener(w.reg, w.Request, w.today)
	runner := act.Runner{Store: s.Store, Keeper: s.Keeper, Tenant: s.Tenant, Open: open, Lease: act.DefaultLease, Alone: alone, Plan: p}
	steps, err := runner.Run(ctx, p.Request)
	if err != nil {
		return false, err
	}
	in := verify.Input{Register: w.reg, Plan: p, Options: w.options(), Open: open, States: map[string]varsam.StepState{}}
	for _, st := range steps {
		in.States[st.Step] = st.State
	}
	changed = done(steps) > before
	seen, err := verify.Check(ctx, in)
	if err != nil {
		return changed, err
	}
	return changed, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, check := range seen.Steps {
			if !check.Verified && !check.Back {
				continue // could not be read: its state stands
			}
			if err := act.Verified(tx, p, check.Step, check.Back); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetRounds removes the contents of a request's blocks with those of its plans.
func forgetRounds(tx *store.Tx, id string) error {
	for name := range rounds(id) {
		steps, err := act.Steps(tx, name)
		if err != nil || len(steps) == 0 {
			return err
		}
		if err := act.Forget(tx, name); err != nil {
			return err
		}
	}
	return nil
}
