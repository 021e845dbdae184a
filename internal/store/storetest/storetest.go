// Package storetest opens stores for tests, on both engines, and checks the
// statements of a room.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"github.com/varsam/varsam/internal/store"
)

// Variable names the environment variable with the DSN of a private PostgreSQL
// server on which databases and roles may be made. Without it PostgreSQL is
// left out, and the test says so.
const Variable = "VARSAM_TEST_POSTGRES"

// Two tenants are in every test store.
const (
	Tenant = "acme"
	Other  = "other"
)

// SQLite opens a store in a temporary folder; it closes with the test.
func SQLite(t testing.TB, migrations ...store.Migration) *store.Store {
	t.Helper()
	return Open(t, store.Config{DSN: filepath.Join(t.TempDir(), "data", "varsam.db"), Migrations: migrations})
}

// Open opens and migrates a store that closes with the test, with both tenants.
func Open(t testing.TB, config store.Config) *store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	for _, tenant := range []string{Tenant, Other} {
		if err := s.AddTenant(ctx, tenant); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Each runs a test on an empty SQLite file and on an empty PostgreSQL database.
func Each(t *testing.T, migrations []store.Migration, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachEngine(t, func(t *testing.T, dsn func(file string) string) {
		test(t, Open(t, store.Config{DSN: dsn("varsam.db"), Migrations: migrations}))
	})
}

// EachEngine is [Each] for a room that opens stores by itself: dsn is the path
// of a file of that name in a fresh folder, or the address of a fresh database.
func EachEngine(t *testing.T, test func(t *testing.T, dsn func(file string) string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "data")
		test(t, func(file string) string { return filepath.Join(folder, file) })
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := Postgres(t)
		test(t, func(string) string { return dsn })
	})
}

// Postgres is the address of a database that is dropped with the test. It
// skips the test when there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Variable)
	if server == "" {
		t.Skip("PostgreSQL is left out: " + Variable + " is not set")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s cannot be read", Variable)
	}
	name := "varsam_test_" + strings.ToLower(rand.Text())
	onServer(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { onServer(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}

func onServer(t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
