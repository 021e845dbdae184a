package sqldb_test

import (
	"net/url"
	"os"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/system/systemtest"
)

// postgresOf is a database of another encoding than the server's other ones.
func postgresOf(t *testing.T, encoding string) *systemtest.Database {
	t.Helper()
	admin := os.Getenv(postgresVariable)
	if admin == "" {
		t.Skip("PostgreSQL is left out: " + postgresVariable + " is not set")
	}
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	root := openRaw(t, "pgx", admin)
	u.Path = "/" + databaseName()
	if _, err := root.Exec("CREATE DATABASE " + u.Path[1:] + " ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Exec("DROP DATABASE " + u.Path[1:] + " WITH (FORCE)") })
	raw := openRaw(t, "pgx", u.String())
	if encoding != "SQL_ASCII" {
		raw = openRaw(t, "pgx", u.String()+"&client_encoding=UTF8")
	}
	return &systemtest.Database{Engine: systemtest.Engine{Name: "postgres", Quote: `"`}, Raw: raw, Open: opener(sqldb.Postgres(), u.String())}
}

// TestPostgresCharsets asks databases of old encodings for what they cannot write:
// it is not there, and keeps nobody else from being found.
func TestPostgresCharsets(t *testing.T) {
	for encoding, rows := range map[string]string{
		"LATIN1":    `('Åsa', 'Åsa'), ('asa', 'asa')`,
		"WIN1252":   `('Åsa', 'Åsa'), ('asa', 'asa')`,
		"SQL_ASCII": `('Åsa', 'Åsa'), ('asa', 'asa'), (E'\xc5sa', E'\xc5sa')`, // the last one by a program that writes Latin-1
	} {
		t.Run(encoding, func(t *testing.T) {
			d := postgresOf(t, encoding)
			d.Run(t, `CREATE TABLE p (k text PRIMARY KEY, name varchar(20))`, `INSERT INTO p VALUES `+rows)
			s := d.Connect(t)
			for _, fold := range []varsam.Fold{varsam.Exact, varsam.FoldCase, varsam.Digits, varsam.Contains} {
				for value, want := range map[string]int{"Åsa": 1, "Łucja": 0, "😀": 0} {
					all, found := collect(t, s, system.Selection{Collection: "p", Match: []system.Match{
						{Fields: []string{"name"}, Fold: fold, Tuples: [][]varsam.Value{{varsam.TextOf(value)}}},
					}})
					if len(all) != want || !found.Complete {
						t.Errorf("%s %q: %d rows, %+v", fold, value, len(all), found)
					}
				}
			}
			for _, op := range []varsam.Op{varsam.Eq, varsam.Ne} {
				c := varsam.Compare("name", op, varsam.TextOf("Łucja"))
				if _, err := s.Find(background, system.Selection{Collection: "p", Cond: &c}, func(varsam.Record) error { return nil }); err != nil {
					t.Errorf("%s: %v", op, err)
				}
			}
			if encoding != "SQL_ASCII" {
				_, err := s.Apply(background, freeze(t, s, varsam.OpCorrect, "p", varsam.Assignment{Field: "name", Value: varsam.TextOf("Łucja")}))
				wantCode(t, err, varsam.Invalid)
			}
			op := freeze(t, s, varsam.OpErase, "p")
			done, err := s.Apply(background, op)
			if err != nil || done.Rows != len(op.Targets) || planned(t, s, op) != done.Rows {
				t.Errorf("%+v, %v", done, err)
			}
		})
	}
}
