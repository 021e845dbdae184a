package job_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// live is each, with the database's own clock: for workers with short leases.
func live(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		t.Parallel()
		test(t, &bench{TB: t, Store: storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations})})
	})
}

// finishing is a handler whose effect and end are one transaction.
func finishing(s *store.Store) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		return job.Settled, s.Write(ctx, u.Tenant, func(tx *store.Tx) error { return effect(tx, u) })
	}
}

func kinds(h job.Handler) map[string]job.Handler { return map[string]job.Handler{"cull": h} }

// Work of both tenants is done as soon as it is there: the sweep is far off.
func TestWorkersHearOfWork(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		done := make(chan job.Unit)
		b.work(job.Workers{Sweep: time.Hour, Kinds: kinds(func(_ context.Context, u job.Unit) (job.Outcome, error) {
			done <- u
			return job.Finished, nil
		})})
		for _, tenant := range []string{storetest.Tenant, storetest.Other, storetest.Tenant} {
			err := b.Write(t.Context(), tenant, func(tx *store.Tx) error { return job.Enqueue(tx, job.Wake{Kind: "cull", Run: "r"}) })
			if err != nil {
				t.Fatal(err)
			}
			select {
			case u := <-done:
				if u.Tenant != tenant {
					t.Errorf("worked for %s, want %s", u.Tenant, tenant)
				}
			case <-time.After(time.Minute):
				t.Fatal("nobody came")
			}
		}
	})
}

// A long unit goes on slice after slice at the place it has saved, also when the
// workers are stopped and others started in between.
func TestSlicesGoOnWhereTheyWere(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		const steps = 40
		var slices atomic.Int64
		handler := func(ctx context.Context, u job.Unit) (job.Outcome, error) {
			slices.Add(1)
			place := uint64(0)
			if u.Cursor != nil {
				place = binary.BigEndian.Uint64(u.Cursor)
			}
			for begun := place; ; place++ {
				cursor := binary.BigEndian.AppendUint64(nil, place)
				switch {
				case place == steps:
					return job.Finished, nil
				case job.Over(ctx), place == begun+15:
					return job.Again(cursor), nil
				}
				err := b.Write(ctx, u.Tenant, func(tx *store.Tx) error {
					_, err := tx.Exec(`INSERT INTO effects (tenant, id, unit, fence) VALUES ($1, $2, $3, $4)`, tx.Tenant(), fmt.Sprint(place), u.ID, u.Fence)
					if err != nil {
						return err
					}
					return job.Save(tx, u, binary.BigEndian.AppendUint64(nil, place+1))
				})
				if err != nil {
					return job.Outcome{}, err
				}
			}
		}
		b.add(job.New{ID: "long", Run: "r", Kind: "cull"})
		stop := b.work(job.Workers{Kinds: kinds(handler), Sweep: time.Hour})
		until(t, "some steps are done", func() bool { return b.count(`SELECT count(*) FROM effects WHERE tenant = $1`) > 3 })
		stop()
		b.work(job.Workers{Kinds: kinds(handler), Sweep: time.Hour})
		until(t, "the unit is done", func() bool { return b.status("r").Units[job.Ended] == 1 })
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1`); n != steps || slices.Load() < 3 {
			t.Errorf("%d steps in %d slices", n, slices.Load())
		}
	})
}

// A worker that has lost its unit is told, and nothing it does counts.
func TestALostUnitEndsTheWork(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		begun, ended := make(chan job.Unit), make(chan error, 1)
		b.work(job.Workers{Lease: time.Second, Parallel: 1, Kinds: kinds(func(ctx context.Context, u job.Unit) (job.Outcome, error) {
			begun <- u
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return job.Finished, nil
		})})
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		u := <-begun
		b.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE job_units SET fence = fence + 1, ready = $2 WHERE tenant = $1`, tx.Tenant(), tx.Now().Add(time.Hour).UnixMicro())
			return err
		})
		wantCode(t, <-ended, varsam.Conflict)
		if held := b.status("r").Held; len(held) != 1 || held[0].Fence != u.Fence+1 {
			t.Errorf("%+v", held)
		}
	})
}

// Nothing that a panic says reaches the log.
func TestPanicsAreAttempts(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		var log lines
		b.work(job.Workers{Log: slog.New(slog.NewTextHandler(&log, nil)), Kinds: kinds(func(context.Context, job.Unit) (job.Outcome, error) {
			panic("anna.andersson@example.com has no row")
		})})
		b.add(job.New{ID: "a", Run: "r", Kind: "cull", Tries: 1})
		until(t, "it is stuck", func() bool { return b.status("r").Units[job.Stuck] == 1 })
		if p := b.status("r").Stuck[0]; p.Code != varsam.Internal || p.Attempt != 1 {
			t.Errorf("%+v", p)
		}
		until(t, "it is in the log", func() bool { return strings.Contains(log.String(), "work failed") })
		if text := log.String(); strings.Contains(text, "anna") || !strings.Contains(text, "TestPanicsAreAttempts") {
			t.Errorf("the log says %s", text)
		}
	})
}

// A stop waits for the border of a slice, and past its grace ends the work's
// context; neither counts as an attempt, and nothing begins after it.
func TestStoppingIsNoAttempt(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		begun := make(chan bool, 9)
		b.add(job.New{Run: "r", Kind: "cull"})
		stop := b.work(job.Workers{Grace: time.Millisecond, Kinds: kinds(func(ctx context.Context, _ job.Unit) (job.Outcome, error) {
			begun <- true
			<-ctx.Done()
			return job.Outcome{}, ctx.Err()
		})})
		<-begun
		stop()
		b.are("r", job.Waiting, 1)
		if len(begun) > 0 {
			t.Error("what was given back began again in the workers that were stopping")
		}
		if u, ok, err := job.Take(t.Context(), b.Store, b.claim()); !ok || err != nil || u.Attempt != 1 {
			t.Errorf("took %+v, %v", u, err)
		}
	})
}

func TestHandlersThatHeedNothingLoseTheirUnit(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		b.add(job.New{Run: "r", Kind: "cull", Tries: 1})
		b.work(job.Workers{Limit: time.Millisecond, Kinds: kinds(func(ctx context.Context, _ job.Unit) (job.Outcome, error) {
			<-ctx.Done()
			return job.Outcome{}, ctx.Err()
		})})
		until(t, "it is stuck", func() bool { return b.status("r").Units[job.Stuck] == 1 })
		if p := b.status("r").Stuck[0]; p.Code != varsam.Unavailable {
			t.Errorf("%+v", p)
		}
	})
}

// A tenant that cannot be looked after does not hold up another.
func TestSweepsGoOn(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		b.add(job.New{Run: "r", Kind: "cull"})
		var log lines
		b.work(job.Workers{
			Sweep: time.Hour, Kinds: kinds(finishing(b.Store)), Periodic: []job.Periodic{job.Every("cull", job.EachHour)},
			Log: slog.New(slog.NewTextHandler(&log, nil)),
			Zone: func(tx *store.Tx) (*time.Location, error) {
				return nil, varsam.Errorf(varsam.Corrupt, "no zone for %s", tx.Tenant())
			},
		})
		until(t, "it is done", func() bool { return b.status("r").Units[job.Ended] == 1 })
		if text := log.String(); strings.Count(text, "code=corrupt") != 2 {
			t.Errorf("the log says %s", text)
		}
	})
}

func TestWorkersDoPeriodicWork(t *testing.T) {
	live(t, func(t *testing.T, b *bench) {
		every := []job.Periodic{{Kind: "cull", Schedule: tenMillis{}}}
		for range 2 {
			b.work(job.Workers{Sweep: 10 * time.Millisecond, Periodic: every, Kinds: kinds(finishing(b.Store))})
		}
		until(t, "it was done three times", func() bool { return b.count(`SELECT count(*) FROM effects WHERE tenant = $1`) >= 3 })
	})
}

type tenMillis struct{}

func (tenMillis) String() string { return "every 10ms" }
func (tenMillis) Next(after time.Time, _ *time.Location) time.Time {
	return after.Add(10 * time.Millisecond)
}

func TestWorkersWithoutKindsDoNotBegin(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, migrations...)
	wantCode(t, job.Workers{Store: s}.Run(t.Context()), varsam.Internal)
	w := job.Workers{Store: s, Kinds: kinds(finishing(s)), Periodic: []job.Periodic{job.Every("count", job.EachHour)}}
	wantCode(t, w.Run(t.Context()), varsam.Internal)
}

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
