package job_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// effects is a table that tests' workers write to in the transaction that ends
// a unit.
var effects = store.Migration{Room: "effects", Version: 1, SQL: `
CREATE TABLE effects (
	tenant TEXT NOT NULL,
	id     TEXT NOT NULL,
	unit   TEXT NOT NULL,
	fence  BIGINT NOT NULL,
	PRIMARY KEY (tenant, id)
);`}

var migrations = append([]store.Migration{effects}, job.Migrations...)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(asChild); dsn != "" {
		child(dsn)
		return
	}
	os.Exit(m.Run())
}

// clock is a store's clock that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// bench is a store with a clock of ours, and what tests do with it.
type bench struct {
	testing.TB
	*store.Store
	clock *clock
}

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		t.Parallel()
		c := newClock()
		test(t, &bench{t, storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations, Now: c.now}), c})
	})
}

// write runs do in a transaction that must succeed.
func (b *bench) write(do func(*store.Tx) error) {
	b.Helper()
	if err := b.Write(b.Context(), storetest.Tenant, do); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) add(units ...job.New) {
	b.Helper()
	b.write(func(tx *store.Tx) error { return job.Add(tx, units...) })
}

func (b *bench) claim() job.Claim {
	return job.Claim{Tenant: storetest.Tenant, Kinds: []string{"cull", "count"}, Holder: job.Here()}
}

// take takes a unit, which must be there.
func (b *bench) take() job.Unit {
	b.Helper()
	u, ok, err := job.Take(b.Context(), b.Store, b.claim())
	if err != nil || !ok {
		b.Fatalf("took %v, %v", ok, err)
	}
	return u
}

// none shows that there is nothing to take.
func (b *bench) none() {
	b.Helper()
	u, ok, err := job.Take(b.Context(), b.Store, b.claim())
	if err != nil || ok {
		b.Fatalf("took unit %q, %v", u.ID, err)
	}
}

func (b *bench) status(run string) (p job.Progress) {
	b.Helper()
	err := b.Read(b.Context(), storetest.Tenant, func(tx *store.Tx) (err error) {
		p, err = job.Status(tx, run)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// are shows how many units of a run are in a state.
func (b *bench) are(run string, state job.State, n int) {
	b.Helper()
	if p := b.status(run); p.Units[state] != n {
		b.Fatalf("%d units are %s, want %d: %v", p.Units[state], state, n, p.Units)
	}
}

func (b *bench) count(query string, args ...any) (n int) {
	b.Helper()
	err := b.Read(b.Context(), storetest.Tenant, func(tx *store.Tx) error {
		return tx.QueryRow(query, append([]any{storetest.Tenant}, args...)...).Scan(&n)
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// work runs workers until the test or stop ends them.
func (b *bench) work(w job.Workers) (stop func()) {
	b.Helper()
	w.Store = b.Store
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	b.Cleanup(stop)
	return stop
}

// until waits for a condition, with a deadline.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(60 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("never came to be: %s", what)
		}
	}
}

func wantCode(t testing.TB, err error, code varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != code {
		t.Fatalf("code %q (%v), want %q", varsam.CodeOf(err), err, code)
	}
}
