package retention

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Hold is a "gallringsstopp": it stops an end, never a use. It concerns a person,
// or the records of a collection, all of them or those that match a condition –
// a project's, say. It is in force until somebody ends it; past its review day it
// is a finding.
type Hold struct {
	ID         string         `json:"id"`
	System     string         `json:"system,omitempty"`
	Collection string         `json:"collection,omitempty"`
	Where      *varsam.Cond   `json:"where,omitempty"`
	Person     *varsam.Person `json:"person,omitempty"`
	Reason     string         `json:"reason"`
	Owner      string         `json:"owner"`
	Review     varsam.Date    `json:"review"`
	Created    time.Time      `json:"created"`
	Ended      time.Time      `json:"ended,omitzero"`
}

// cond is true of the records that a hold on a collection protects.
func (h Hold) cond() varsam.Cond {
	if h.Where != nil {
		return *h.Where
	}
	return varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(true)}}
}

func (h Hold) check() error {
	switch {
	case h.Reason == "" || h.Owner == "":
		return varsam.Errorf(varsam.Invalid, "a hold needs a reason and an owner")
	case h.Review.IsZero():
		return varsam.Errorf(varsam.Invalid, "a hold needs a day on which it is reviewed")
	case (h.Person == nil) == (h.Collection == ""):
		return varsam.Errorf(varsam.Invalid, "a hold concerns a person or a collection")
	case h.Person != nil && !slices.ContainsFunc(h.Person.Identifiers, selects):
		return varsam.Errorf(varsam.Invalid, "a hold on a person needs a verified identifier that selects records: otherwise it would keep nothing")
	}
	return nil
}

func selects(id varsam.Identifier) bool { return id.Verified && id.Type.Selects() }

// sealedHold is what of a hold may tell who somebody is.
type sealedHold struct {
	Where  *varsam.Cond   `json:"where,omitempty"`
	Person *varsam.Person `json:"person,omitempty"`
	Reason string         `json:"reason"`
	Owner  string         `json:"owner"`
}

// Hold puts a hold in force. It counts from the next plan on, and stops runs
// that were planned without it.
func (s *Service) Hold(ctx context.Context, h Hold) (Hold, error) {
	if err := h.check(); err != nil {
		return h, err
	}
	h.ID = newID("h")
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "hold")
	if err != nil {
		return h, err
	}
	plain, err := json.Marshal(sealedHold{h.Where, h.Person, h.Reason, h.Owner})
	if err != nil {
		return h, varsam.Errorf(varsam.Internal, "a hold cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(ctx, key, "hold "+h.ID, plain)
	if err != nil {
		return h, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		h.Created = tx.Now()
		if err := insertHold(tx, h, key, sealed); err != nil {
			return err
		}
		_, err := evidence.Append(tx, s.holdLeaf(h, "hold"))
		return err
	})
	return h, err
}

func (s *Service) holdLeaf(h Hold, action string) evidence.Leaf {
	return evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(h.ID), Action: evidence.NameOf(action), Actor: evidence.NameOf(s.actor(h.Owner)),
		System: evidence.NameOf(h.System), Collection: evidence.NameOf(h.Collection),
	}
}

// Release ends a hold and destroys what it knew of a person.
func (s *Service) Release(ctx context.Context, id, name string) error {
	var key seal.KeyID
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		if key, err = endHold(tx, id); err != nil {
			return err
		}
		_, err = evidence.Append(tx, s.holdLeaf(Hold{ID: id, Owner: name}, "release"))
		return err
	})
	if err != nil {
		return err
	}
	return s.Keeper.Destroy(ctx, key)
}

// Holds are those in force, the oldest first.
func (s *Service) Holds(ctx context.Context) (all []Hold, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = s.holds(tx)
		return err
	})
	return all, err
}

func (s *Service) holds(tx *store.Tx) ([]Hold, error) {
	rows, err := listHolds(tx)
	if err != nil {
		return nil, err
	}
	all := make([]Hold, len(rows))
	for i, row := range rows {
		plain, err := s.Keeper.Open(tx.Context(), row.key, "hold "+row.ID, row.sealed)
		if err != nil {
			return nil, err
		}
		var open sealedHold
		if err := json.Unmarshal(plain, &open); err != nil {
			return nil, varsam.Errorf(varsam.Corrupt, "hold %s does not read back", row.ID)
		}
		all[i] = row.Hold
		all[i].Where, all[i].Person, all[i].Reason, all[i].Owner = open.Where, open.Person, open.Reason, open.Owner
	}
	return all, nil
}
