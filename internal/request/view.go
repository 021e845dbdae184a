package request

import (
	"context"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/register"
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
		if v.Request, err = get(tx, id); err != nil {
			return err
		}
		if v.Digest, err = act.CurrentDigest(tx, id); err != nil {
			return err
		}
		if v.Approvals, err = act.Approvals(tx, id); err != nil {
			return err
		}
		v.Steps, err = act.Steps(tx, id)
		return err
	})
	return v, err
}

// loaded keeps registers by digest: a version never changes.
var loaded sync.Map

// current is the register version in force.
func current(tx *store.Tx) (*register.Register, error) {
	version, err := register.Current(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with --register DIR, or varsam register push DIR")
	}
	if err != nil {
		return nil, err
	}
	if reg, ok := loaded.Load(version.Digest); ok {
		return reg.(*register.Register), nil
	}
	return load(tx, version.Digest)
}

// load reads a version back from the store.
func load(tx *store.Tx, digest string) (*register.Register, error) {
	archive, err := register.GetArchive(tx, digest)
	if err != nil {
		return nil, err
	}
	files, err := register.Open(archive)
	if err != nil {
		return nil, err
	}
	reg, faults, err := register.Load(files)
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return nil, err
	}
	loaded.Store(digest, reg)
	return reg, nil
}
