package sqldb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// TestScanFindsWhatAnIndexFinds holds the test in Go, by which a table is read
// whole, against SQLite's own functions, which an index serves: on every type,
// with every kind of cell in it, both find the same rows. Only whole numbers in a
// REAL column are found by the scan alone: SQLite writes them with ".0" there.
func TestScanFindsWhatAnIndexFinds(t *testing.T) {
	t.Parallel()
	types := []string{"TEXT", "INTEGER", "NUMERIC", "REAL", "BLOB", "DATE", "TIMESTAMP", "BOOLEAN", "ANY"}
	cells := []string{
		"NULL", "''", "' '", "0", "1", "-46701234567", "46701234567", "'+46 70-123 45 67'", "'46(70)123.45/67'", "46701234567.0", "'046701234567'",
		"X'2B34363730313233343536370A'", "'46701234567' || char(160, 9)", "'46701234567' || char(0)", "CAST(X'3436FF' AS TEXT)", "'19510202'", "'1951-02-02'",
		"'1951-02-02 03:04:05'", "' Anna@Example.com '", "'ANNA@EXAMPLE.COM'", "'Åsa'", "1e300", "0.5", "'0.5'",
	}
	var columns, values []string
	for i, typ := range types {
		columns = append(columns, fmt.Sprintf("c%d %s", i, typ))
		values = append(values, "v")
	}
	var rows []string
	for i, cell := range cells {
		rows = append(rows, fmt.Sprintf("(%d, %s)", i+1, cell))
	}
	made := []string{}
	for _, name := range []string{"indexed", "plain"} {
		made = append(made, fmt.Sprintf("CREATE TABLE %s (id INTEGER PRIMARY KEY, %s)", name, strings.Join(columns, ", ")),
			fmt.Sprintf("INSERT INTO %s SELECT column1, %s FROM (VALUES %s)", name, strings.ReplaceAll(strings.Join(values, ", "), "v", "column2"), strings.Join(rows, ",")))
	}
	db, raw := openFile(t, made...)
	folds := []varsam.Fold{varsam.FoldCase, varsam.Digits}
	for i := range types {
		for _, fold := range folds {
			index, err := db.IndexFor(background, "indexed", fmt.Sprintf("c%d", i), fold)
			if err == nil {
				_, err = raw.Exec(index)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := db.Describe(background); err != nil { // it knows the indexes now
		t.Fatal(err)
	}
	wanted := []string{"", "0", "1", "46701234567", "46701234567.0", "046701234567", "19510202", "1951-02-02", "19510202030405", "anna@example.com", "åsa", "Åsa", "0.5", "05"}
	found := 0
	for i, typ := range types {
		for _, fold := range folds {
			for _, want := range wanted {
				m := system.Match{Fields: []string{fmt.Sprintf("c%d", i)}, Fold: fold, Tuples: [][]varsam.Value{{varsam.TextOf(want)}}}
				var ids [2][]string
				for n, name := range []string{"indexed", "plain"} {
					all, how := collect(t, db, system.Selection{Collection: name, Fields: []string{}, Match: []system.Match{m}})
					if how.Scanned != (name == "plain") {
						t.Fatalf("%s %s %s: %+v", name, typ, fold, how)
					}
					for _, r := range all {
						ids[n] = append(ids[n], r.Ref.Key[0].String())
					}
				}
				if typ == "REAL" && (want == "0" || want == "1") {
					ids[0] = append(ids[0], map[string]string{"0": "4", "1": "5"}[want])
				}
				if found += len(ids[0]); !slices.Equal(ids[0], ids[1]) {
					t.Errorf("%s, fold %s, %q: an index finds %v, a scan %v", typ, fold, want, ids[0], ids[1])
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d rows in all", found)
	}
}
