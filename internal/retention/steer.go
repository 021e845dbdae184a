package retention

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
)

// Pause stops a run at the border of its next range; Resume lets it go on, and
// Cancel ends it: what is done stays done, and the rest is left.
func (s *Service) Pause(ctx context.Context, id, name string) error {
	return s.steer(ctx, id, name, Paused, Running)
}

// Resume lets a paused run go on.
func (s *Service) Resume(ctx context.Context, id, name string) error {
	return s.steer(ctx, id, name, Running, Paused)
}

// Cancel ends a run.
func (s *Service) Cancel(ctx context.Context, id, name string) error {
	return s.steer(ctx, id, name, Cancelled, Waiting, Running, Paused)
}

func (s *Service) steer(ctx context.Context, id, name string, to State, from ...State) error {
	if name == "" {
		return varsam.Errorf(varsam.Invalid, "say who decides")
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		run, err := getRun(tx, id)
		if err != nil {
			return err
		}
		for _, state := range from {
			if run.State == state {
				leaf := evidence.Leaf{Kind: evidence.Decision, Request: evidence.Name(id), Action: evidence.NameOf(string(to)), Actor: evidence.NameOf(s.actor(name))}
				if _, err := evidence.Append(tx, leaf); err != nil {
					return err
				}
				if err := setRunState(tx, id, to, varsam.Reason{}); err != nil || to != Running {
					return err
				}
				if err := unpark(tx, id); err != nil {
					return err
				}
				return wake(tx, id)
			}
		}
		return varsam.Errorf(varsam.Conflict, "run %s is %s and cannot become %s", id, run.State, to)
	})
}
