package evidence

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Numbered is a leaf with its number in the log.
type Numbered struct {
	Index int64
	Leaf  Leaf
}

// Since is the leaves of a tenant's log from a number on, at most so many, after
// what is pending has been numbered. Nothing is skipped: numbers have no gaps.
func (l *Log) Since(ctx context.Context, tenant string, from int64, most int) (all []Numbered, err error) {
	if err := l.SequenceTenant(ctx, tenant); err != nil {
		return nil, err
	}
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		row, err := selectLog(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		stored, err := selectRange(tx, from, min(row.tree.N, from+int64(most)))
		for _, s := range stored {
			leaf, err := DecodeLeaf(s.bytes)
			if err != nil {
				return err
			}
			all = append(all, Numbered{s.index, leaf})
		}
		return err
	})
	return all, err
}
