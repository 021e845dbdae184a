package files

import (
	"context"

	"github.com/varsam/varsam"
)

// Observe implements [system.System]. A document that is gone is looked for among
// the store's older versions and in its bin too.
func (s *System) Observe(ctx context.Context, op varsam.Operation) (varsam.Observation, error) {
	c, err := s.change(op)
	if err == nil {
		_, err = s.around(ctx)
	}
	if err != nil {
		return varsam.Observation{}, err
	}
	seen := varsam.Observation{Versions: map[string]string{}, Rows: map[varsam.RowState]int{}}
	end := c.ending()
	for _, t := range op.Targets {
		a, err := c.look(ctx, t)
		switch code := varsam.CodeOf(err); {
		case code == varsam.Denied || code == varsam.Unsupported:
			a.state = varsam.RowUnreadable
		case err != nil:
			return varsam.Observation{}, err
		}
		seen.States = append(seen.States, a.state)
		seen.Rows[a.state]++
		if a.state == varsam.RowOriginal && op.Kind == varsam.OpErase {
			hold, err := s.store.Holds(ctx, a.path)
			if err == nil && hold.Held {
				end = worse(end, Ending{varsam.Held, hold.Until})
			}
		}
		c.versions(ctx, a, seen.Versions)
	}
	seen.Finality, seen.Until = end.Finality, end.Until
	return seen, nil
}

// versions notes the current versions of a target, here and where it moves to.
func (c *change) versions(ctx context.Context, a at, all map[string]string) {
	ref := a.target.Ref
	if a.here {
		all[ref.String()] = version(a.entry)
	}
	if a.there {
		ref.Collection = c.op.Move
		if e, err := c.store.Stat(ctx, a.moved); err == nil {
			all[ref.String()] = version(e)
		}
	}
}
