package sqldb_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// TestFullTextIndex has triggers that keep a full-text index in step: they tell it
// to delete, and take nobody's rows.
func TestFullTextIndex(t *testing.T) {
	db, raw := openFile(t, `CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT)`,
		`CREATE VIRTUAL TABLE mail_index USING fts5(sender, content='mail', content_rowid='id')`,
		`CREATE TRIGGER mail_i AFTER INSERT ON mail BEGIN INSERT INTO mail_index(rowid, sender) VALUES (new.id, new.sender); END`,
		`CREATE TRIGGER mail_d AFTER DELETE ON mail BEGIN INSERT INTO mail_index(mail_index, rowid, sender) VALUES ('delete', old.id, old.sender); END`,
		`CREATE TRIGGER mail_u AFTER UPDATE ON mail BEGIN INSERT INTO mail_index(mail_index, rowid, sender) VALUES ('delete', old.id, old.sender);
			INSERT INTO mail_index(rowid, sender) VALUES (new.id, replace(new.sender, '-', ' ')); END`,
		`INSERT INTO mail VALUES (1, 'anna'), (2, 'bo')`)
	indexed := func(word string) (n int) {
		t.Helper()
		if err := raw.QueryRow(`SELECT count(*) FROM mail_index WHERE mail_index MATCH ?`, word).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	op := freeze(t, db, varsam.OpAnonymise, "mail", varsam.Assignment{Field: "sender", Value: varsam.TextOf("x")})
	op.Targets = op.Targets[:1]
	if done, err := db.Apply(background, op); err != nil || done.Rows != 1 || indexed("anna") != 0 || indexed("bo") != 1 {
		t.Errorf("anonymised: %+v, %v", done, err)
	}
	if done, err := db.Apply(background, freeze(t, db, varsam.OpErase, "mail")); err != nil || done.Rows != 2 || indexed("bo") != 0 {
		t.Errorf("erased: %+v, %v", done, err)
	}
}

// TestApplicationsOwn opens a file that calls what only its application has: what
// can be read is, and the rest is said in words.
func TestApplicationsOwn(t *testing.T) {
	db, _ := openFile(t, `PRAGMA foreign_keys=0`,
		`CREATE TABLE sorted (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE)`, `CREATE INDEX sorted_name ON sorted (name)`, `INSERT INTO sorted VALUES (1, 'Anna')`,
		`CREATE TABLE called (id INTEGER PRIMARY KEY, name TEXT CHECK (length(name) > 1))`, `INSERT INTO called VALUES (1, 'Anna')`,
		`CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)`, `CREATE TABLE child (id INTEGER PRIMARY KEY, name TEXT REFERENCES parent (name))`,
		`INSERT INTO parent VALUES (1, 'Anna')`, `INSERT INTO child VALUES (1, 'Anna')`,
		`PRAGMA writable_schema=1`, `UPDATE sqlite_schema SET sql = replace(replace(sql, 'NOCASE', 'OF_ITS_OWN'), 'length(', 'of_its_own(')`,
		`PRAGMA writable_schema=0`, `PRAGMA schema_version=4711`)
	for _, table := range []string{"sorted", "called", "parent", "child"} {
		for _, fold := range []varsam.Fold{varsam.Exact, varsam.FoldCase} {
			all, _ := collect(t, db, system.Selection{Collection: table, Version: true, Match: []system.Match{
				{Fields: []string{"name"}, Fold: fold, Tuples: [][]varsam.Value{{varsam.TextOf("Anna")}}},
			}})
			if len(all) != 1 {
				t.Errorf("%s in %s: %d rows", fold, table, len(all))
			}
		}
		_, err := db.Apply(background, freeze(t, db, varsam.OpAnonymise, table, varsam.Assignment{Field: "name", Value: varsam.TextOf("Bo")}))
		wantCode(t, err, varsam.Unsupported)
	}
}
