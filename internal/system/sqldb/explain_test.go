package sqldb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/system/systemtest"
)

// reads says whether a plan reads a whole table.
func readsAll(engine, plan string) bool {
	switch engine {
	case "sqlite":
		for line := range strings.Lines(plan) {
			if strings.Contains(line, "SCAN t0") || strings.Contains(line, "SCAN e") {
				return true
			}
		}
	case "postgres":
		return strings.Contains(plan, "Seq Scan on e")
	case "mariadb":
		for line := range strings.Lines(plan) {
			if strings.Contains(line, " ALL ") && (strings.Contains(line, " t0 ") || strings.Contains(line, " e ")) {
				return true
			}
		}
	}
	return false
}

// TestPlansUseIndexes asks each engine how it would carry out our statements on
// a table that is dear to read.
func TestPlansUseIndexes(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			db := explainFixture(t, e)
			for name, sel := range explainSelections() {
				plan, err := db.ExplainFind(context.Background(), sel)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				found, err := db.Find(context.Background(), sel, func(varsam.Record) error { return nil })
				if err != nil || found.Scanned || readsAll(e.Name, plan) {
					t.Errorf("%s: %+v, %v\n%s", name, found, err, plan)
				}
			}
			explainChanges(t, e, db)
			if e.Name == "mariadb" {
				explainOldCharacters(t, e)
			}
		})
	}
}

const explainRows = 20000

func explainFixture(t *testing.T, e systemtest.Engine) *sqldb.DB {
	d := e.New(t)
	d.Run(t, `CREATE TABLE "e" ("id" {id}, "mail" VARCHAR(80), "n" {int}, "a" {int} NOT NULL, "b" VARCHAR(20) NOT NULL, "d" DATE, "pad" {text})`,
		`CREATE INDEX "e_mail" ON "e" ("mail")`, `CREATE INDEX "e_n" ON "e" ("n")`, `CREATE UNIQUE INDEX "e_ab" ON "e" ("a", "b")`, `CREATE INDEX "e_d" ON "e" ("d")`,
		`CREATE TABLE "k" ("id" {id}, "e" {int}, "t" VARCHAR(20))`, `CREATE INDEX "k_e" ON "k" ("e")`, `CREATE INDEX "k_t" ON "k" ("t")`)
	if e.Name == "postgres" { // its planner reads 20,000 rows rather than look up 1,000
		d.Run(t, `INSERT INTO "e" SELECT i, 'p' || i || '@x.se', i, i/100, 'b' || i%100, DATE '2000-01-01' + i/40, repeat('x', 100) FROM generate_series(0, 199999) i`,
			`INSERT INTO "k" SELECT i, i, i FROM generate_series(0, 199999) i`, "ANALYZE")
		return d.Connect(t).(*sqldb.DB)
	}
	for start := 0; start < explainRows; start += 2000 {
		var rows, kids []string
		for i := start; i < start+2000; i++ {
			rows = append(rows, fmt.Sprintf("(%d,'p%d@x.se',%d,%d,'b%d','%s','%s')", i, i, i, i/100, i%100, varsam.NewDate(2000, 1, 1+i/4), strings.Repeat("x", 100)))
			kids = append(kids, fmt.Sprintf("(%d,%d,'%d')", i, i, i))
		}
		d.Run(t, `INSERT INTO "e" VALUES `+strings.Join(rows, ","), `INSERT INTO "k" VALUES `+strings.Join(kids, ","))
	}
	switch e.Name {
	case "mariadb":
		d.Run(t, "ANALYZE TABLE e, k")
	default:
		d.Run(t, "ANALYZE")
	}
	return d.Connect(t).(*sqldb.DB)
}

func explainSelections() map[string]system.Selection {
	texts, ints, pairs := make([][]varsam.Value, 1000), make([][]varsam.Value, 1000), make([][]varsam.Value, 1000)
	for i := range texts {
		texts[i] = []varsam.Value{varsam.TextOf(fmt.Sprintf("p%d@x.se", i*7))}
		ints[i] = []varsam.Value{varsam.TextOf(fmt.Sprint(i * 7))}
		pairs[i] = []varsam.Value{varsam.IntOf(int64(i / 10)), varsam.TextOf(fmt.Sprintf("b%d", i%10*3))}
	}
	match := func(tuples [][]varsam.Value, fields ...string) system.Match {
		return system.Match{Fields: fields, Tuples: tuples}
	}
	sel := func(m ...system.Match) system.Selection { return system.Selection{Collection: "e", Match: m} }
	old := varsam.Compare("d", varsam.Lt, varsam.DayOf(varsam.NewDate(2000, 1, 5)))
	child := varsam.All(old, varsam.Negate(varsam.Cond{Op: varsam.Exists, Collection: "k", Fields: []string{"e"}, Own: []string{"id"}}),
		varsam.Negate(varsam.Cond{Op: varsam.Exists, Collection: "k", Fields: []string{"t"}, Own: []string{"id"}}))
	return map[string]system.Selection{
		"texts":         sel(match(texts, "mail")),
		"numbers":       sel(match(ints, "n")),
		"one":           sel(match(texts[:1], "mail")),
		"key":           sel(match(ints, "id")),
		"pairs":         sel(match(pairs, "a", "b")),
		"mail or n":     sel(match(texts[:300], "mail"), match(ints[:300], "n")),
		"pairs or mail": sel(match(pairs[:300], "a", "b"), match(texts[:300], "mail")),
		"day":           {Collection: "e", Cond: &old},
		"day and child": {Collection: "e", Cond: &child},
	}
}

// explainChanges looks at the locking read and the change of a full batch.
func explainChanges(t *testing.T, e systemtest.Engine, db *sqldb.DB) {
	op := varsam.Operation{Kind: varsam.OpErase, Collection: "e"}
	for i := range varsam.MaxBatch {
		op.Targets = append(op.Targets, varsam.Target{Ref: varsam.Ref{Collection: "e", Key: []varsam.Value{varsam.IntOf(int64(i * 3))}}})
	}
	check := func(name string) {
		plan, err := db.ExplainChange(context.Background(), op)
		if err != nil || readsAll(e.Name, plan) {
			t.Errorf("%s: %v\n%s", name, err, plan)
		}
	}
	check("erase")
	op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "mail"}}
	check("same values")
	for i := range op.Targets {
		op.Targets[i].Set = []varsam.Assignment{{Field: "pad", Value: varsam.IntOf(int64(i))}}
	}
	check("own values")
}

// explainOldCharacters looks a value beyond ASCII up in a column of an old
// character set.
func explainOldCharacters(t *testing.T, e systemtest.Engine) {
	d := e.New(t)
	d.Run(t, `CREATE TABLE "e" ("id" {id}, "l" VARCHAR(90) CHARACTER SET latin1)`, `CREATE INDEX "e_l" ON "e" ("l")`)
	var rows []string
	for i := range 5000 {
		rows = append(rows, fmt.Sprintf("(%d,'å%d')", i, i))
	}
	d.Run(t, `INSERT INTO "e" VALUES `+strings.Join(rows, ","), "ANALYZE TABLE e")
	sel := system.Selection{Collection: "e", Match: []system.Match{{Fields: []string{"l"}, Tuples: [][]varsam.Value{{varsam.TextOf("å17")}, {varsam.TextOf("x")}}}}}
	db := d.Connect(t).(*sqldb.DB)
	plan, err := db.ExplainFind(context.Background(), sel)
	if all, _ := collect(t, db, sel); err != nil || readsAll(e.Name, plan) || len(all) != 1 {
		t.Errorf("%d rows, %v\n%s", len(all), err, plan)
	}
}
