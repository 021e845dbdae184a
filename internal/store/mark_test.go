package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func mark(t testing.TB, s *store.Store) store.Mark {
	t.Helper()
	m, now, err := s.Mark(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(now); d < -time.Minute || d > time.Minute {
		t.Errorf("clock is off by %v", d)
	}
	return m
}

// Every commit changes the mark.
func TestMark(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		seen := map[store.Mark]bool{mark(t, s): true}
		for _, id := range []string{"a", "b", "c"} {
			must(t, s.Write(ctx, storetest.Tenant, add(id)))
			m := mark(t, s)
			if seen[m] {
				t.Errorf("the mark %s was there before %s was committed", m, id)
			}
			seen[m] = true
		}
	})
}

// On a file that nobody else uses nothing but a commit changes it; and what
// another process commits does: for one store, another is that.
func TestMarkOfFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	here := storetest.Open(t, store.Config{DSN: path, Migrations: notes})
	there := storetest.Open(t, store.Config{DSN: path, Migrations: notes})
	before := mark(t, here)
	ids(t, here, storetest.Tenant)
	must(t, here.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
		must(t, add("a")(tx))
		if mark(t, here) != before {
			t.Error("reading, or what is not committed, changed the mark")
		}
		return nil
	}))
	before = mark(t, here)
	must(t, there.Write(ctx, storetest.Tenant, add("b")))
	if mark(t, here) == before {
		t.Error("what another committed did not change the mark")
	}
}

// A kept value is made once, holds until something is committed or its time is
// over, and is not kept when it could not be made.
func TestKept(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := storetest.Open(t, store.Config{DSN: filepath.Join(t.TempDir(), "x.db"), Migrations: notes, Now: func() time.Time { return now }})
	var kept store.Kept[string, int]
	made := 0
	get := func(key string) int {
		t.Helper()
		n, err := kept.Get(ctx, s, key, func() (int, time.Time, error) {
			made++
			return len(ids(t, s, storetest.Tenant)), now.Add(time.Minute), nil
		})
		must(t, err)
		return n
	}
	get("x")
	if get("x"); made != 1 {
		t.Errorf("made %d times", made)
	}
	if get("y"); made != 2 {
		t.Error("another key had the same value")
	}
	must(t, s.Write(ctx, storetest.Tenant, add("a")))
	if n := get("x"); n != 1 || made != 3 {
		t.Errorf("after a commit it is %d, made %d times", n, made)
	}
	now = now.Add(time.Minute)
	if get("x"); made != 4 {
		t.Error("its time was over")
	}
	for range 2 {
		_, err := kept.Get(ctx, s, "z", func() (int, time.Time, error) { made++; return 0, time.Time{}, varsam.Errorf(varsam.Denied, "no") })
		wantCode(t, err, varsam.Denied)
	}
	if made != 6 {
		t.Error("an error was kept")
	}
}

// BenchmarkMark is what it costs to know that nothing changed.
func BenchmarkMark(b *testing.B) {
	s := storetest.Open(b, store.Config{DSN: filepath.Join(b.TempDir(), "x.db"), Migrations: notes})
	for b.Loop() {
		mark(b, s)
	}
}
