package cli_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam/internal/store/storetest"
)

// desk is a workplace that answers letters for two customers in the same tables. Some
// of what is held is about nobody who could be found.
func desk(t *testing.T, driver, address string) (w *workplace, db *sql.DB) {
	t.Helper()
	w = &workplace{TB: t, dir: t.TempDir()}
	w.register = filepath.Join(w.dir, "register")
	if err := os.CopyFS(w.register, os.DirFS("testdata/desk")); err != nil {
		t.Fatal(err)
	}
	if driver == "pgx" {
		name := filepath.Join(w.register, "systems", "desk.yaml")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		secret := filepath.Join(w.dir, "dsn")
		if err := os.WriteFile(secret, []byte(address), 0o600); err != nil {
			t.Fatal(err)
		}
		changed := strings.NewReplacer("connector: sqlite", "connector: postgres", "dsn: desk.db", "dsn: file:"+secret).Replace(string(text))
		if err := os.WriteFile(name, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	} else {
		address = filepath.Join(w.register, "desk.db")
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	script, err := os.ReadFile("testdata/desk.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(script)); err != nil {
		t.Fatal(err)
	}
	w.must(0, "register", "push", w.register)
	return w, db
}

// rowsOf are the rows of the desk that are a customer's.
func rowsOf(t *testing.T, db *sql.DB, customer string) (all []string) {
	t.Helper()
	for _, table := range []string{"users", "cases", "notes"} {
		rows, err := db.Query("SELECT id, coalesce(text_of, '') FROM (SELECT id, customer, " +
			map[string]string{"users": "email", "cases": "text", "notes": "text"}[table] + " AS text_of FROM " + table + ") x WHERE customer = '" + customer + "' ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id int
			var text string
			if err := rows.Scan(&id, &text); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%s %d %s", table, id, text))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Everything that is held for a customer is handed over and deleted, also what leads
// to nobody; nothing of another customer is touched; the certificate counts, and is
// refused while anything is left.
func TestCustomerLeaves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, driver string }{{"SQLite", "sqlite"}, {"PostgreSQL", "pgx"}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			address := ""
			if c.driver == "pgx" {
				address = storetest.Postgres(t)
			}
			w, db := desk(t, c.driver, address)
			birch := rowsOf(t, db, "birch")

			var handed struct{ Records map[string]int }
			w.json(0, &handed, "agreement", "export", "alder", "--out", filepath.Join(w.dir, "alder.jsonl"))
			if fmt.Sprint(handed.Records) != "map[desk.cases:3 desk.notes:2 desk.users:3]" {
				t.Errorf("handed over: %v", handed.Records)
			}

			var agreement struct{ ID string }
			w.json(0, &agreement, "agreement", "add", "--by", "Astrid", "party:alder", "form=ours", "signed=2026-01-02")
			var leave struct {
				Request         string
				People, Records int
			}
			w.json(0, &leave, "agreement", "leave", "--by", "Astrid", "alder")
			if leave.Records != 8 {
				t.Errorf("the instruction is about %d records", leave.Records)
			}
			certify := []string{"agreement", "certify", "--by", "Astrid", agreement.ID, leave.Request}
			w.must(4, certify...) // it is not done yet
			w.approve(leave.Request)
			w.must(0, "request", "run", leave.Request)
			if left := rowsOf(t, db, "alder"); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
			if after := rowsOf(t, db, "birch"); fmt.Sprint(after) != fmt.Sprint(birch) {
				t.Errorf("another customer's rows: %v, before %v", after, birch)
			}

			if _, err := db.Exec("INSERT INTO notes VALUES (9, 'alder', 'came later', '2026-01-03')"); err != nil {
				t.Fatal(err)
			}
			w.must(4, certify...)
			if _, err := db.Exec("DELETE FROM notes WHERE id = 9"); err != nil {
				t.Fatal(err)
			}
			var done struct {
				Certificate struct{ Deleted, Kept map[string]int }
			}
			w.json(0, &done, certify...)
			if fmt.Sprint(done.Certificate.Deleted, done.Certificate.Kept) != "map[desk.cases:3 desk.notes:2 desk.users:3] map[]" {
				t.Errorf("certified: %+v", done.Certificate)
			}
		})
	}
}
