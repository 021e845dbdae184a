package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// handed makes a table of so many columns beside those of its key, with every kind of cell, in
// 2,100 rows: a page and some more.
func handed(t *testing.T, key []string, columns int) *sqldb.DB {
	t.Helper()
	types := []string{"TEXT", "INTEGER", "NUMERIC", "REAL", "BLOB", "DATE", "TIMESTAMP", "BOOLEAN", "ANY"}
	cells := []string{
		"NULL", "''", "'Åsa ' || i", "i", "i / 4.0", "1.0", "'2026-01-' || (10 + i % 20)", "'2026-01-02 03:04:05'", "X'0001FF'", "'a' || char(0) || i",
		"CAST(X'3436FF' AS TEXT)", "printf('%.*c', 20 * (i % 100), 'x') || i", "printf('%.*c', 70000 * (i % 500 = 3), 'y')", "1e300",
	}
	var made, values []string
	for i := range columns {
		made = append(made, fmt.Sprintf("c%d %s", i, types[i%len(types)]))
		values = append(values, fmt.Sprintf("CASE (i + %d) %% %d WHEN 0 THEN NULL %s END", i, len(cells), cases(cells)))
	}
	var names []string
	for _, c := range key {
		name, _, _ := strings.Cut(c, " ")
		names, values = append(names, name), append(values, "i")
	}
	db, _ := openFile(t, "CREATE TABLE handed ("+strings.Join(slices.Concat(made, key), ", ")+", PRIMARY KEY ("+strings.Join(names, ", ")+"))",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100) INSERT INTO handed SELECT "+strings.Join(values, ", ")+" FROM n")
	return db
}

func cases(cells []string) (all string) {
	for i, cell := range cells {
		all += fmt.Sprintf(" WHEN %d THEN %s", i+1, cell)
	}
	return all
}

// read is all records of a selection.
func read(t *testing.T, db *sqldb.DB, sel system.Selection) (all []varsam.Record) {
	t.Helper()
	sel.Collection = "handed"
	found, err := db.Find(background, sel, func(rec varsam.Record) error {
		if sel.Lent {
			rec.Ref.Key, rec.Fields = slices.Clone(rec.Ref.Key), slices.Clone(rec.Fields)
		}
		all = append(all, rec)
		return nil
	})
	if err != nil || found.Complete != (sel.Limit == 0) {
		t.Fatalf("%+v, %v", found, err)
	}
	return all
}

// TestHandedRows holds a whole table, whose rows SQLite hands over, against the same rows
// found by their keys, which are asked for cell by cell: also where there are more columns
// than are handed over, and where the records are lent.
func TestHandedRows(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		key     []string
		columns int
	}{
		{[]string{"id INTEGER"}, 9},
		{[]string{"id TEXT NOT NULL"}, 28},
		{[]string{"id INTEGER NOT NULL", "also TEXT NOT NULL"}, 9},
		{[]string{"id INTEGER"}, 120},
	} {
		t.Run(fmt.Sprint(of.key, of.columns), func(t *testing.T) {
			t.Parallel()
			db := handed(t, of.key, of.columns)
			all := read(t, db, system.Selection{Version: true})
			if len(all) != 2100 {
				t.Fatalf("%d rows", len(all))
			}
			if lent := read(t, db, system.Selection{Version: true, Lent: true}); !reflect.DeepEqual(lent, all) {
				t.Error("lent records are others")
			}
			if some := read(t, db, system.Selection{Version: true, Limit: 2050, After: all[20].Ref.Key}); !reflect.DeepEqual(some, all[21:2071]) {
				t.Error("a part is not the same part of all")
			}
			match := make([]system.Match, 3) // of a thousand keys at most
			for i, rec := range all {
				m := &match[i/1000]
				m.Fields, m.Tuples = []string{"id", "also"}[:len(rec.Ref.Key)], append(m.Tuples, rec.Ref.Key)
			}
			if byKey := read(t, db, system.Selection{Version: true, Match: match}); !reflect.DeepEqual(byKey, all) {
				t.Error("records found by their keys are others")
			}
		})
	}
}

// TestHandedRowsAreLetGo breaks a reading off and asks the system inside of one.
func TestHandedRowsAreLetGo(t *testing.T) {
	t.Parallel()
	db := handed(t, []string{"id INTEGER"}, 9)
	mine := errors.New("mine")
	rows := 0
	if _, err := db.Find(background, system.Selection{Collection: "handed"}, func(varsam.Record) error {
		if rows++; rows == 40 {
			return mine
		}
		return nil
	}); err != mine || rows != 40 {
		t.Errorf("%v after %d rows", err, rows)
	}
	ctx, cancel := context.WithCancel(background)
	if _, err := db.Find(ctx, system.Selection{Collection: "handed"}, func(rec varsam.Record) error {
		cancel()
		return nil
	}); err == nil {
		t.Error("a reading went on that nobody waits for")
	}
	rows = 0
	if _, err := db.Find(background, system.Selection{Collection: "handed", Limit: 70}, func(rec varsam.Record) error {
		inner := read(t, db, system.Selection{Limit: 1, After: rec.Ref.Key})
		if inner[0].Ref.Key[0].Int() != rec.Ref.Key[0].Int()+1 {
			t.Errorf("behind %v is %v", rec.Ref.Key, inner[0].Ref.Key)
		}
		rows++
		return nil
	}); err != nil || rows != 70 {
		t.Errorf("%v, %d rows", err, rows)
	}
}
