package retention

import (
	"context"

	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// lost reports whether a worker that tried the range was not heard of again: each
// try has a number, and each worker that takes the range has a newer fence beside
// it.
func (g *rowRange) lost() bool { return g.Fence > int64(g.Attempt) }

// stillMine asks for more time for a range whose lease has run out before it was
// begun; no, when another worker has taken it, or that cannot be found out.
func (w *worker) stillMine(ctx context.Context, a *attempt) (mine bool) {
	err := w.Store.Write(ctx, w.Tenant, func(tx *store.Tx) (err error) {
		mine, err = renewRange(tx, w.id, *a.rowRange, tx.Now().Add(w.lease()))
		return err
	})
	return err == nil && mine
}

// resolve says what an earlier try has done, of which no outcome is known: all,
// nothing, or what cannot be told from what others did.
func (a *attempt) resolve(ctx context.Context, conn system.Culler, c system.Cull) {
	switch seen, err := conn.Look(ctx, c); {
	case err != nil:
		a.failed(err)
	case seen.Rows == 0:
		a.doneBefore(ctx, conn, c)
	case seen == a.Tally:
		a.State, a.Problem = RangePlanned, ""
	default:
		a.State = RangeChanged
	}
}

// awoke looks again at a range that is no longer as it was frozen: the worker that
// was lost may have woken up, and done it after all.
func (a *attempt) awoke(ctx context.Context, conn system.Culler, c system.Cull) {
	switch seen, err := conn.Look(ctx, c); {
	case err != nil:
		a.failed(err)
	case seen.Rows == 0:
		a.doneBefore(ctx, conn, c)
	}
}

// doneBefore is for a range of which nothing is left to do. What that amounts to
// in its system an earlier range was told, or is asked by changing nothing.
func (a *attempt) doneBefore(ctx context.Context, conn system.Culler, c system.Cull) {
	a.State, a.Problem = RangeVerified, ""
	if a.finality, a.until = a.rule.Finality, a.rule.Until; a.finality != "" {
		return
	}
	nothing, err := conn.Cull(ctx, c, system.Tally{})
	if err != nil {
		a.failed(err)
		return
	}
	a.finality, a.until = nothing.Finality, nothing.Until
}
