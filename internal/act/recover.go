package act

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
)

// recover looks at a step whose outcome is not known before anything else is
// done: all targets in the planned state means that it was applied, none that
// it is done again, a mixture that a person decides. What cannot be read stays
// unknown.
func (r *run) recover(ctx context.Context, s plan.Step, status Status) error {
	if !r.Alone && time.Now().Before(status.leased) && status.State == varsam.StepIntended {
		return nil // its worker may be alive
	}
	sys, err := r.connect(ctx, s.System)
	if err != nil {
		return nil // still unknown
	}
	seen, err := sys.Observe(ctx, r.operation(s))
	if err != nil {
		return nil
	}
	switch verdict(seen) {
	case varsam.StepApplied:
		status.Applied, status.Finality, status.Until = s.Expected, seen.Finality, seen.Until
		_, err = r.look(ctx, s, status, varsam.StepApplied, seen)
	case varsam.StepMixed:
		_, err = r.look(ctx, s, status, varsam.StepMixed, seen)
	case varsam.StepPlanned:
		if status, err = r.look(ctx, s, status, varsam.StepRefused, seen); err == nil {
			err = r.attempt(ctx, s, status)
		}
	default:
		err = nil
	}
	return err
}

// look settles the attempt whose outcome was not known by what was seen. It
// claims the step first, so that a worker thought dead cannot write over it.
func (r *run) look(ctx context.Context, s plan.Step, status Status, state varsam.StepState, seen varsam.Observation) (Status, error) {
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error { return r.claim(tx, &status) })
	if err == nil {
		status.State = state
		err = r.settle(ctx, tries{{s, status, Result{Versions: seen.Versions}}})
	}
	return r.states[s.ID], err
}

// verdict reads an observation; empty means that nothing can be said yet.
func verdict(seen varsam.Observation) varsam.StepState {
	count := map[varsam.RowState]int{}
	for _, state := range seen.States {
		count[state]++
	}
	switch {
	case count[varsam.RowUnreadable] > 0:
		return ""
	case count[varsam.RowPlanned] == len(seen.States):
		return varsam.StepApplied
	case count[varsam.RowPlanned] == 0:
		return varsam.StepPlanned
	}
	return varsam.StepMixed
}
