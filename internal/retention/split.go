package retention

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// smallest is the range that is not cut further.
const smallest = 100

// tooLong reports whether the range may be too large for the time that a change
// may hold its rows.
func (g *rowRange) tooLong() bool {
	return g.Problem == varsam.Unavailable && g.Attempt > 1 && g.Rows > smallest
}

// split cuts the range in two. The sums of the parts must be that of the whole:
// what has changed since is not taken along.
func (g *rowRange) split(ctx context.Context, conn system.Culler, c system.Cull) {
	first, err := conn.Freeze(ctx, c, int(g.Rows/2))
	if err != nil || first.Rows == 0 {
		return
	}
	rest := system.Range{After: first.Upto, Upto: g.Upto, Tally: system.Tally{Rows: g.Rows - first.Rows, Sum: g.Sum - first.Sum}}
	c.Rows.After = first.Upto
	seen, err := conn.Look(ctx, c)
	if err != nil || seen != rest.Tally {
		return
	}
	g.State, g.parts = RangeSplit, []system.Range{first, rest}
	for i := range g.parts { // what is left out of the whole is left out of the parts
		g.parts[i].Whole, g.parts[i].Except, g.parts[i].AsOf = g.Whole, g.Except, g.AsOf
	}
}

// insertParts stores what a range was cut into.
func (w *worker) insertParts(tx *store.Tx, g rowRange) error {
	if len(g.parts) == 0 {
		return nil
	}
	n, err := highestRange(tx, w.id, g.Place)
	if err != nil {
		return err
	}
	for i, part := range g.parts {
		next := rowRange{Place: g.Place, N: n + 1 + int64(i), Range: part}
		if next.sealed, err = w.seal(tx.Context(), w.run.key, rangeContext(w.id, next.Place, next.N), part); err != nil {
			return err
		}
		if err := insertRange(tx, w.id, next); err != nil {
			return err
		}
	}
	return nil
}
