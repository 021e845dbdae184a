package inbox

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// Look reads the envelopes of mails that are named, for the owner of their
// mailbox, the oldest first. One that is there no more is missing.
func (s *Service) Look(ctx context.Context, refs []varsam.Ref) ([]Mail, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	var reg *register.Register
	var today varsam.Date
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		if reg, err = register.InForce(tx); err == nil {
			today = varsam.DateIn(tx.Now(), reg.Organisation.Location())
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sys, err := s.Open(reg, today).Open(ctx, refs[0].System)
	if err != nil {
		return nil, err
	}
	defer sys.Close()
	var all []Mail
	for _, collection := range collectionsOf(refs) {
		m := system.Match{Fields: []string{"account", "folder", "uidvalidity", "uid"}}
		for _, r := range refs {
			if r.Collection == collection {
				m.Tuples = append(m.Tuples, r.Key)
			}
		}
		sel := system.Selection{Collection: collection, Match: []system.Match{m}, Fields: fields}
		if _, err := sys.Find(ctx, sel, func(r varsam.Record) error {
			all = append(all, mailOf(r))
			return nil
		}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b Mail) int { return a.Received.Compare(b.Received) })
	return all, nil
}

func collectionsOf(refs []varsam.Ref) (all []string) {
	for _, r := range refs {
		if !slices.Contains(all, r.Collection) {
			all = append(all, r.Collection)
		}
	}
	return all
}
