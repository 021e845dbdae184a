package store_test

import (
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// heard waits for a ring, with a deadline.
func heard(t *testing.T, bell <-chan struct{}) {
	t.Helper()
	select {
	case <-bell:
	case <-time.After(30 * time.Second):
		t.Fatal("nothing was heard")
	}
}

// Who listens hears what was committed, and nothing of what was rolled back.
func TestRing(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, s *store.Store) {
		bell, other := s.Listen(t.Context(), "bell"), s.Listen(t.Context(), "other")
		must(t, s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error { return tx.Ring("bell") }))
		heard(t, bell)
		must(t, s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error { return tx.Ring("other") }))
		heard(t, other)
	})
}

func TestRingIsRolledBack(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	bell := s.Listen(t.Context(), "bell")
	err := s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
		must(t, tx.Ring("bell"))
		return varsam.Errorf(varsam.Changed, "no")
	})
	wantCode(t, err, varsam.Changed)
	select {
	case <-bell:
		t.Error("heard what was rolled back")
	default:
	}
}

// On PostgreSQL another process, here another store, hears it too.
func TestRingReachesOtherProcesses(t *testing.T) {
	dsn := storetest.Postgres(t)
	here, there := storetest.Open(t, store.Config{DSN: dsn}), storetest.Open(t, store.Config{DSN: dsn})
	bell := there.Listen(t.Context(), "bell")
	heard(t, bell) // it listens now
	must(t, here.Write(ctx, storetest.Tenant, func(tx *store.Tx) error { return tx.Ring("bell") }))
	heard(t, bell)
}
