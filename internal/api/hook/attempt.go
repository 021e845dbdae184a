package hook

import (
	"context"
	"time"

	"github.com/varsam/varsam/internal/store"
)

// Attempt is one call of a hook's address, taken or not.
type Attempt struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	First  int64     `json:"first"`  // entry of the log that it began with
	Events int       `json:"events"` // how many it told
	Status int       `json:"status"` // what the address answered; 0 when it did not
	Trial  bool      `json:"trial"`  // told nothing: somebody tried the address
}

// Taken reports whether the receiver said that it has it.
func (a Attempt) Taken() bool { return a.Status >= 200 && a.Status <= 299 }

// Attempts are the last ones of a hook, the newest first. Code NotFound when there
// is no such hook.
func (s *Service) Attempts(ctx context.Context, id string) (all []Attempt, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if _, err := get(tx, id); err != nil {
			return err
		}
		all, err = listAttempts(tx, id)
		return err
	})
	return all, err
}

// Try sends a hook's address a signed delivery without events, so that whoever set
// it up sees whether it is taken. What it answers is in the attempt, not in the
// error.
func (s *Service) Try(ctx context.Context, id string) (a Attempt, err error) {
	var r row
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err = get(tx, id)
		return err
	})
	if err != nil {
		return a, err
	}
	w, err := s.open(ctx, r)
	if err != nil {
		return a, err
	}
	a = Attempt{First: r.Next, Trial: true}
	a.Status, err = s.call(ctx, w, Delivery{Hook: id, Events: []Event{}})
	if err != nil {
		return a, err
	}
	return a, s.remember(ctx, id, &a)
}

// remember keeps an attempt at the store's moment.
func (s *Service) remember(ctx context.Context, id string, a *Attempt) error {
	return s.Store.Write(context.WithoutCancel(ctx), s.Tenant, func(tx *store.Tx) error {
		a.At = tx.Now()
		return note(tx, id, *a)
	})
}
