package evidence

import (
	"cmp"
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/store"
)

// batch bounds how many leaves one transaction numbers.
const batch = 4096

// sequenceLock is held by the one sequencer of a tenant.
const sequenceLock = "evidence.sequence"

// Sequence numbers every committed leaf of every tenant. Any process may call
// it at any time: the log's size is the fence.
func (l *Log) Sequence(ctx context.Context) error { return l.forTenants(ctx, l.SequenceTenant) }

// SequenceTenant is Sequence for one tenant.
func (l *Log) SequenceTenant(ctx context.Context, tenant string) error {
	for {
		more := false
		err := l.store.Read(ctx, tenant, func(tx *store.Tx) (err error) {
			more, err = hasPending(tx)
			return err
		})
		if err != nil || !more {
			return err
		}
		fail.Point("evidence.sequence.before")
		if err := l.store.Write(ctx, tenant, sequenceBatch); err != nil {
			return err
		}
		fail.Point("evidence.sequence.after")
	}
}

// sequenceBatch numbers the oldest leaves and grows the tree by them.
func sequenceBatch(tx *store.Tx) error {
	if err := tx.Lock(sequenceLock); err != nil {
		return err
	}
	row, err := selectLog(tx)
	if err != nil {
		return err
	}
	leaves, err := numberPending(tx, row.tree.N, batch)
	if err != nil || len(leaves) == 0 {
		return err
	}
	slices.SortFunc(leaves, func(a, b numbered) int { return cmp.Compare(a.index, b.index) })
	tree, err := extend(tx, row.tree, leaves)
	if err != nil {
		return treeError(err)
	}
	n, err := updateSize(tx, row.tree, tree)
	if err == nil && n != 1 {
		return varsam.Errorf(varsam.Conflict, "another sequencer numbered these leaves")
	}
	return err
}
