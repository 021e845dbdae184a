package request

import (
	"context"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
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

// Rule writes down a person's decision on a contested balance; the next plan
// follows it.
func (s *Service) Rule(ctx context.Context, id, activity string, ruling decide.Ruling, name string) error {
	return s.change(ctx, id, func(tx *store.Tx, r Request, c *Case) error {
		ruling.By = s.Actor(name)
		ruled := false
		for i := range c.Asks {
			if c.Asks[i].Right != varsam.Objection && c.Asks[i].Right != varsam.Erasure {
				continue
			}
			if c.Asks[i].Rulings == nil {
				c.Asks[i].Rulings = map[string]decide.Ruling{}
			}
			c.Asks[i].Rulings[activity], ruled = ruling, true
		}
		if !ruled {
			return varsam.Errorf(varsam.Conflict, "request %s has no objection or erasure to decide on", id)
		}
		_, err := evidence.Append(tx, rulingLeaf(r, activity, ruling.By, varsam.Objection))
		return err
	}, name)
}

// change rewrites the case.
func (s *Service) change(ctx context.Context, id string, do func(*store.Tx, Request, *Case) error, name string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		c, err := read[Case](tx, s.Keeper, r, "case")
		if err != nil {
			return err
		}
		if err := do(tx, r, &c); err != nil {
			return err
		}
		if c.Actors == nil {
			c.Actors = map[string]string{}
		}
		c.Actors[s.Actor(name)] = name
		return s.put(tx, r, r.caseKey, "case", c)
	})
}

// Extend moves the last day by the two further months of Art. 12(3). Code
// Conflict when it was extended before, or the first month is over: an extension
// must be told inside it, with reasons.
func (s *Service) Extend(ctx context.Context, id, reason string) (r Request, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if r, err = get(tx, id); err != nil {
			return err
		}
		reg, err := current(tx)
		if err != nil {
			return err
		}
		switch {
		case r.Extended:
			return varsam.Errorf(varsam.Conflict, "request %s has been extended once; there is no second time (Art. 12(3))", id)
		case today(tx, reg).After(r.Legal):
			return varsam.Errorf(varsam.Conflict, "the first month of request %s is over; an extension must be told inside it (Art. 12(3))", id)
		}
		r.Extended = true
		if err := s.clock(&r, reg); err != nil {
			return err
		}
		if err := s.put(tx, r, r.caseKey, "extension", reason); err != nil {
			return err
		}
		return setDeadline(tx, r)
	})
	return r, err
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
