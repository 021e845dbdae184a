package job_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

func TestTakenInOrderAndOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(
			job.New{ID: "b", Run: "r", Kind: "cull", Place: 2},
			job.New{ID: "a", Run: "r", Kind: "cull", Place: 1, Cursor: []byte{0, 1, 255}},
			job.New{ID: "later", Run: "r", Kind: "cull", At: b.clock.now().Add(time.Minute)},
			job.New{ID: "else", Run: "r", Kind: "unknown-here"},
		)
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"}) // again: nothing new
		first, second := b.take(), b.take()
		if first.ID != "a" || second.ID != "b" || string(first.Cursor) != "\x00\x01\xff" || first.Attempt != 1 || first.Fence != 1 {
			t.Errorf("took %+v and %+v", first, second)
		}
		b.none()
		b.clock.pass(time.Minute)
		// Both leases have run out, and what was to be later is due.
		if u := b.take(); u.ID != "a" || u.Fence != 2 || u.Attempt != 2 {
			t.Errorf("took %+v", u)
		}
	})
}

func TestNothingIsTakenTwiceByEight(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		const units = 60
		var all []job.New
		for i := range units {
			all = append(all, job.New{ID: fmt.Sprintf("u%02d", i), Run: "r", Kind: "cull"})
		}
		b.add(all...)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { drain(t, b) })
		}
		group.Wait()
		b.are("r", job.Ended, units)
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1 AND fence = 1`); n != units {
			t.Errorf("%d effects of %d units", n, units)
		}
	})
}

// drain takes and ends units until there are none.
func drain(t *testing.T, b *bench) {
	for {
		u, ok, err := job.Take(t.Context(), b.Store, b.claim())
		if err != nil {
			t.Error(err)
		}
		if !ok {
			return
		}
		if err := b.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error { return effect(tx, u) }); err != nil {
			t.Error(err)
		}
	}
}

// effect does the work of a unit and ends it, in one transaction.
func effect(tx *store.Tx, u job.Unit) error {
	_, err := tx.Exec(`INSERT INTO effects (tenant, id, unit, fence) VALUES ($1, $2, $3, $4)`,
		tx.Tenant(), fmt.Sprintf("%s/%d", u.ID, u.Fence), u.ID, u.Fence)
	if err != nil {
		return err
	}
	return job.Done(tx, u)
}

func TestAStaleHolderChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		old := b.take()
		b.none()
		b.clock.pass(job.DefaultLease)
		now := b.take()
		if now.ID != old.ID || now.Fence <= old.Fence {
			t.Fatalf("taken over with fence %d after %d", now.Fence, old.Fence)
		}
		for name, do := range map[string]func(*store.Tx) error{
			"save":    func(tx *store.Tx) error { return job.Save(tx, old, []byte("old")) },
			"done":    func(tx *store.Tx) error { return effect(tx, old) },
			"release": func(tx *store.Tx) error { return job.Release(tx, old, []byte("old"), 0) },
			"fail":    func(tx *store.Tx) error { return job.Fail(tx, old, varsam.Internal) },
		} {
			err := b.Write(t.Context(), storetest.Tenant, do)
			if varsam.CodeOf(err) != varsam.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		wantCode(t, old.Beat(t.Context()), varsam.Conflict)
		b.write(func(tx *store.Tx) error { return effect(tx, now) })
		b.are("r", job.Ended, 1)
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1`); n != 1 {
			t.Errorf("%d effects", n)
		}
		wantCode(t, b.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error { return job.Done(tx, now) }), varsam.Conflict)
	})
}

func TestBeatsAndSavesKeepTheLease(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{Run: "r", Kind: "cull"})
		u := b.take()
		for i := range 4 {
			b.clock.pass(job.DefaultLease * 3 / 4)
			if i%2 == 0 {
				if err := u.Beat(t.Context()); err != nil {
					t.Fatal(err)
				}
			} else {
				b.write(func(tx *store.Tx) error { return job.Save(tx, u, []byte("half way")) })
			}
			b.none()
		}
		b.clock.pass(job.DefaultLease)
		if again := b.take(); string(again.Cursor) != "half way" {
			t.Errorf("goes on at %q", again.Cursor)
		}
	})
}

func TestFailedUnitsWaitAndAreStuckAtLast(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{ID: "bad", Run: "r", Kind: "cull", Tries: 3})
		for attempt := 1; attempt <= 3; attempt++ {
			u := b.take()
			if u.Attempt != attempt {
				t.Errorf("attempt %d, want %d", u.Attempt, attempt)
			}
			b.write(func(tx *store.Tx) error { return job.Fail(tx, u, varsam.Unavailable) })
			b.none()
			b.clock.pass(job.Backoff(attempt))
		}
		b.none()
		b.are("r", job.Stuck, 1)
		stuck := b.status("r").Stuck
		if len(stuck) != 1 || stuck[0].Code != varsam.Unavailable || stuck[0].Unit != "bad" {
			t.Errorf("stuck: %+v", stuck)
		}
		b.write(func(tx *store.Tx) error { return job.Retry(tx, "r") })
		u := b.take()
		b.write(func(tx *store.Tx) error { return job.Done(tx, u) })
		b.are("r", job.Ended, 1)
	})
}

// A unit that takes its holder down with it each time is not tried for ever.
func TestUnitsThatKillTheirHoldersAreStuck(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{ID: "poison", Run: "r", Kind: "cull", Tries: 2}, job.New{ID: "sound", Run: "r", Kind: "cull", Place: 1})
		b.take()
		sound := b.take()
		b.write(func(tx *store.Tx) error { return job.Done(tx, sound) })
		b.clock.pass(job.DefaultLease)
		b.take()
		b.clock.pass(job.DefaultLease)
		b.none()
		var problems []job.Problem
		b.write(func(tx *store.Tx) (err error) { problems, err = job.Problems(tx); return err })
		if len(problems) != 1 || problems[0].Unit != "poison" || problems[0].Code != varsam.Unknown {
			t.Errorf("problems: %+v", problems)
		}
	})
}

func TestProgressGivesNewTries(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{Run: "r", Kind: "cull", Tries: 2})
		for range 3 {
			u := b.take()
			b.write(func(tx *store.Tx) error { return job.Save(tx, u, []byte("on")) })
			b.write(func(tx *store.Tx) error { return job.Fail(tx, u, varsam.Unavailable) })
			b.clock.pass(job.Backoff(1))
		}
		b.are("r", job.Waiting, 1)
	})
}

func TestBadUnitsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, n := range []job.New{
			{Run: "r", Kind: "x"},
			{Run: "r", Kind: "a,b"},
			{Run: "r", Kind: "a%"},
			{Run: "r", Kind: "Cull"},
			{Kind: "cull"},
			{Run: "r", Kind: "cull", Cursor: make([]byte, 1<<17)},
			{Run: strings.Repeat("r", 300), Kind: "cull"},
		} {
			err := b.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error { return job.Add(tx, n) })
			wantCode(t, err, varsam.Invalid)
		}
	})
}

func TestBackoffGrowsAndIsBounded(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 5: 80 * time.Second, 9: 15 * time.Minute, 1000: 15 * time.Minute} {
		if got := job.Backoff(n); got != want {
			t.Errorf("after %d attempts %v, want %v", n, got, want)
		}
	}
}
