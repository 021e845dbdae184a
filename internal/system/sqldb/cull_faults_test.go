package sqldb_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// all is a cull of every row of the test's table, and its tally.
func all(t *testing.T, s system.System) (system.Culler, system.Cull, system.Tally) {
	t.Helper()
	cat, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	c := system.Cull{ID: "c", Kind: varsam.OpErase, Fingerprint: cat.Fingerprint("p"), Rows: system.Rows{
		Collection: "p", Cond: varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(true)}},
	}}
	r, err := s.(system.Culler).Freeze(background, c, 100)
	if err != nil || r.Rows == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	return s.(system.Culler), c, r.Tally
}

func left(t *testing.T, s system.Culler, c system.Cull) int64 {
	t.Helper()
	seen, err := s.Look(background, c)
	if err != nil {
		t.Fatal(err)
	}
	return seen.Rows
}

// TestCullLostCommit loses the answer to a commit that happened, and cuts the
// line before one arrives: both are unknown, and a look tells which.
func TestCullLostCommit(t *testing.T) {
	for _, e := range engines(t) {
		if e.Name == "sqlite" {
			continue // no line to cut
		}
		t.Run(e.Name, func(t *testing.T) {
			for _, happens := range []bool{false, true} {
				s, p := throughProxy(t, people(t, e, 3))
				culler, c, tally := all(t, s)
				text := map[string]string{"postgres": "COMMIT\x00", "mariadb": "\x03COMMIT"}[e.Name]
				want := int64(3)
				if p.cutBefore.Store(&text); happens {
					p.cutBefore.Store(nil)
					p.cutAfter.Store(&text)
					want = 0
				}
				_, err := culler.Cull(background, c, tally)
				wantCode(t, err, varsam.Unknown)
				if got := left(t, culler, c); got != want {
					t.Errorf("%d rows are left, want %d", got, want)
				}
			}
		})
	}
}

// TestCullLockedRow has another program hold a row: we give up within a second or
// what the connection is set to, and nothing happened.
func TestCullLockedRow(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 3)
			s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["lock_timeout"] = "200ms" })
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			culler, c, tally := all(t, s)
			other, err := d.Raw.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := other.Exec("UPDATE p SET name = 'x' WHERE id = 2"); err != nil {
				t.Fatal(err)
			}
			_, err = culler.Cull(background, c, tally)
			wantCode(t, err, varsam.Unavailable)
			if err := other.Rollback(); err != nil {
				t.Fatal(err)
			}
			if got := left(t, culler, c); got != 3 {
				t.Errorf("%d rows are left", got)
			}
			if _, err := culler.Cull(background, c, tally); err != nil {
				t.Errorf("once the row is free: %v", err)
			}
		})
	}
}

// TestCullTrigger has a trigger that erases elsewhere: the cull is refused.
func TestCullTrigger(t *testing.T) {
	e := sqliteEngine()
	d := people(t, e, 3)
	d.Run(t, `CREATE TABLE other (id INTEGER PRIMARY KEY)`, `INSERT INTO other VALUES (1), (2)`,
		`CREATE TRIGGER takes AFTER DELETE ON p BEGIN DELETE FROM other; END`)
	culler, c, tally := all(t, d.Connect(t))
	_, err := culler.Cull(background, c, tally)
	wantCode(t, err, varsam.Conflict)
	if got := left(t, culler, c); got != 3 {
		t.Errorf("%d rows are left", got)
	}
}
