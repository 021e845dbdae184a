package act

import (
	"context"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/system"
)

// together takes a group of steps from the i-th on in one transaction of their
// system, and says how many; none when there is nothing to group, and then the
// step is taken by itself. The protocol stays: all intents are committed before
// the changes are, all outcomes after. As the system does all of it or nothing, a step of a group
// whose outcome is not known is found out like any other.
//
// When the group is refused nothing was changed; then its steps are taken one by
// one, so that one of them does not hold up those that need not wait for it.
func (r *run) together(ctx context.Context, i int) (int, error) {
	group := r.group(i)
	if len(group) < 2 {
		return 0, nil
	}
	sys, err := r.connect(ctx, group[0].System)
	if err != nil {
		return 0, nil
	}
	batcher, ok := sys.(system.Batcher)
	if !ok {
		return 0, nil
	}
	all := make(tries, len(group))
	for n, s := range group {
		all[n] = try{step: s, status: r.states[s.ID]}
	}
	applied, err, failed := r.applyIntended(ctx, all, batcher)
	if failed != nil {
		return 0, failed
	}
	after := context.WithoutCancel(ctx)
	switch varsam.CodeOf(err) {
	case "":
		return len(group), r.settle(after, all.applied(applied))
	case varsam.Unknown:
		return len(group), r.settle(after, all.refused(err))
	}
	if err := r.settle(after, all.undone()); err != nil {
		return 0, err
	}
	for n := range group {
		if err := r.step(ctx, i+n); err != nil {
			return 0, err
		}
	}
	return len(group), nil
}

// applyIntended commits the intents and makes the changes, side by side as far as
// that may be: the changes begin when our store has let us in, so that no lock
// there waits for more than two statements and our disk, and are committed after
// the intents.
// Failed means that our own store did not take the intents; then nothing has been
// changed.
func (r *run) applyIntended(ctx context.Context, all tries, batcher system.Batcher) (applied []varsam.Applied, err, failed error) {
	begun, committed := make(chan struct{}), make(chan error, 1)
	go func() {
		committed <- r.intend(ctx, all, varsam.StepIntended, func() { close(begun) })
	}()
	intended := sync.OnceValue(func() error { return <-committed })
	select {
	case <-begun:
	case err := <-committed: // or it is committed already
		if committed <- err; err != nil {
			return nil, nil, err
		}
	}
	applied, err = r.apply(ctx, all, func(ctx context.Context, ops []varsam.Operation) ([]varsam.Applied, error) {
		return batcher.ApplyAll(ctx, ops, intended)
	})
	return applied, err, intended()
}

// group is the steps from the i-th on that one transaction can hold: never tried
// before, of one system, waiting for nothing but each other, no record in two of
// them, and no more records than one batch has.
func (r *run) group(i int) []plan.Step {
	var group []plan.Step
	in, touched := map[string]bool{}, map[string]bool{}
	targets := 0
	for _, s := range r.plan.Steps[i:] {
		targets += len(s.Op.Targets)
		if targets > varsam.MaxBatch || s.System != r.plan.Steps[i].System || !r.joins(s, in) || meets(s, touched) {
			break
		}
		in[s.ID] = true
		group = append(group, s)
	}
	return group
}

// joins reports whether a step may be taken in the same transaction as those.
func (r *run) joins(s plan.Step, with map[string]bool) bool {
	if _, no := r.barred[s.ID]; no || r.AsksOnly || s.Assisted != nil || r.states[s.ID].State != varsam.StepPlanned {
		return false
	}
	for _, before := range s.After {
		if !with[before] && !r.states[before].State.Done() {
			return false
		}
	}
	return true
}

// meets reports whether a step names a record that is touched already, and
// touches its own: what one operation leaves there the next must be told.
func meets(s plan.Step, touched map[string]bool) bool {
	refs := make([]string, len(s.Op.Targets))
	for i, t := range s.Op.Targets {
		if refs[i] = t.Ref.String(); touched[refs[i]] {
			return true
		}
	}
	for _, ref := range refs {
		touched[ref] = true
	}
	return false
}

// undone are the tries after their transaction was rolled back: the outcome of
// each is that nothing was changed, and it waits as before.
func (all tries) undone() tries {
	for i := range all {
		all[i].status.State = varsam.StepPlanned
	}
	return all
}
