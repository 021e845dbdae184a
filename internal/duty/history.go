package duty

import (
	"context"
	"time"

	"github.com/varsam/varsam/internal/store"
)

// History is every version of a record, the first one first, with what was sealed.
func (s *Service) History(ctx context.Context, id string) (all []Change, err error) {
	var found stored
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if found, err = selectRecord(tx, id); err != nil {
			return err
		}
		if all, err = listChanges(tx, id); err != nil {
			return err
		}
		for i := range all {
			if all[i].sealed, err = sealedChange(tx, id, all[i].Version); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		if len(c.sealed) == 0 {
			continue
		}
		r := found.Record
		r.Facts = c.Facts
		if err := s.unseal(ctx, &r, c.sealed); err != nil {
			return nil, err
		}
		all[i].Facts = r.Facts
	}
	return all, nil
}

// WorldAt is everything as it was at an instant: the records in their versions of
// then, with the register of today.
func (s *Service) WorldAt(ctx context.Context, at time.Time) (w *World, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		records, err := listRecords(tx)
		if err != nil {
			return err
		}
		changes, err := changesUntil(tx, at)
		if err != nil {
			return err
		}
		reg, err := inForce(tx)
		if err != nil {
			return err
		}
		w = NewWorld(reg, at, asOf(records, changes))
		return nil
	})
	return w, err
}

// asOf puts each record back into the last of its versions that there was.
func asOf(records []Record, changes []Change) (then []Record) {
	last := map[string]Change{}
	for _, c := range changes {
		last[c.record] = c
	}
	for _, r := range records {
		c, was := last[r.ID]
		if !was {
			continue
		}
		r.Version, r.State, r.Next, r.Facts, r.filled, r.Files = c.Version, c.State, c.Next, c.Facts, c.filled, c.files
		then = append(then, r)
	}
	return then
}
