package store_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"
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

// The owner migrates; a login that owns nothing serves.
func TestServesWithALesserLogin(t *testing.T) {
	admin := storetest.Postgres(t)
	owner, web := login(t, admin, "CREATEROLE"), login(t, admin, "")
	role := "varsam_test_" + strings.ToLower(rand.Text())
	config := store.Config{DSN: as(t, admin, owner), Role: role, Migrations: notes}
	must(t, storetest.Open(t, config).Close())
	onDatabase(t, as(t, admin, owner), "GRANT "+role+" TO "+web)
	t.Cleanup(func() { onDatabase(t, admin, "DROP OWNED BY "+role+"; DROP ROLE "+role) })
	config.DSN = as(t, admin, web)
	s := storetest.Open(t, config)
	must(t, s.Write(ctx, storetest.Tenant, add("a")))
	config.Migrations = append(notes[:1:1], store.Migration{Room: "notes", Version: 2, SQL: `ALTER TABLE notes ADD COLUMN extra TEXT;`})
	s, err := store.Open(ctx, config)
	must(t, err)
	defer s.Close()
	wantCode(t, s.Migrate(ctx), varsam.Denied)
}

const password = "only-in-this-test"

// login makes a role that may log in to the test database and make schemas
// there, if it may make roles.
func login(t *testing.T, admin, may string) string {
	t.Helper()
	name := "varsam_test_" + strings.ToLower(rand.Text())
	onDatabase(t, admin, "CREATE ROLE "+name+" LOGIN PASSWORD '"+password+"' "+may)
	if may != "" {
		onDatabase(t, admin, "DO $$ BEGIN EXECUTE 'GRANT CREATE ON DATABASE ' || current_database() || ' TO "+name+"'; END $$")
	}
	t.Cleanup(func() { onDatabase(t, admin, "DROP OWNED BY "+name+" CASCADE; DROP ROLE "+name) })
	return name
}

func as(t *testing.T, dsn, user string) string {
	t.Helper()
	address, err := url.Parse(dsn)
	must(t, err)
	address.User = url.UserPassword(user, password)
	return address.String()
}

func onDatabase(t *testing.T, dsn, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	must(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	must(t, err)
}
