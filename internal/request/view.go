package request

import (
	"context"

	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/store"
)

// View is where a request stands, without personal data.
type View struct {
	Request   Request        `json:"request"`
	Digest    string         `json:"digest,omitempty"` // of the current plan
	Approvals []act.Approval `json:"approvals,omitempty"`
	Steps     []act.Status   `json:"steps,omitempty"`
}

// Show is one request with its plan's digest, approvals and steps.
func (s *Service) Show(ctx context.Context, id string) (v View, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		v, err = view(tx, id)
		return err
	})
	return v, err
}

func view(tx *store.Tx, id string) (v View, err error) {
	if v.Request, err = get(tx, id); err != nil {
		return v, err
	}
	if v.Digest, err = act.CurrentDigest(tx, id); err != nil {
		return v, err
	}
	if v.Approvals, err = act.Approvals(tx, id); err != nil {
		return v, err
	}
	v.Steps, err = act.Steps(tx, id)
	return v, err
}
