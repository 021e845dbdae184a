package retention

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// attempt is one try of a range, and what came of it.
type attempt struct {
	*rowRange
	rule     Planned
	known    bool      // to be as it was frozen: nobody has tried it without telling what came of it
	held     time.Time // by our own clock; afterwards another worker may have it
	finality varsam.Finality
	until    varsam.Date
	seen     chan struct{} // closed when nothing is left to be looked at
}

// claim takes the range under a new fence. A range that nobody is trying gets an
// intent; one that somebody was, still has one without an outcome.
func (w *worker) claim(tx *store.Tx, a *attempt) error {
	a.Fence++
	if a.State == RangePlanned {
		a.State = RangeIntended
		a.Attempt++
		id, err := appendIntent(tx, w.run, a.rule, *a.rowRange)
		if err != nil {
			return err
		}
		a.intent = id[:]
	}
	mine, err := claimRange(tx, w.id, *a.rowRange, tx.Now().Add(w.lease()))
	if err == nil && !mine {
		err = varsam.Errorf(varsam.Conflict, "a range of run %s was taken by another worker", w.id)
	}
	return err
}

// carryOut changes the range's rows, if they are as they were frozen, and has them
// looked at again meanwhile. What an earlier try may have done is only looked at:
// when it did nothing, the range is free again.
func (w *worker) carryOut(ctx context.Context, a *attempt) {
	a.seen = make(chan struct{})
	looking := false
	defer func() {
		if !looking {
			close(a.seen)
		}
	}()
	w.spend(a.Rows)
	conn, c, err := w.reach(ctx, a)
	if err != nil {
		a.failed(err)
		return
	}
	switch {
	case !a.known:
		a.resolve(ctx, conn, c)
		return
	case time.Now().After(a.held) && !w.stillMine(ctx, a):
		return // not begun: whoever has it looks first
	}
	fail.Point("cull.apply.before")
	done, err := conn.Cull(ctx, c, a.Tally)
	fail.Point("cull.apply.after")
	if err != nil {
		a.failed(err)
		switch {
		case a.tooLong():
			a.split(ctx, conn, c)
		case a.State == RangeChanged && a.lost():
			a.awoke(ctx, conn, c)
		}
		return
	}
	a.finality, a.until = done.Finality, done.Until
	looking = true
	go a.look(context.WithoutCancel(ctx), conn, c)
}

// look says of a range that was changed whether it is seen to be.
func (a *attempt) look(ctx context.Context, conn system.Culler, c system.Cull) {
	defer close(a.seen)
	a.State, a.Problem = RangeVerified, ""
	if seen, err := conn.Look(ctx, c); err != nil {
		a.State, a.Problem = RangeUnknown, varsam.CodeOf(err)
	} else if seen.Rows > 0 {
		a.State = RangeBack
	}
}

// failed says what an error leaves of a try.
func (g *rowRange) failed(err error) {
	g.Problem = varsam.CodeOf(err)
	switch g.Problem {
	case varsam.Unknown:
		g.State = RangeUnknown
	case varsam.Changed:
		g.State = RangeChanged
	case varsam.Unavailable, varsam.Full, varsam.Internal:
		g.State = RangePlanned // nothing happened; it is tried again
	default:
		g.State = RangeRefused
	}
}

// reach opens the range: its system, and the cull within its bounds.
func (w *worker) reach(ctx context.Context, a *attempt) (system.Culler, system.Cull, error) {
	f, err := w.unsealed(ctx, a.rule)
	if err != nil {
		return nil, f.Cull, err
	}
	c := f.Cull
	if a.Range, err = unseal[system.Range](ctx, w.Keeper, w.run.key, rangeContext(w.id, a.Place, a.N), a.sealed); err != nil {
		return nil, c, err
	}
	c = a.Of(c)
	c.ID = w.id + "/" + text(a.Place) + "/" + text(a.N)
	conn, err := w.connect(ctx, a.rule.System)
	if err != nil {
		return nil, c, err
	}
	culler, ok := conn.(system.Culler)
	if !ok {
		return nil, c, varsam.Errorf(varsam.Unsupported, "%s changes no ranges", a.rule.System)
	}
	return culler, c, nil
}

// unsealed is what of a rule is sealed: it may have thousands of keys and classes.
func (w *worker) unsealed(ctx context.Context, rule Planned) (frozen, error) {
	if f, ok := w.rules[rule.Place]; ok {
		return f, nil
	}
	f, err := unseal[frozen](ctx, w.Keeper, w.run.key, ruleContext(w.id, rule.Place), rule.sealed)
	if err == nil {
		w.rules[rule.Place] = f
	}
	return f, err
}

func (w *worker) connect(ctx context.Context, name string) (system.System, error) {
	if o, ok := w.systems[name]; ok && o.err == nil {
		return o.System, nil
	}
	conn, err := w.Open(w.reg, w.run.Day).Open(ctx, name)
	w.systems[name] = opened{conn, err}
	return conn, err
}
