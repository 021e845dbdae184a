package store_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// A statement that forgets the tenant, or names another's, meets row security.
func TestRowSecurity(t *testing.T) {
	s := storetest.Open(t, store.Config{DSN: storetest.Postgres(t), Migrations: notes})
	must(t, s.Write(ctx, storetest.Tenant, add("a")))
	must(t, s.Read(ctx, storetest.Other, func(tx *store.Tx) error {
		n := 0
		must(t, tx.QueryRow(`SELECT count(*) FROM notes`).Scan(&n))
		if n != 0 {
			t.Errorf("another tenant sees %d rows", n)
		}
		return nil
	}))
	err := s.Write(ctx, storetest.Other, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO notes (tenant, id, size) VALUES ('acme', 'b', 1)`)
		return err
	})
	wantCode(t, err, varsam.Denied)
	err = s.Write(ctx, storetest.Other, func(tx *store.Tx) error {
		must(t, tx.QueryRow(`SELECT set_config('app.tenant', '', true)`).Scan(new(string)))
		n, err := tx.Exec(`DELETE FROM notes`)
		if n != 0 {
			t.Errorf("without a tenant %d rows were deleted", n)
		}
		return err
	})
	must(t, err)
	err = s.Write(ctx, storetest.Other, func(tx *store.Tx) error {
		_, err := tx.Exec(`ALTER TABLE notes DISABLE ROW LEVEL SECURITY`)
		return err
	})
	wantCode(t, err, varsam.Denied)
}

// The transaction a library gets is the one that commits.
func TestNativeTransactionIsTheSame(t *testing.T) {
	storetest.Each(t, notes, func(t *testing.T, s *store.Store) {
		const insert = `INSERT INTO notes (tenant, id, size) VALUES ('acme', 'native', 1)`
		through := func(tx *store.Tx) error {
			native := tx.Native()
			if native.SQLite != nil {
				_, err := native.SQLite.ExecContext(ctx, insert)
				return err
			}
			_, err := native.Postgres.Exec(ctx, insert)
			return err
		}
		s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
			must(t, through(tx))
			return varsam.Errorf(varsam.Changed, "no")
		})
		if list := ids(t, s, storetest.Tenant); len(list) != 0 {
			t.Errorf("survived a rollback: %v", list)
		}
		must(t, s.Write(ctx, storetest.Tenant, through))
		if list := ids(t, s, storetest.Tenant); len(list) != 1 {
			t.Errorf("not committed: %v", list)
		}
	})
}

// A commit whose connection broke has an unknown outcome.
func TestBrokenCommitIsUnknown(t *testing.T) {
	s := storetest.Open(t, store.Config{DSN: storetest.Postgres(t), Migrations: notes})
	err := s.Write(ctx, storetest.Tenant, func(tx *store.Tx) error {
		must(t, add("a")(tx))
		return tx.Native().Postgres.Conn().PgConn().Conn().Close()
	})
	wantCode(t, err, varsam.Unknown)
	must(t, s.Write(ctx, storetest.Tenant, add("b")))
}
