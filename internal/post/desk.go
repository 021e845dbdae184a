package post

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// List is the items in a state, oldest first, at most so many. It holds no
// personal data.
func (s *Service) List(ctx context.Context, state State, most int) (all []Status, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listItems(tx, state, most)
		return err
	})
	return all, err
}

// Count is how many items are in a state.
func (s *Service) Count(ctx context.Context, state State) (n int, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		n, err = countItems(tx, state)
		return err
	})
	return n, err
}

// About is what was sent because of a claim or a request.
func (s *Service) About(ctx context.Context, about string) (all []Status, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = itemsAbout(tx, about)
		return err
	})
	return all, err
}

// HandedOver notes that somebody printed and posted an item, handed it over, or
// said it on the telephone. Code Conflict when it has been sent.
func (s *Service) HandedOver(ctx context.Context, id string) error {
	return s.move(ctx, id, Handed, func(st Status) bool { return st.State == Outbox || st.State == Dead })
}

// Retry sends a dead letter, or one that waited for a server, by mail.
func (s *Service) Retry(ctx context.Context, id string) error {
	if !s.Settings.On() {
		return varsam.Errorf(varsam.Conflict, "there is no mail server; letters are printed and handed over")
	}
	return s.move(ctx, id, Queued, func(st Status) bool { return st.Medium == Mail && (st.State == Outbox || st.State == Dead) })
}

func (s *Service) move(ctx context.Context, id string, to State, may func(Status) bool) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		st, err := getItem(tx, id)
		if err != nil {
			return err
		}
		if !may(st) {
			return varsam.Errorf(varsam.Conflict, "letter %s is %s", id, st.State)
		}
		if err := moved(tx, id, to, 0, ""); err != nil || to != Queued {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: KindSend, Run: id, Unique: true})
	})
}

// Sweep lets go what was sent longer ago than [Kept], a day at a time, with the
// day's key. A day on which something still waits stays.
func (s *Service) Sweep(ctx context.Context) (days int, err error) {
	var ended map[string]string
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if ended, err = endedDays(tx, tx.Now().Add(-Kept).Format(time.DateOnly)); err != nil {
			return err
		}
		for day := range ended {
			if err := dropDay(tx, day); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(ended) == 0 {
		return 0, err
	}
	for _, key := range ended {
		if err := s.Keeper.Destroy(ctx, seal.KeyID(key)); err != nil {
			return 0, err
		}
	}
	return len(ended), s.Store.Scrub(ctx, "post_items")
}
