package systemtest

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Engine is one kind of relational database for [RunSQL].
type Engine struct {
	Name string

	// New makes a fresh, empty database.
	New func(t *testing.T) *Database

	// Words replace {word} in the suite's statements by what the engine calls it.
	// The suite writes names in double quotes; Quote is the engine's own quote.
	Words map[string]string
	Quote string

	// Schemas says that a database has several.
	Schemas bool

	// Loose says that columns hold values of any type.
	Loose bool
}

// Database is one database of a test: as another program sees it, and as
// Varsam connects it.
type Database struct {
	Engine Engine
	Raw    *sql.DB
	Open   func(t *testing.T, edit func(*system.Config)) (system.System, error)
}

// Run runs the suite's statements as another program.
func (d *Database) Run(t *testing.T, statements ...string) {
	t.Helper()
	for _, text := range statements {
		if _, err := d.Raw.Exec(d.text(text)); err != nil {
			t.Fatalf("%s: %v", d.text(text), err)
		}
	}
}

func (d *Database) text(s string) string {
	for word, is := range d.Engine.Words {
		s = strings.ReplaceAll(s, "{"+word+"}", is)
	}
	return strings.ReplaceAll(s, `"`, d.Engine.Quote)
}

// Connect opens the database as Varsam does.
func (d *Database) Connect(t *testing.T) system.System {
	t.Helper()
	s, err := d.Open(t, func(*system.Config) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// count is the first column of the first row of a query.
func (d *Database) count(t *testing.T, query string) int {
	t.Helper()
	var n int
	if err := d.Raw.QueryRow(d.text(query)).Scan(&n); err != nil {
		t.Fatalf("%s: %v", d.text(query), err)
	}
	return n
}

// statements is how many were sent so far.
func statements(t *testing.T, s system.System) int64 {
	t.Helper()
	c, ok := s.(interface{ Statements() int64 })
	if !ok {
		t.Fatal("the system does not count its statements")
	}
	return c.Statements()
}

// Harness runs the general suite on an engine.
func (e Engine) Harness() Harness {
	return Harness{Moves: true, Transactions: true, New: func(t *testing.T) Fixture {
		d := e.New(t)
		columns := `("id" {id}, "name" {text} NOT NULL, "email" {text}, "note" {text}, "born" DATE)`
		d.Run(t, `CREATE TABLE "people" `+columns, `CREATE TABLE "kept" `+columns)
		d.insertPeople(t)
		return Fixture{
			System: d.Connect(t),
			Set: func(t *testing.T, id int, field string, v varsam.Value) {
				d.Run(t, fmt.Sprintf(`UPDATE "people" SET "%s" = '%s' WHERE "id" = %d`, field, v, id))
			},
			Remove: func(t *testing.T, id int) { d.Run(t, fmt.Sprintf(`DELETE FROM "people" WHERE "id" = %d`, id)) },
		}
	}}
}

func (d *Database) insertPeople(t *testing.T) {
	t.Helper()
	var rows []string
	for _, p := range People() {
		note := "NULL"
		if p.Note != "" {
			note = "'" + p.Note + "'"
		}
		rows = append(rows, fmt.Sprintf("(%d,'%s','%s',%s,'%s')", p.ID, p.Name, p.Email, note, p.Born))
	}
	d.Run(t, `INSERT INTO "people" VALUES `+strings.Join(rows, ","))
}

// RunSQL holds a relational database against what real ones contain.
func RunSQL(t *testing.T, e Engine) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Database)
	}{
		{"Structure", testStructure},
		{"OddNames", testOddNames},
		{"Ranges", testRanges},
		{"OtherSchemas", testOtherSchemas},
		{"KeylessAndViews", testKeylessAndViews},
		{"CompositeKeys", testCompositeKeys},
		{"MismatchedTypes", testMismatchedTypes},
		{"ExactIsExact", testExactIsExact},
		{"Injection", testInjection},
		{"SeveralMatches", testSeveralMatches},
		{"ConstantStatements", testConstantStatements},
		{"LargeCells", testLargeCells},
		{"RoundTrip", testRoundTrip},
		{"OnDelete", testOnDelete},
		{"OnUpdate", testOnUpdate},
		{"SelfReference", testSelfReference},
		{"Cycle", testCycle},
		{"ChildAppears", testChildAppears},
		{"MoveChecks", testMoveChecks},
		{"StructureChanges", testStructureChanges},
		{"TriggerOverrides", testTriggerOverrides},
		{"TriggerTakesMore", testTriggerTakesMore},
		{"Constraints", testConstraints},
		{"Advice", testAdvice},
		{"ScanSaid", testScanSaid},
		{"Sample", testSample},
		{"CullRanges", testCullRanges},
		{"CullRefuses", testCullRefuses},
		{"CullSets", testCullSets},
		{"CullMoves", testCullMoves},
		{"CullKeys", testCullKeys},
		{"CullReferences", testCullReferences},
		{"CullRecodes", testCullRecodes},
		{"CullClasses", testCullClasses},
		{"CullRecodeRefuses", testCullRecodeRefuses},
		{"CondIsSQL", testCondIsSQL},
		{"Connecting", testConnecting},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, e.New(t)) })
	}
}

// ids are the integer keys that a selection finds.
func ids(t *testing.T, s system.System, sel system.Selection) []int64 {
	t.Helper()
	var all []int64
	records, found := find(t, s, sel)
	if !found.Complete {
		t.Errorf("incomplete: %+v", found)
	}
	for _, r := range records {
		all = append(all, r.Ref.Key[0].Int())
	}
	return all
}

// erasing freezes all rows of a collection for erasure.
func erasing(t *testing.T, s system.System, collection string, values ...varsam.Value) varsam.Operation {
	t.Helper()
	records, _ := find(t, s, byField(collection, "id", varsam.Exact, values...))
	if len(records) != len(values) {
		t.Fatalf("%d rows of %s, want %d", len(records), collection, len(values))
	}
	return operation(t, s, varsam.OpErase, records)
}

var background = context.Background()
