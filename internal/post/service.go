package post

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// KindSend is the work of sending one item; its run is the item's number.
const KindSend = "post-send"

// Kept is how long it can be seen what was sent.
const Kept = 30 * 24 * time.Hour

// waits are the pauses between tries: a server that puts strangers off (RFC 6647)
// takes the second or third, one that is down has three days.
var waits = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// Service sends the letters of one tenant.
type Service struct {
	Store    *store.Store
	Keeper   *seal.Keeper
	Tenant   string
	Settings Settings
}

// Put puts a letter in the queue, or in the outbox where nothing can send it, in
// the transaction that causes it.
func (s *Service) Put(tx *store.Tx, item Item) (id string, err error) {
	if err := item.check(); err != nil {
		return "", err
	}
	st := Status{ID: newID(), Medium: item.Medium, Template: item.Template, About: item.About, State: Outbox, day: tx.Now().Format(time.DateOnly)}
	if item.Medium == Mail && s.Settings.On() {
		st.State = Queued
	}
	key, err := s.key(tx, st.day)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(item)
	if err != nil {
		return "", varsam.Errorf(varsam.Internal, "a letter cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(tx.Context(), key, place(st.ID), plain)
	if err != nil {
		return "", err
	}
	if err := insertItem(tx, st, sealed); err != nil || st.State == Outbox {
		return st.ID, err
	}
	return st.ID, job.Enqueue(tx, job.Wake{Kind: KindSend, Run: st.ID, Unique: true})
}

func newID() string {
	b := make([]byte, 8)
	rand.Read(b)
	return "p" + hex.EncodeToString(b)
}

func place(item string) string { return "letter " + item }

// key is the key of a day, made at its first letter.
func (s *Service) key(tx *store.Tx, day string) (seal.KeyID, error) {
	key, err := dayKey(tx, day)
	if varsam.CodeOf(err) != varsam.NotFound {
		return seal.KeyID(key), err
	}
	made, err := s.Keeper.NewKey(tx.Context(), s.Tenant, "post")
	if err != nil {
		return "", err
	}
	if err := setDayKey(tx, day, string(made)); err != nil {
		return "", err
	}
	key, err = dayKey(tx, day) // another transaction may have been first
	return seal.KeyID(key), err
}

// Open is an item with what it says.
func (s *Service) Open(ctx context.Context, id string) (st Status, item Item, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if st, err = getItem(tx, id); err != nil {
			return err
		}
		item, err = s.open(tx, st)
		return err
	})
	return st, item, err
}

func (s *Service) open(tx *store.Tx, st Status) (item Item, err error) {
	key, err := dayKey(tx, st.day)
	if err != nil {
		return item, err
	}
	sealed, err := sealedItem(tx, st.ID)
	if err != nil {
		return item, err
	}
	plain, err := s.Keeper.Open(tx.Context(), seal.KeyID(key), place(st.ID), sealed)
	if err != nil {
		return item, err
	}
	if json.Unmarshal(plain, &item) != nil {
		return item, varsam.Errorf(varsam.Corrupt, "letter %s does not read back", st.ID)
	}
	item.Medium, item.About, item.Template = st.Medium, st.About, st.Template
	return item, nil
}

// Handle sends one item, for KindSend.
func (s *Service) Handle(ctx context.Context, u job.Unit) (job.Outcome, error) {
	st, item, err := s.Open(ctx, u.Run)
	if varsam.CodeOf(err) == varsam.NotFound || err == nil && st.State != Queued {
		return job.Finished, nil // it has gone, or somebody has handed it over
	}
	if err != nil {
		return job.Outcome{}, err
	}
	failed := s.send(ctx, st, item)
	return job.Settled, s.Store.Write(context.WithoutCancel(ctx), s.Tenant, func(tx *store.Tx) error { return s.settle(tx, u, st, failed) })
}

func (s *Service) send(ctx context.Context, st Status, item Item) *failure {
	srv, err := s.Settings.read()
	if err != nil {
		f := trouble(BadSettings)
		return &f
	}
	content, err := compose(item, st.ID, srv.from, s.Settings.Domain(), st.Put)
	if err != nil {
		f := trouble(BadContent)
		return &f
	}
	if err := s.Settings.deliver(ctx, item, content); err != nil {
		f, ok := err.(failure)
		if !ok {
			f = trouble(NoAnswer)
		}
		return &f
	}
	return nil
}

// settle notes what came of a try, with what the unit of work is to do next.
func (s *Service) settle(tx *store.Tx, u job.Unit, st Status, f *failure) error {
	tries := st.Tries + 1
	switch {
	case f == nil:
		if err := moved(tx, st.ID, Sent, tries, ""); err != nil {
			return err
		}
	case f.final || tries > len(waits):
		if err := moved(tx, st.ID, Dead, tries, f.code); err != nil {
			return err
		}
	default:
		if err := moved(tx, st.ID, Queued, tries, f.code); err != nil {
			return err
		}
		return job.Release(tx, u, nil, waits[tries-1])
	}
	return job.Done(tx, u)
}
