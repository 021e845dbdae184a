package evidence

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Head is how far a tenant's log has come.
type Head struct {
	Origin string `json:"origin"`
	Leaves int64  `json:"leaves"`     // numbered
	Signed int64  `json:"signed"`     // of these, under the checkpoint
	Root   string `json:"root"`       // of the tree of all numbered leaves, as checkpoints write it
	Note   string `json:"checkpoint"` // as C2SP signed-note; empty before the first
}

// Head reads how far a tenant's log has come; the zero Head before anything was
// logged.
func (l *Log) Head(ctx context.Context, tenant string) (h Head, err error) {
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		row, err := selectLog(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		h = Head{row.origin, row.tree.N, row.signed, row.tree.Hash.String(), row.note}
		return err
	})
	return h, err
}

// Signed lists the tenants whose logs have a signature: their key is not to be made,
// only to be found.
func Signed(ctx context.Context, s *store.Store) (signed []string, err error) {
	tenants, err := s.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	for _, tenant := range tenants {
		head, err := (&Log{store: s}).Head(ctx, tenant)
		if err != nil {
			return nil, err
		}
		if head.Note != "" {
			signed = append(signed, tenant)
		}
	}
	return signed, nil
}
