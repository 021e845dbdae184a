package files

import (
	"context"
	"errors"
	"slices"

	"github.com/varsam/varsam"
)

// Apply implements [system.System], one file after the other: where it breaks off,
// some are changed and some are not, and the answer is Unknown. What a hold keeps
// is left and not counted; the finality is then Held, with the latest day.
func (s *System) Apply(ctx context.Context, op varsam.Operation) (varsam.Applied, error) {
	c, err := s.change(op)
	if err == nil {
		err = c.allowed()
	}
	if err != nil {
		return varsam.Applied{}, err
	}
	if _, err := s.around(ctx); err != nil {
		return varsam.Applied{}, err
	}
	done := varsam.Applied{Versions: map[string]string{}}
	changed, end := false, c.ending()
	var refused error
	for _, t := range op.Targets {
		a, err := c.look(ctx, t)
		if err == nil && a.state == varsam.RowOriginal {
			var more Ending
			more, err = c.carryOut(ctx, &a)
			changed = changed || err == nil
			end = worse(end, more)
		}
		switch code := varsam.CodeOf(err); {
		case err == nil:
			c.note(&done, a)
		case err == errHeld:
		case code == varsam.Changed && op.Collection != folders:
			done.Changed = append(done.Changed, t.Ref)
		case slices.Contains(harmless, code) && ctx.Err() == nil:
			refused = err // the others are not its business
		default:
			return varsam.Applied{}, c.broken(err, changed)
		}
	}
	if refused != nil && !changed {
		return varsam.Applied{}, refused
	}
	done.Problem = varsam.CodeOf(refused)
	done.Finality, done.Until = end.Finality, end.Until
	return done, nil
}

// harmless are the refusals of one file that leave it as it was: no right, no way, no
// room, or somebody has it open.
var harmless = []varsam.Code{varsam.Denied, varsam.Unsupported, varsam.Full, varsam.Conflict}

// errHeld says that a hold keeps a file.
var errHeld = errors.New("held")

// broken is the answer of an operation that did not come to its end.
func (c *change) broken(err error, changed bool) error {
	if code := varsam.CodeOf(err); changed || code == varsam.Unknown {
		return varsam.Errorf(varsam.Unknown, "%s: the change broke off (%s); some of it may have happened", c.cfg.System, code)
	}
	return err
}

// note counts one target's outcome.
func (c *change) note(done *varsam.Applied, a at) {
	switch {
	case a.state == varsam.RowOther && a.here:
		done.Changed = append(done.Changed, a.target.Ref)
		return
	case a.state == varsam.RowOther:
		done.Missing = append(done.Missing, a.target.Ref)
		return
	}
	done.Rows++
	ref := a.target.Ref
	if c.op.Move != "" {
		ref.Collection = c.op.Move
		done.Versions[ref.String()] = a.target.Versions[0]
		if a.entry.Path == a.moved {
			done.Versions[ref.String()] = version(a.entry)
		}
		return
	}
	if c.op.Kind != varsam.OpErase {
		done.Versions[ref.String()] = version(a.entry)
	}
}

// carryOut changes one target.
func (c *change) carryOut(ctx context.Context, a *at) (end Ending, err error) {
	switch {
	case c.op.Kind == varsam.OpErase && c.op.Collection == folders:
		return c.eraseFolder(ctx, a)
	case c.op.Kind == varsam.OpErase:
		return c.erase(ctx, a)
	case c.op.Move != "":
		a.entry, err = c.store.Move(ctx, a.entry, a.moved)
	default:
		return c.redact(ctx, a)
	}
	return c.ending(), err
}

// redact rewrites a document, and says where the store keeps what it held.
func (c *change) redact(ctx context.Context, a *at) (Ending, error) {
	old := a.entry
	if err := c.rewrite(ctx, a); err != nil {
		return c.ending(), err
	}
	if binned, err := c.emptyBin(ctx, old); binned || err != nil {
		return Ending{Finality: varsam.Binned}, err
	}
	left, err := c.store.Versions(ctx, a.path)
	if left > 0 {
		return Ending{Finality: varsam.Archived}, err // what it held is in an older version
	}
	return c.ending(), err
}

// erase removes a document and what is left of it.
func (s *System) erase(ctx context.Context, a *at) (Ending, error) {
	hold, err := s.store.Holds(ctx, a.path)
	if err != nil {
		return Ending{}, err
	}
	if hold.Held {
		return Ending{varsam.Held, hold.Until}, errHeld
	}
	if a.here {
		if err := s.store.Delete(ctx, a.entry); err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return Ending{}, err
		}
	}
	e := a.entry
	e.Path = a.path // one that was deleted before has no entry
	end, err := s.purge(ctx, e)
	if root := s.root(restricted); root != "" && below(e.Path, root) {
		s.prune(ctx, root, parent(e.Path)) // the folders there are copies of ours
	}
	return end, err
}

// withCopies says what backups and snapshots keep of what the store calls gone.
func (s *System) withCopies(end Ending) Ending {
	if end.Finality != varsam.Gone {
		return end
	}
	until := varsam.Date{}
	for _, p := range []varsam.Period{s.cfg.Backups, s.opt.snapshots} {
		if !p.IsZero() {
			until = varsam.Latest(until, p.After(s.cfg.Today))
		}
	}
	switch {
	case s.snapshots() && s.opt.snapshots.IsZero():
		return Ending{Finality: varsam.Archived}
	case !until.IsZero():
		return Ending{varsam.InBackups, until}
	}
	return end
}

// ending is what a done operation amounts to when the store says nothing worse.
func (c *change) ending() Ending {
	switch c.op.Kind {
	case varsam.OpErase:
		return c.withCopies(Ending{Finality: varsam.Gone})
	case varsam.OpRestrict:
		if c.op.Move != "" {
			return Ending{Finality: varsam.Moved}
		}
	case varsam.OpLift:
		return Ending{Finality: varsam.Lifted}
	}
	return Ending{Finality: varsam.Blanked}
}

// worst are endings from the best to the worst.
var worst = []varsam.Finality{varsam.Gone, varsam.Blanked, varsam.InBackups, varsam.Queued, varsam.Binned, varsam.Archived, varsam.Held}

// worse is the ending that says less; of two alike, the later one.
func worse(a, b Ending) Ending {
	rank := func(e Ending) int {
		for i, f := range worst {
			if f == e.Finality {
				return i
			}
		}
		return -1
	}
	switch x, y := rank(a), rank(b); {
	case y > x:
		return b
	case x == y:
		a.Until = varsam.Latest(a.Until, b.Until)
	}
	return a
}
