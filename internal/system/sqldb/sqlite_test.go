package sqldb_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

func stockholm(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// openFile makes a SQLite file with the given statements and connects it.
func openFile(t *testing.T, statements ...string) (*sqldb.DB, *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	for _, text := range statements {
		if _, err := raw.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	sys, err := sqldb.SQLite().Open(context.Background(), system.Config{
		System: "app", Settings: map[string]string{"dsn": path}, Zone: stockholm(t), Today: varsam.NewDate(2026, 11, 21),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Close() })
	return sys.(*sqldb.DB), raw
}

func collect(t *testing.T, s system.System, sel system.Selection) ([]varsam.Record, system.Found) {
	t.Helper()
	var all []varsam.Record
	found, err := s.Find(context.Background(), sel, func(r varsam.Record) error {
		all = append(all, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, found
}
