package retention

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/store"
)

// maxTries is how often a range that a system could not serve is tried.
const maxTries = 5

// settle waits until everything tried has been looked at, and commits what came
// of it.
func (w *worker) settle(ctx context.Context) error {
	if len(w.tried) == 0 {
		return nil
	}
	<-w.tried[len(w.tried)-1].seen
	return w.write(context.WithoutCancel(ctx), func(*store.Tx, int) error { return nil })
}

// write commits what came of the ranges that have been looked at, with their
// leaves, reads the run as it is then, and does more in the same transaction: the
// intent of one range stands beside the outcome of another. All but the last one
// tried are waited for.
func (w *worker) write(ctx context.Context, more func(tx *store.Tx, settled int) error) error {
	n := 0
	for i, a := range w.tried {
		if i < len(w.tried)-1 || a.over() {
			<-a.seen
			n++
		}
	}
	if n > 0 {
		fail.Point("cull.outcome.before")
	}
	err := w.Store.Write(ctx, w.Tenant, func(tx *store.Tx) (err error) {
		for _, a := range w.tried[:n] {
			if err := w.outcome(tx, a); err != nil {
				return err
			}
		}
		if w.run, err = getRun(tx, w.id); err != nil {
			return err
		}
		if w.run.Rules, err = listRules(tx, w.id); err != nil {
			return err
		}
		return more(tx, n)
	})
	if n > 0 {
		fail.Point("cull.outcome.after")
	}
	if err != nil {
		return err
	}
	for _, a := range w.tried[:n] {
		w.tell(a)
	}
	w.tried = w.tried[n:]
	return nil
}

// over reports whether nothing is left to be looked at.
func (a *attempt) over() bool {
	select {
	case <-a.seen:
		return true
	default:
		return false
	}
}

// outcome writes what became of a range; nothing when another worker has taken
// it over, who will say so.
func (w *worker) outcome(tx *store.Tx, a *attempt) error {
	if a.State == RangeIntended { // not begun, and somebody else's
		return nil
	}
	notBefore, err := w.postpone(tx, a.rule.System, a.rowRange)
	if err != nil {
		return err
	}
	if err := settleRange(tx, w.id, *a.rowRange, notBefore); err != nil {
		if varsam.CodeOf(err) == varsam.Conflict {
			return nil
		}
		return err
	}
	if err := w.insertParts(tx, *a.rowRange); err != nil {
		return err
	}
	if a.finality != "" && a.rule.Finality == "" {
		if err := setFinality(tx, w.id, a.Place, a.finality, a.until); err != nil {
			return err
		}
	}
	return appendOutcome(tx, w.run, a.rule, *a.rowRange, a.finality)
}

// tell says how far the run is.
func (w *worker) tell(a *attempt) {
	if w.progress != nil {
		r := w.rule(a.Place)
		w.progress(Progress{r.System, r.Collection, r.Done, r.Frozen})
	}
}

// backoff is the pause before the next try: a tenth of a second, and twice as
// long each time.
func backoff(attempt int) time.Duration { return 100 * time.Millisecond << min(attempt, 8) }
