package store

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam"
)

func crowded(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{DSN: filepath.Join(t.TempDir(), "x.db"), Migrations: []Migration{{
		Room: "x", Version: 1, SQL: `CREATE TABLE lines (tenant TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (tenant, line));`,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.AddTenant(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	return s
}

func line(tx *Tx, name string) error {
	_, err := tx.Exec(`INSERT INTO lines (tenant, line) VALUES ($1, $2)`, tx.Tenant(), name)
	return err
}

func lines(t testing.TB, s *Store) (n int) {
	t.Helper()
	err := s.Read(t.Context(), "acme", func(tx *Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM lines WHERE tenant = $1`, tx.Tenant()).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// at lets so many write while somebody else does, so that all of them wait; it
// returns what each got, a panic as an error.
func at(t testing.TB, s *Store, n int, do func(i int, tx *Tx) error) []error {
	t.Helper()
	got, holds, free := make([]error, n), make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = s.Write(context.Background(), "acme", func(*Tx) error { close(holds); <-free; return nil })
	})
	<-holds
	for i := range n {
		all.Go(func() {
			defer func() {
				if fault := recover(); fault != nil {
					got[i] = fmt.Errorf("panic: %v", fault)
				}
			}()
			got[i] = s.WriteTogether(context.Background(), "acme", func(tx *Tx) error { return do(i, tx) })
		})
	}
	c := s.crowd("acme")
	for waiting := 0; waiting < n; runtime.Gosched() {
		c.mu.Lock()
		waiting = len(c.waiting)
		c.mu.Unlock()
	}
	close(free)
	all.Wait()
	if c.led || len(c.waiting) > 0 {
		t.Error("somebody still waits")
	}
	return got
}

// Those who wait go in one transaction, and so many at most.
func TestThoseWhoWaitGoTogether(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1: 1, 40: 1, mostTogether + 1: 2} {
		s := crowded(t)
		var mu sync.Mutex
		seen := map[*Tx]bool{}
		for i, err := range at(t, s, n, func(i int, tx *Tx) error {
			mu.Lock()
			seen[tx] = true
			mu.Unlock()
			return line(tx, fmt.Sprint(i))
		}) {
			if err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
		if len(seen) != want || lines(t, s) != n {
			t.Errorf("%d changes took %d transactions, not %d, and %d lines came of them", n, len(seen), want, lines(t, s))
		}
	}
}

// One that fails, breaks off or does what the database refuses fails alone, with
// its own error.
func TestNobodySuffersFromOthers(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*Tx) error{
		"an error":                     func(*Tx) error { return varsam.Errorf(varsam.Denied, "no") },
		"a panic":                      func(*Tx) error { panic("no") },
		"a line that is there":         func(tx *Tx) error { return line(tx, "0") },
		"a line that is there, unsaid": func(tx *Tx) error { _ = line(tx, "0"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := crowded(t)
			var calls atomic.Int64
			failed := 0
			for i, err := range at(t, s, 10, func(i int, tx *Tx) error {
				calls.Add(1)
				if i == 5 {
					_ = line(tx, "half done")
					return fail(tx)
				}
				return line(tx, fmt.Sprint(i))
			}) {
				if err == nil {
					continue
				}
				// Of two that want one line, whichever comes first has it.
				if failed++; i != 5 && (i != 0 || !strings.HasPrefix(name, "a line")) {
					t.Errorf("%d: %v", i, err)
				}
			}
			if failed != 1 {
				t.Errorf("%d failed", failed)
			}
			if n := lines(t, s); n < 9 || n > 10 {
				t.Errorf("%d lines", n)
			}
			if calls.Load() > 20 {
				t.Errorf("10 changes were made %d times", calls.Load())
			}
		})
	}
}

// Without the tenant nobody writes, and everybody is told.
func TestTogetherForNobody(t *testing.T) {
	t.Parallel()
	s := crowded(t)
	for range 2 {
		err := s.WriteTogether(t.Context(), "nobody", func(*Tx) error { return nil })
		if varsam.CodeOf(err) != varsam.NotFound {
			t.Errorf("%v", err)
		}
	}
}

// Many who come and go at once all get what they wrote.
func TestACrowd(t *testing.T) {
	t.Parallel()
	s := crowded(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			for j := range 20 {
				ctx, cancel := context.WithCancel(t.Context())
				if j%5 == 0 {
					cancel() // whoever leads may have gone
				}
				err := s.WriteTogether(ctx, "acme", func(tx *Tx) error { return line(tx, fmt.Sprint(i, " ", j)) })
				cancel()
				if err != nil && j%5 != 0 {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := lines(t, s); n < 320 || n > 400 {
		t.Errorf("%d lines", n)
	}
}

// BenchmarkTogether is many who write at the same time, each alone and together.
func BenchmarkTogether(b *testing.B) {
	for name, write := range map[string]func(*Store) func(context.Context, string, func(*Tx) error) error{
		"alone": func(s *Store) func(context.Context, string, func(*Tx) error) error { return s.Write }, "together": func(s *Store) func(context.Context, string, func(*Tx) error) error { return s.WriteTogether },
	} {
		b.Run(name, func(b *testing.B) {
			s := crowded(b)
			var n atomic.Int64
			b.SetParallelism(4) // times the processors
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := write(s)(context.Background(), "acme", func(tx *Tx) error { return line(tx, fmt.Sprint(n.Add(1))) }); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
