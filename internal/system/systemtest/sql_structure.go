package systemtest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

func testStructure(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "firm" ("id" {id}, "name" VARCHAR(40) NOT NULL UNIQUE, "parent" {int}, "twice" {int} GENERATED ALWAYS AS ("id" * 2) STORED,
			"kind" {text} DEFAULT 'x', CHECK ("name" <> ''), FOREIGN KEY ("parent") REFERENCES "firm" ("id") ON DELETE SET NULL)`,
		`CREATE TABLE "worker" ("firm" {int} NOT NULL, "no" {int} NOT NULL, "boss" {int}, "phone" {text},
			PRIMARY KEY ("firm", "no"), FOREIGN KEY ("firm") REFERENCES "firm" ("id") ON DELETE CASCADE ON UPDATE CASCADE)`,
		`CREATE TABLE "log" ("id" {id}, "what" {text})`,
		`CREATE INDEX "worker_boss" ON "worker" ("boss", "no")`,
		`CREATE VIEW "firms" AS SELECT "id", "name" FROM "firm"`,
		`CREATE TABLE "empty" ("id" {id})`)
	d.Run(t, d.trigger("sweep", "AFTER", "DELETE", "firm", `DELETE FROM "log"`)...)
	c := describe(t, d.Connect(t))
	firm, _ := c.Find("firm")
	worker, _ := c.Find("worker")
	check := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	check("key", firm.Key, []string{"id"})
	check("composite key", worker.Key, []string{"firm", "no"})
	check("unique", firm.Unique, [][]string{{"name"}})
	check("is unique", firm.IsUnique("name"), true)
	check("checks", len(firm.Checks), 1)
	name, _ := firm.Column("name")
	check("not null", name.NotNull, true)
	twice, _ := firm.Column("twice")
	check("generated", twice.Generated, true)
	kind, _ := firm.Column("kind")
	check("default", kind.Default, true)
	check("no default", name.Default, false)
	if !d.Engine.Loose {
		check("size", name.Size, 40)
	}
	check("self-reference", withoutName(firm.References), []varsam.Reference{
		{Columns: []string{"parent"}, To: "firm", ToColumns: []string{"id"}, OnDelete: varsam.SetNull, OnUpdate: varsam.NoAction},
	})
	check("reference", withoutName(worker.References), []varsam.Reference{
		{Columns: []string{"firm"}, To: "firm", ToColumns: []string{"id"}, OnDelete: varsam.Cascade, OnUpdate: varsam.Cascade},
	})
	if !slices.ContainsFunc(worker.Indexes, func(ix varsam.Index) bool {
		return ix.Name == "worker_boss" && slices.Equal(ix.Columns, []string{"boss", "no"}) && !ix.Unique
	}) {
		t.Errorf("indexes: %+v", worker.Indexes)
	}
	if len(firm.Triggers) != 1 || firm.Triggers[0].Name != "sweep" || firm.Triggers[0].Timing != "after" ||
		!slices.Equal(firm.Triggers[0].Events, []string{"delete"}) || !strings.Contains(strings.ToUpper(firm.Triggers[0].Body), "DELETE FROM") {
		t.Errorf("a trigger that deletes elsewhere: %+v", firm.Triggers)
	}
	view, ok := c.Find("firms")
	if !ok || !view.View || view.ReadOnly == "" || len(view.Columns) != 2 {
		t.Errorf("view: %+v", view)
	}
	if empty, ok := c.Find("empty"); !ok || empty.ReadOnly != "" || c.ReadOnly != "" {
		t.Errorf("empty: %+v, read-only %q", empty, c.ReadOnly)
	}
}

func withoutName(refs []varsam.Reference) []varsam.Reference {
	refs = slices.Clone(refs)
	for i := range refs {
		refs[i].Name = ""
	}
	return refs
}

// trigger writes a trigger that runs one statement for each row.
func (d *Database) trigger(name, timing, event, table, statement string) []string {
	if d.Engine.Name == "postgres" {
		return []string{
			fmt.Sprintf(`CREATE FUNCTION "f_%s"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s; RETURN NEW; END $$`, name, statement),
			fmt.Sprintf(`CREATE TRIGGER "%s" %s %s ON "%s" FOR EACH ROW EXECUTE FUNCTION "f_%s"()`, name, timing, event, table, name),
		}
	}
	return []string{fmt.Sprintf(`CREATE TRIGGER "%s" %s %s ON "%s" FOR EACH ROW BEGIN %s; END`, name, timing, event, table, statement)}
}

// testOddNames are names that break statements when they are not quoted.
func testOddNames(t *testing.T, d *Database) {
	names := []string{"Order", "select", "Mixed Case", "tab.le", "åäö", "semi;colon", "quo''te", "a--b", "1st", "%like_"}
	for i, n := range names {
		d.Run(t, fmt.Sprintf(`CREATE TABLE "%s" ("Id" {id}, "Group" {text}, "from" {text}, "x y" {text})`, n),
			fmt.Sprintf(`INSERT INTO "%s" VALUES (%d, 'a', 'b', 'c')`, n, i))
	}
	s := d.Connect(t)
	c := describe(t, s)
	for i, n := range names {
		coll, ok := c.Find(n)
		if !ok || !slices.Equal(coll.Key, []string{"Id"}) {
			t.Errorf("%q: %+v", n, coll)
			continue
		}
		records, _ := find(t, s, byField(n, "Group", varsam.Exact, text("a")))
		if len(records) != 1 || records[0].Ref.Key[0] != num(int64(i)) {
			t.Errorf("%q: %+v", n, records)
			continue
		}
		op := operation(t, s, varsam.OpCorrect, records)
		op.Set = []varsam.Assignment{{Field: "from", Value: text("z")}, {Field: "x y"}}
		apply(t, s, op)
		wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1})
		records, _ = find(t, s, byField(n, "from", varsam.FoldCase, text("z")))
		apply(t, s, operation(t, s, varsam.OpErase, records))
	}
}

// testOtherSchemas has tables of one name in two schemas, and a reference from
// one that the register does not list.
func testOtherSchemas(t *testing.T, d *Database) {
	if !d.Engine.Schemas {
		t.Skip(d.Engine.Name + " has one schema")
	}
	d.Run(t, `{make-schema-a}`, `{make-schema-b}`,
		`CREATE TABLE "note" ("id" {id}, "who" {text})`, `CREATE TABLE {a}."note" ("id" {id}, "who" {text})`,
		`CREATE TABLE {b}."child" ("id" {id}, "note" {int}, FOREIGN KEY ("note") REFERENCES {a}."note" ("id") ON DELETE CASCADE)`,
		`INSERT INTO "note" VALUES (1, 'here')`, `INSERT INTO {a}."note" VALUES (1, 'there'), (2, 'there')`,
		`INSERT INTO {b}."child" VALUES (1, 1)`)
	s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["schemas"] = d.Engine.Words["a-name"] })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := describe(t, s)
	there := d.Engine.Words["a-name"] + ".note"
	if _, ok := c.Find(there); !ok {
		t.Fatalf("no %s in %v", there, c.Collections)
	}
	if _, listed := c.Find(d.Engine.Words["b-name"] + ".child"); listed {
		t.Error("a schema that was not asked for is listed")
	}
	records, _ := find(t, s, byField(there, "who", varsam.Exact, text("there")))
	if len(records) != 2 {
		t.Fatalf("%+v", records)
	}
	refused(t, s, operation(t, s, varsam.OpErase, records), varsam.Changed) // the child elsewhere would go with it
	if n := d.count(t, `SELECT count(*) FROM {b}."child"`); n != 1 {
		t.Errorf("%d children", n)
	}
	apply(t, s, operation(t, s, varsam.OpErase, records[1:]))
	if n := d.count(t, `SELECT count(*) FROM "note"`); n != 1 {
		t.Error("the table of the same name was touched")
	}
}

func testKeylessAndViews(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "bag" ("who" {text}, "n" {int})`, `CREATE TABLE "alt" ("code" VARCHAR(20) NOT NULL UNIQUE, "who" {text})`,
		`CREATE VIEW "seen" AS SELECT "who" FROM "bag"`,
		`INSERT INTO "bag" VALUES ('a', 1), ('a', 1), ('b', 2)`, `INSERT INTO "alt" VALUES ('k1', 'a')`)
	s := d.Connect(t)
	c := describe(t, s)
	bag, _ := c.Find("bag")
	if len(bag.Key) != 0 || bag.ReadOnly == "" {
		t.Errorf("a table without a key: %+v", bag)
	}
	if alt, _ := c.Find("alt"); !slices.Equal(alt.Key, []string{"code"}) || alt.ReadOnly != "" {
		t.Errorf("a unique key stands in: %+v", alt)
	}
	for _, name := range []string{"bag", "seen"} {
		if records, found := find(t, s, byField(name, "who", varsam.Exact, text("a"))); len(records) != 2 || !found.Complete {
			t.Errorf("%s: %d rows", name, len(records))
		}
		op := varsam.Operation{Kind: varsam.OpErase, Collection: name, Fingerprint: c.Fingerprint(name), Targets: []varsam.Target{{Ref: varsam.Ref{Collection: name}}}}
		refused(t, s, op, varsam.Unsupported)
	}
	records, _ := find(t, s, byField("alt", "who", varsam.Exact, text("a")))
	apply(t, s, operation(t, s, varsam.OpErase, records))
}

func testCompositeKeys(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "line" ("doc" {text} NOT NULL, "no" {int} NOT NULL, "what" {text}, PRIMARY KEY ("no", "doc"))`)
	var rows []string
	for i := range 600 {
		rows = append(rows, fmt.Sprintf("('d%d', %d, 'w')", i/3, i%3))
	}
	d.Run(t, `INSERT INTO "line" ("doc", "no", "what") VALUES `+strings.Join(rows, ","))
	s := d.Connect(t)
	m := system.Match{Fields: []string{"doc", "no"}}
	for i := range 500 {
		m.Tuples = append(m.Tuples, []varsam.Value{text(fmt.Sprint("d", i/3)), text(fmt.Sprint(i % 3))})
	}
	records, found := find(t, s, system.Selection{Collection: "line", Match: []system.Match{m}, Version: true})
	if len(records) != 500 || found.Statements != 1 || found.Scanned {
		t.Fatalf("%d records, %+v", len(records), found)
	}
	if k := records[1].Ref.Key; len(k) != 2 || k[0].Kind() != varsam.Int || k[1].Kind() != varsam.Text {
		t.Errorf("key %v is not in the key's order", k)
	}
	op := operation(t, s, varsam.OpAnonymise, records)
	for i := range op.Targets {
		op.Targets[i].Set = []varsam.Assignment{{Field: "what", Value: num(int64(i))}}
	}
	if done := apply(t, s, op); done.Rows != 500 {
		t.Errorf("%d rows", done.Rows)
	}
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 500})
	now, _ := find(t, s, system.Selection{Collection: "line", Match: []system.Match{m}, Version: true})
	if done := apply(t, s, operation(t, s, varsam.OpErase, now)); done.Rows != 500 {
		t.Errorf("%d rows", done.Rows)
	}
	if n := d.count(t, `SELECT count(*) FROM "line"`); n != 100 {
		t.Errorf("%d left", n)
	}
}
