package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

var notes = []store.Migration{{Room: "notes", Version: 1, SQL: `
CREATE TABLE notes (
	tenant TEXT NOT NULL,
	id     TEXT NOT NULL,
	body   BYTEA,
	done   BOOLEAN NOT NULL DEFAULT FALSE,
	size   BIGINT NOT NULL CHECK (size >= 0),
	PRIMARY KEY (tenant, id)
);
CREATE TABLE marks (
	tenant TEXT NOT NULL,
	note   TEXT NOT NULL,
	PRIMARY KEY (tenant, note),
	FOREIGN KEY (tenant, note) REFERENCES notes (tenant, id)
);`}}

var ctx = context.Background()

func add(id string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO notes (tenant, id, body, size) VALUES ($1, $2, $3, $4)`,
			tx.Tenant(), id, []byte{0, 1, 255}, 3)
		return err
	}
}

func ids(t *testing.T, s *store.Store, tenant string) (list []string) {
	t.Helper()
	err := s.Read(ctx, tenant, func(tx *store.Tx) (err error) {
		list, err = store.List(tx, store.One[string], `SELECT id FROM notes WHERE tenant = $1 ORDER BY id`, tenant)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != code {
		t.Fatalf("code %q (%v), want %q", varsam.CodeOf(err), err, code)
	}
}

func TestWriteAndRead(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		committed := 0
		must(t, s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
			tx.OnCommit(func() { committed++ })
			if d := time.Since(tx.Now()); d < -time.Minute || d > time.Minute {
				t.Errorf("clock is off by %v", d)
			}
			return add("a")(tx)
		}))
		var body []byte
		var done bool
		must(t, s.Read(ctx, storetest.Tenant, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT body, done FROM notes WHERE tenant = $1 AND id = $2`, tx.Tenant(), "a").Scan(&body, &done)
		}))
		if string(body) != "\x00\x01\xff" || done || committed != 1 {
			t.Errorf("body %x, done %v, committed %d", body, done, committed)
		}
	})
}

func TestRollsBack(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		mine := varsam.Errorf(varsam.Changed, "mine")
		err := s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
			tx.OnCommit(func() { t.Error("ran after a rollback") })
			must(t, add("a")(tx))
			return mine
		})
		if !errors.Is(err, mine) {
			t.Errorf("error %v", err)
		}
		func() {
			defer func() { recover() }()
			s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error { must(t, add("b")(tx)); panic("b") })
		}()
		cancelled, cancel := context.WithCancel(ctx)
		err = s.Write(cancelled, storetest.Tenant, func(tx *store.Tx) error { must(t, add("c")(tx)); cancel(); return nil })
		wantCode(t, err, varsam.Unavailable)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if list := ids(t, s, storetest.Tenant); len(list) != 0 {
			t.Errorf("left behind: %v", list)
		}
	})
}

func TestErrorsHoldNoValues(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		const person = "anna.andersson@example.se"
		must(t, s.Write(ctx, storetest.Tenant, add(person)))
		for _, c := range []struct {
			name string
			code varsam.Code
			do   func(*store.Tx) error
		}{
			{"double", varsam.Conflict, add(person)},
			{"check", varsam.Invalid, func(tx *store.Tx) error {
				_, err := tx.Exec(`UPDATE notes SET size = -1 WHERE tenant = $1 AND id = $2`, tx.Tenant(), person)
				return err
			}},
			{"reference", varsam.Conflict, func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO marks (tenant, note) VALUES ($1, $2)`, tx.Tenant(), "x"+person)
				return err
			}},
			{"type", varsam.Internal, func(tx *store.Tx) error {
				var n int
				return tx.QueryRow(`SELECT id FROM notes WHERE tenant = $1`, tx.Tenant()).Scan(&n)
			}},
			{"no row", varsam.NotFound, func(tx *store.Tx) error {
				var n int
				return tx.QueryRow(`SELECT size FROM notes WHERE tenant = $1 AND id = 'none'`, tx.Tenant()).Scan(&n)
			}},
			{"syntax", varsam.Internal, func(tx *store.Tx) error { _, err := tx.Exec(`SELEC '` + person + `'`); return err }},
		} {
			err := s.Write(ctx, storetest.Tenant, c.do)
			if varsam.CodeOf(err) != c.code || strings.Contains(err.Error(), "anna") {
				t.Errorf("%s: %q %v", c.name, varsam.CodeOf(err), err)
			}
		}
	})
}

// PostgreSQL cannot go on after a failed statement, so SQLite must not.
func TestFailedStatementCannotBeIgnored(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		must(t, s.Write(ctx, storetest.Tenant, add("a")))
		err := s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
			must(t, add("b")(tx))
			wantCode(t, add("a")(tx), varsam.Conflict)
			return nil
		})
		wantCode(t, err, varsam.Internal)
		if list := ids(t, s, storetest.Tenant); len(list) != 1 {
			t.Errorf("notes %v", list)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		if err := s.Read(ctx, storetest.Tenant, add("a")); err == nil {
			t.Error("a read transaction wrote")
		}
	})
}

func TestTenantsAreApart(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		must(t, s.Write(ctx, storetest.Tenant, add("a")))
		must(t, s.Write(ctx, storetest.Other, add("a")))
		if a, b := ids(t, s, storetest.Tenant), ids(t, s, storetest.Other); len(a) != 1 || len(b) != 1 {
			t.Errorf("%v, %v", a, b)
		}
		wantCode(t, s.Write(ctx, "nobody", add("a")), varsam.NotFound)
		wantCode(t, s.AddTenant(ctx, "Not A Name"), varsam.Invalid)
		list, err := s.Tenants(ctx)
		if err != nil || strings.Join(list, " ") != "acme other" {
			t.Errorf("tenants %v, %v", list, err)
		}
	})
}

func TestClockCanBeInjected(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 30, 0, 123456789, time.UTC)
	zone, err := time.LoadLocation("Europe/Stockholm")
	must(t, err)
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		s := storetest.Open(t, store.Config{DSN: dsn("a.db"), Zone: zone, Now: func() time.Time { return at }})
		must(t, s.Read(ctx, storetest.Tenant, func(tx *store.Tx) error {
			if !tx.Now().Equal(at.Truncate(time.Microsecond)) || tx.Today().String() != "2027-01-01" {
				t.Errorf("now %v, today %v", tx.Now(), tx.Today())
			}
			return nil
		}))
	})
}

func TestNewerSchemaDoesNotOpen(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		config := store.Config{DSN: dsn("a.db"), Migrations: notes}
		must(t, storetest.Open(t, config).Close())
		config.Migrations = nil
		_, err := store.Open(ctx, config)
		wantCode(t, err, varsam.Conflict)
		config.Migrations = []store.Migration{{Room: "notes", Version: 1, SQL: notes[0].SQL + " "}}
		_, err = store.Open(ctx, config)
		wantCode(t, err, varsam.Conflict)
	})
}

func TestMigratesStepByStep(t *testing.T) {
	more := append(notes[:1:1], store.Migration{Room: "notes", Version: 2, SQL: `ALTER TABLE notes ADD COLUMN extra TEXT;`})
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		config := store.Config{DSN: dsn("a.db"), Migrations: notes}
		s := storetest.Open(t, config)
		must(t, s.Write(ctx, storetest.Tenant, add("a")))
		must(t, s.Close())
		config.Migrations = more
		s, err := store.Open(ctx, config)
		must(t, err)
		defer s.Close()
		if store.IsPostgres(config.DSN) {
			wantCode(t, s.Write(ctx, storetest.Tenant, add("b")), varsam.Conflict)
		}
		must(t, s.Migrate(ctx))
		must(t, s.Write(ctx, storetest.Tenant, add("b")))
		if list := ids(t, s, storetest.Tenant); len(list) != 2 {
			t.Errorf("notes %v", list)
		}
	})
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		config := store.Config{DSN: dsn("a.db"), Migrations: notes}
		must(t, storetest.Open(t, config).Close())
		config.Migrations = append(notes[:1:1], store.Migration{
			Room: "notes", Version: 2,
			SQL: `ALTER TABLE notes ADD COLUMN extra TEXT; ALTER TABLE nothing ADD COLUMN extra TEXT;`,
		})
		s, err := store.Open(ctx, config)
		if err == nil {
			err = s.Migrate(ctx)
			s.Close()
		}
		wantCode(t, err, varsam.Internal)
		config.Migrations = notes
		must(t, storetest.Open(t, config).Write(ctx, storetest.Tenant, add("a")))
	})
}

func TestFilesArePrivateAndCopied(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	config := store.Config{DSN: filepath.Join(folder, "a b%?#.db"), Migrations: notes}
	must(t, storetest.Open(t, config).Close())
	config.Migrations = append(notes[:1:1], store.Migration{Room: "notes", Version: 2, SQL: `CREATE INDEX notes_size ON notes (tenant, size);`})
	s := storetest.Open(t, config)
	must(t, s.Write(ctx, storetest.Tenant, add("a")))
	info, err := os.Stat(folder)
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("folder mode %v", info.Mode())
	}
	copies := 0
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range entries {
		info, err := entry.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 || !strings.HasPrefix(entry.Name(), "a b%?#.db") {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		if strings.Contains(entry.Name(), ".before-") {
			copies++
		}
	}
	if copies != 1 {
		t.Errorf("%d copies", copies)
	}
}

func TestScrubRemovesDeletedBytes(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, store.Config{DSN: filepath.Join(folder, "a.db"), Migrations: notes})
	must(t, s.Write(ctx, storetest.Tenant, add("planted-marker")))
	must(t, s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
		_, err := tx.Exec(`DELETE FROM notes WHERE tenant = $1`, tx.Tenant())
		return err
	}))
	must(t, s.Scrub(ctx))
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		must(t, err)
		if strings.Contains(string(data), "planted-marker") {
			t.Errorf("%s still holds the marker", file)
		}
	}
}

// The opening rules hold on both pools, whatever the driver makes of its DSN.
func TestOpeningRules(t *testing.T) {
	native := storetest.SQLite(t).Native()
	for pragma, want := range map[string]string{
		"busy_timeout": "10000", "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1",
	} {
		for _, pool := range []*sql.DB{native.Writer, native.Reader} {
			var got string
			must(t, pool.QueryRow("PRAGMA "+pragma).Scan(&got))
			if got != want {
				t.Errorf("%s = %s, want %s", pragma, got, want)
			}
		}
	}
}

// Two writers that hold the same lock never overlap.
func TestLockExcludes(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		must(t, s.Write(ctx, storetest.Tenant, add("a")))
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				err := s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
					size := 0
					if err := tx.Lock("counter"); err != nil {
						return err
					}
					err := tx.QueryRow(`SELECT size FROM notes WHERE tenant = $1 AND id = 'a'`, tx.Tenant()).Scan(&size)
					if err != nil {
						return err
					}
					_, err = tx.Exec(`UPDATE notes SET size = $2 WHERE tenant = $1 AND id = 'a'`, tx.Tenant(), size+1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		size := 0
		must(t, s.Read(ctx, storetest.Tenant, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT size FROM notes WHERE tenant = $1`, tx.Tenant()).Scan(&size)
		}))
		if size != 23 {
			t.Errorf("size %d, want 23", size)
		}
	})
}

// Many processes may start at once on an empty database.
func TestOpenedByManyAtOnce(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		var group sync.WaitGroup
		for range 6 {
			group.Go(func() {
				s, err := store.Open(ctx, store.Config{DSN: dsn("a.db"), Migrations: notes})
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				if err := s.Migrate(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
	})
}
