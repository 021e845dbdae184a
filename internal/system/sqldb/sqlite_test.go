package sqldb_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/system/systemtest"
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

// TestSQLiteAddresses: a file is named in any of the usual ways, and never made.
func TestSQLiteAddresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = raw.Exec("CREATE TABLE a (b INTEGER PRIMARY KEY)")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	open := func(dsn string) error {
		sys, err := sqldb.SQLite().Open(t.Context(), system.Config{System: "app", Settings: map[string]string{"dsn": dsn}, Zone: stockholm(t), Today: varsam.NewDate(2026, 11, 21)})
		if err == nil {
			sys.Close()
		}
		return err
	}
	for _, form := range []string{"%s", "file:%s", "file://%s", "file:%s?mode=ro", "sqlite:%s", "sqlite://%s"} {
		if err := open(strings.Replace(form, "%s", path, 1)); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
	for _, dsn := range []string{path + "x", "sqlite:" + path + "x", "sqlite:", ":memory:", filepath.Dir(path)} {
		if err := open(dsn); err == nil {
			t.Errorf("%s was opened", dsn)
		}
	}
	if _, err := os.Stat(path + "x"); err == nil {
		t.Error("a file was made")
	}
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

// TestUnusualTables describes what SQLite files also hold; none may keep the
// rest from being read.
func TestUnusualTables(t *testing.T) {
	db, raw := openFile(t,
		`CREATE TABLE wr (a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID`, `INSERT INTO wr VALUES ('x', 1), ('y', 1)`,
		`CREATE TABLE st (id INTEGER PRIMARY KEY, x ANY, n INT) STRICT`, `INSERT INTO st VALUES (1, '42', 1), (2, 42, 2)`,
		`CREATE TABLE nk (id TEXT PRIMARY KEY, v TEXT)`, `INSERT INTO nk VALUES (NULL, 'a'), (NULL, 'b'), ('k', 'c')`,
		`CREATE VIRTUAL TABLE fts USING fts5(body)`, `INSERT INTO fts VALUES ('Anna bor här')`,
		`CREATE TABLE base (id INTEGER PRIMARY KEY)`, `CREATE VIEW broken AS SELECT * FROM base`, `DROP TABLE base`,
		`CREATE TABLE Parent (ID INTEGER PRIMARY KEY)`, `CREATE TABLE kid (id INTEGER PRIMARY KEY, p INT REFERENCES PARENT ON DELETE CASCADE)`,
		`CREATE TABLE nc (id INTEGER PRIMARY KEY, mail TEXT COLLATE NOCASE, other TEXT)`, `CREATE INDEX nc_mail ON nc (mail)`, `CREATE INDEX nc_other ON nc (other COLLATE NOCASE)`,
		`CREATE TABLE wide (id INTEGER PRIMARY KEY, t TEXT CHECK (t <> ')' /* ( */ AND length(t) < 9), CONSTRAINT c CHECK (id > 0))`)
	c, err := db.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	for name, readOnly := range map[string]bool{"wr": false, "st": false, "nk": false, "fts": true, "fts_content": true, "broken": true, "kid": false} {
		if coll, ok := c.Find(name); !ok || (coll.ReadOnly != "") != readOnly {
			t.Errorf("%s: %v, %q", name, ok, coll.ReadOnly)
		}
	}
	if kid, _ := c.Find("kid"); len(kid.References) != 1 || kid.References[0].To != "Parent" || kid.References[0].ToColumns[0] != "ID" {
		t.Errorf("names are not as declared: %+v", kid.References)
	}
	if wide, _ := c.Find("wide"); len(wide.Checks) != 2 {
		t.Errorf("checks %q", wide.Checks)
	}
	if all, _ := collect(t, db, system.Selection{Collection: "nk"}); len(all) != 3 {
		t.Errorf("%d rows where a key may be null", len(all))
	}
	if all, _ := collect(t, db, system.Selection{Collection: "fts", Match: []system.Match{
		{Fields: []string{"body"}, Fold: varsam.Contains, Tuples: [][]varsam.Value{{varsam.TextOf("anna")}}},
	}}); len(all) != 1 {
		t.Errorf("%d rows in a virtual table", len(all))
	}
	find := func(table, field string, v varsam.Value) (int, bool) {
		all, found := collect(t, db, system.Selection{Collection: table, Match: []system.Match{{Fields: []string{field}, Tuples: [][]varsam.Value{{v}}}}})
		return len(all), found.Scanned
	}
	if n, _ := find("st", "x", varsam.IntOf(42)); n != 2 {
		t.Errorf("%d rows in a column of any type", n)
	}
	if _, scanned := find("nc", "mail", varsam.TextOf("x")); scanned {
		t.Error("an index under the column's own collation serves")
	}
	if _, scanned := find("nc", "other", varsam.TextOf("x")); !scanned {
		t.Error("an index under another collation does not serve")
	}
	if _, err := raw.Exec("INSERT INTO Parent VALUES (1); INSERT INTO kid VALUES (1, 1)"); err != nil {
		t.Fatal(err)
	}
	_, err = db.Apply(background, freeze(t, db, varsam.OpErase, "Parent"))
	wantCode(t, err, varsam.Changed)
}

// TestTriggerText has a trigger refuse with a value in its message.
func TestTriggerText(t *testing.T) {
	db, _ := openFile(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO p VALUES (1, '"+systemtest.Marker+"')",
		"CREATE TRIGGER no BEFORE DELETE ON p BEGIN SELECT RAISE(ABORT, 'not "+systemtest.Marker+"'); END")
	_, err := db.Apply(background, freeze(t, db, varsam.OpErase, "p"))
	wantCode(t, err, varsam.Conflict)
}
