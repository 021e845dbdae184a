package systemtest

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// testMismatchedTypes joins numbers kept as text with numbers, both ways.
func testMismatchedTypes(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "m" ("id" {id}, "t" {text}, "n" {int}, "d" DECIMAL(10,2))`,
		`CREATE INDEX "m_t" ON "m" ("t")`, `CREATE INDEX "m_n" ON "m" ("n")`,
		`INSERT INTO "m" VALUES (1, '42', 42, 42), (2, '042', 7, 7.5), (3, '42abc', NULL, NULL), (4, ' 42', 0, 0), (5, '42.0', -42, -42)`)
	s := d.Connect(t)
	for _, c := range []struct {
		field string
		value varsam.Value
		want  []int64
	}{
		{"t", num(42), []int64{1}},
		{"t", varsam.DecimalOf("42"), []int64{1}},
		{"t", text("42"), []int64{1}},
		{"n", text("42"), []int64{1}},
		{"n", text("042"), nil},
		{"n", text("42abc"), nil},
		{"n", text(""), nil},
		{"n", text("anna"), nil},
		{"n", text("99999999999999999999"), nil},
		{"n", text("42.5"), nil},
		{"n", varsam.DecimalOf("42.00"), []int64{1}},
		{"d", num(42), []int64{1}},
		{"d", text("7.5"), []int64{2}},
		{"d", text("7.50x"), nil},
		{"n", varsam.DayOf(Today), nil},
		{"n", varsam.BytesOf([]byte{0xff}), nil},
		{"t", varsam.BytesOf([]byte{0xff}), nil},
		{"t", text("a\x00b"), nil},
	} {
		sel := byField("m", c.field, varsam.Exact, c.value)
		if got := ids(t, s, sel); !slices.Equal(got, c.want) {
			t.Errorf("%s = %s %q: %v, want %v", c.field, c.value.Kind(), c.value, got, c.want)
		}
	}
	mixed := byField("m", "n", varsam.Exact, text("x"), text("42"), num(7), varsam.Value{})
	if records, found := find(t, s, mixed); len(records) != 2 || found.Scanned {
		t.Errorf("mixed: %d records, %+v", len(records), found)
	}
	if got := ids(t, s, byField("m", "n", varsam.Digits, text("42"))); !slices.Equal(got, []int64{1, 5}) {
		t.Errorf("digits of a number: %v", got)
	}
}

// testExactIsExact uses values that collations and padding make equal.
func testExactIsExact(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "e" ("id" {id}, "t" {nocase})`, `CREATE INDEX "e_t" ON "e" ("t")`,
		`INSERT INTO "e" VALUES (1, 'Anna'), (2, 'anna'), (3, 'anna '), (4, 'ånna'), (5, NULL), (6, '')`)
	s := d.Connect(t)
	for value, want := range map[string][]int64{"anna": {2}, "Anna": {1}, "anna ": {3}, "ANNA": nil, "": {6}, "ånna": {4}} {
		if got := ids(t, s, byField("e", "t", varsam.Exact, text(value))); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
		eq := varsam.Compare("t", varsam.Eq, text(value))
		if got := ids(t, s, system.Selection{Collection: "e", Cond: &eq}); !slices.Equal(got, want) {
			t.Errorf("condition %q: %v, want %v", value, got, want)
		}
	}
	if got := ids(t, s, byField("e", "t", varsam.FoldCase, text("anna"))); !slices.Equal(got, []int64{1, 2, 3}) {
		t.Errorf("folded: %v", got)
	}
	if got := ids(t, s, byField("e", "t", varsam.Contains, text("nn"))); !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("contains: %v", got)
	}
}

func testInjection(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "i" ("id" {id}, "t" {text})`, `INSERT INTO "i" VALUES (1, 'x'), (2, 'y')`)
	s := d.Connect(t)
	evil := []string{`' OR 1=1 --`, `'; DROP TABLE i; --`, `" OR ""="`, `\' OR 1=1 #`, `%`, `_`, `{x,y}`, `{"a","b"}`, `,`, `\`, `NULL`, `$1`, `?`, "x\x00", "\xff\xfe", `'||'x`}
	for _, fold := range []varsam.Fold{varsam.Exact, varsam.FoldCase, varsam.Digits, varsam.Contains} {
		var values []varsam.Value
		for _, e := range evil {
			values = append(values, text(e))
		}
		if got := ids(t, s, byField("i", "t", fold, values...)); len(got) > 0 {
			t.Errorf("%s: %v", fold, got)
		}
	}
	records, _ := find(t, s, byField("i", "id", varsam.Exact, num(1)))
	for _, e := range evil[:13] {
		op := operation(t, s, varsam.OpCorrect, records)
		op.Set = []varsam.Assignment{{Field: "t", Value: text(e)}}
		apply(t, s, op)
		wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1})
		if records, _ = find(t, s, byField("i", "t", varsam.Exact, text(e))); len(records) != 1 || records[0].Get("t") != text(e) {
			t.Fatalf("%q came back as %+v", e, records)
		}
	}
}

// testSeveralMatches joins matches on different columns into one statement.
func testSeveralMatches(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "p" ("id" {id}, "mail" {text}, "phone" {text}, "a" {int}, "b" {int})`,
		`INSERT INTO "p" VALUES (1, 'a@x.se', NULL, 1, 1), (2, NULL, '070-123 45 67', 1, 2), (3, 'c@x.se', '+46 (70) 1234567', 2, 1), (4, 'd@x.se', '0', 2, 2)`)
	s := d.Connect(t)
	sel := byField("p", "mail", varsam.Exact, text("a@x.se"))
	sel.Match = append(sel.Match,
		system.Match{Fields: []string{"phone"}, Fold: varsam.Digits, Tuples: [][]varsam.Value{{text("0701234567")}, {text("46701234567")}}},
		system.Match{Fields: []string{"a", "b"}, Tuples: [][]varsam.Value{{num(2), text("2")}, {text("x"), num(1)}}})
	records, found := find(t, s, sel)
	if len(records) != 4 || found.Statements != 1 || !found.Scanned {
		t.Errorf("%d records, %+v", len(records), found)
	}
	sel.Match = sel.Match[1:2]
	if got := ids(t, s, sel); !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("digits: %v", got)
	}
	none := byField("p", "a", varsam.Exact, text("anna"))
	if records, found := find(t, s, none); len(records) != 0 || !d.Engine.Loose && found.Statements != 0 || !found.Complete {
		t.Errorf("nothing to ask: %+v", found)
	}
}

// testConstantStatements counts what is sent for few and for many.
func testConstantStatements(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "people" ("id" {id}, "name" {text} NOT NULL, "email" {text}, "note" {text}, "born" DATE)`,
		`CREATE TABLE "child" ("id" {id}, "of" {int}, FOREIGN KEY ("of") REFERENCES "people" ("id") ON DELETE CASCADE)`)
	d.insertPeople(t)
	s := d.Connect(t)
	counts := map[string][]int64{}
	for _, n := range []int64{1, 100} {
		records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(n, 2*n-1)...))
		own := operation(t, s, varsam.OpAnonymise, records)
		for i := range own.Targets {
			own.Targets[i].Set = []varsam.Assignment{{Field: "email", Value: text(fmt.Sprint("x", i))}}
		}
		for _, step := range []struct {
			name string
			do   func()
		}{
			{"set", func() { apply(t, s, own) }},
			{"observe", func() { observe(t, s, own) }},
			{"erase", func() {
				now, _ := find(t, s, byField("people", "id", varsam.Exact, nums(n, 2*n-1)...))
				op := operation(t, s, varsam.OpErase, now)
				before := statements(t, s)
				apply(t, s, op)
				counts["erase alone"] = append(counts["erase alone"], statements(t, s)-before)
			}},
		} {
			before := statements(t, s)
			step.do()
			counts[step.name] = append(counts[step.name], statements(t, s)-before)
		}
	}
	for name, c := range counts {
		t.Logf("%s: %d statements", name, c[0])
		if c[0] != c[1] {
			t.Errorf("%s: %d statements for 1 row, %d for 100", name, c[0], c[1])
		}
	}
}

// testLargeCells keeps cells beyond what a value holds out of memory.
func testLargeCells(t *testing.T, d *Database) {
	const size = 10 << 20
	d.Run(t, `CREATE TABLE "doc" ("id" {id}, "body" {long}, "raw" {bytes}, "title" {text})`)
	body := strings.Repeat("abcdefghij", size/10-2) + "Anna@Example.com----"
	raw := bytes.Repeat([]byte{0, 1, 0xff, 'x'}, size/4)
	d.Run(t, `INSERT INTO "doc" VALUES (1, NULL, NULL, 't')`)
	for column, content := range map[string]any{"body": body, "raw": raw} { // one by one: a server bounds its packets
		if _, err := d.Raw.Exec(d.text(`UPDATE "doc" SET "`+column+`" = {arg1}`), content); err != nil {
			t.Fatal(err)
		}
	}
	s := d.Connect(t)
	records, _ := find(t, s, byField("doc", "body", varsam.Contains, text("anna@example.com")))
	if len(records) != 1 {
		t.Fatalf("%d records", len(records))
	}
	r := records[0]
	if r.Get("body") != varsam.TextOf(body) || r.Get("raw") != varsam.BytesOf(raw) || r.Get("raw").Kind() != varsam.Large {
		t.Errorf("%v", r.Fields)
	}
	for field, want := range map[string][]byte{"body": []byte(body), "raw": raw} {
		f, err := s.Content(background, r.Ref, field)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		f.Close()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", field, len(got), err)
		}
	}
	op := operation(t, s, varsam.OpAnonymise, records)
	op.Set = []varsam.Assignment{{Field: "body", Value: r.Get("body")}}
	refused(t, s, op, varsam.Invalid) // a digest cannot be written
	op.Set = []varsam.Assignment{{Field: "title"}}
	apply(t, s, op)
	op.Set = []varsam.Assignment{{Field: "body"}, {Field: "raw"}}
	op.Targets[0].Versions = append(op.Targets[0].Versions, observe(t, s, op).Versions[r.Ref.String()])
	apply(t, s, op)
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1})
	if _, err := s.Content(background, varsam.Ref{Collection: "doc", Key: []varsam.Value{num(2)}}, "body"); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("content of a row that is not there: %v", err)
	}
}

// testRoundTrip writes back what was read: the same cells must be stored.
func testRoundTrip(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "v" ("id" {id}, {columns-of-all-types})`)
	for _, row := range strings.Split(d.Engine.Words["rows-of-all-types"], "\n") {
		if row = strings.TrimSpace(row); row != "" {
			if _, err := d.Raw.Exec(`INSERT INTO v VALUES (` + row + `)`); err != nil { // not Run: the values have quotes of their own
				t.Fatalf("%s: %v", row, err)
			}
		}
	}
	s := d.Connect(t)
	v, _ := describe(t, s).Find("v")
	before := d.dump(t)
	records, _ := find(t, s, system.Selection{Collection: "v", Version: true})
	for _, r := range records {
		op := operation(t, s, varsam.OpCorrect, []varsam.Record{r})
		for _, f := range r.Fields {
			if f.Name != "id" {
				op.Targets[0].Set = append(op.Targets[0].Set, varsam.Assignment{Field: f.Name, Value: f.Value})
			}
		}
		wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1})
		empty := op
		empty.Targets = slices.Clone(op.Targets)
		empty.Targets[0].Set = nil
		for _, f := range r.Fields[1:] {
			empty.Targets[0].Set = append(empty.Targets[0].Set, varsam.Assignment{Field: f.Name})
		}
		done := apply(t, s, empty)
		op.Targets[0].Versions = []string{done.Versions[r.Ref.String()]}
		apply(t, s, op)
		for _, f := range r.Fields[1:] { // each value is found by itself
			if c, _ := v.Column(f.Name); f.Value.Kind() != c.Kind {
				continue // a date "infinity": kept, but nobody asks for it
			}
			if got := ids(t, s, byField("v", f.Name, varsam.Exact, f.Value)); !slices.Contains(got, r.Ref.Key[0].Int()) {
				t.Errorf("row %s is not found by %s = %s %q", r.Ref.Label(), f.Name, f.Value.Kind(), f.Value)
			}
		}
	}
	if after := d.dump(t); !slices.Equal(after, before) {
		for i := range before {
			if before[i] != after[i] {
				t.Errorf("was %s\n now %s", before[i], after[i])
			}
		}
	}
	again, _ := find(t, s, system.Selection{Collection: "v", Version: true})
	for i := range records {
		if again[i].Version != records[i].Version {
			t.Errorf("row %s has another version", records[i].Ref.Label())
		}
	}
}

// dump is the rows of "v" as the engine itself writes them out.
func (d *Database) dump(t *testing.T) []string {
	t.Helper()
	rows, err := d.Raw.Query(d.text(`SELECT {dump} FROM "v" ORDER BY "id"`))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// testScanSaid checks when a search says that it read the whole collection.
func testScanSaid(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "s" ("id" {id}, "a" VARCHAR(90), "b" VARCHAR(90), "c" VARCHAR(90))`, `CREATE INDEX "s_ac" ON "s" ("a", "c")`)
	s := d.Connect(t)
	for _, c := range []struct {
		sel  system.Selection
		want bool
	}{
		{byField("s", "id", varsam.Exact, num(1)), false},
		{byField("s", "a", varsam.Exact, text("x")), false},
		{byField("s", "b", varsam.Exact, text("x")), true},
		{byField("s", "c", varsam.Exact, text("x")), true},
		{byField("s", "a", varsam.FoldCase, text("x")), true},
		{system.Selection{Collection: "s"}, true},
	} {
		if _, found := find(t, s, c.sel); found.Scanned != c.want {
			t.Errorf("%+v: scanned %v", c.sel.Match, found.Scanned)
		}
	}
	where := varsam.All(varsam.Compare("a", varsam.Lt, text("x")), varsam.Compare("b", varsam.Eq, text("y")))
	if _, found := find(t, s, system.Selection{Collection: "s", Cond: &where}); found.Scanned {
		t.Error("a condition on an indexed column is said to scan")
	}
}

// testAdvice makes the index that is advised, and no scan is left.
func testAdvice(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "ad" ("id" {id}, "mail" VARCHAR(90), "tel" VARCHAR(90))`,
		`INSERT INTO "ad" VALUES (1, ' Anna@X.se ', '+46 70-123'), (2, 'bo@x.se', '0701/23'), (3, NULL, NULL)`)
	for _, c := range []struct {
		column string
		fold   varsam.Fold
		value  string
		want   []int64
	}{{"mail", varsam.FoldCase, "anna@x.se", []int64{1}}, {"tel", varsam.Digits, "070123", []int64{2}}, {"tel", varsam.Exact, "0701/23", []int64{2}}} {
		s := d.Connect(t)
		sel := byField("ad", c.column, c.fold, text(c.value))
		if _, found := find(t, s, sel); !found.Scanned {
			t.Errorf("%s %s: no scan before the index", c.column, c.fold)
		}
		advice, err := s.(system.Advisor).IndexFor(background, "ad", c.column, c.fold)
		if err != nil || advice == "" {
			t.Fatalf("%q, %v", advice, err)
		}
		if _, err := d.Raw.Exec(advice); err != nil {
			t.Fatalf("%s: %v", advice, err)
		}
		s = d.Connect(t)
		if _, found := find(t, s, sel); found.Scanned {
			t.Errorf("still a scan after %s", advice)
		}
		if got := ids(t, s, sel); !slices.Equal(got, c.want) {
			t.Errorf("%s %s with the index: %v", c.column, c.fold, got)
		}
	}
}

func testSample(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "people" ("id" {id}, "name" {text} NOT NULL, "email" {text}, "note" {text}, "born" DATE)`, `CREATE TABLE "none" ("id" {id})`,
		`CREATE TABLE "bag" ("a" {int})`, `INSERT INTO "bag" VALUES (1), (2)`,
		`CREATE TABLE "extras" ("id" {int} NOT NULL, "word" VARCHAR(40) NOT NULL, PRIMARY KEY ("id", "word"))`)
	d.insertPeople(t)
	d.Run(t, `INSERT INTO "extras" SELECT "id", 'a' FROM "people"`)
	s := d.Connect(t)
	for name, want := range map[string]int{"people": 20, "none": 0, "bag": 2, "extras": 20} {
		seen := map[string]bool{}
		far := false
		err := s.(system.Sampler).Sample(background, name, 20, func(r varsam.Record) error {
			seen[fmt.Sprint(r.Fields)] = true
			far = far || r.Get("id").Int() > PeopleCount/2
			return nil
		})
		if err != nil || len(seen) != want || want == 20 && !far {
			t.Errorf("%s: %d samples, spread %v, %v", name, len(seen), far, err)
		}
	}
}

// testRanges goes on behind keys of every kind; the order is the database's own.
func testRanges(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "words" ("w" VARCHAR(40) NOT NULL PRIMARY KEY)`,
		`INSERT INTO "words" VALUES ('anna'), ('Bo'), ('cilla'), ('Åke'), ('_x'), ('a b'), ('Z'), ('ö'), ('10'), ('9')`,
		`CREATE TABLE "pairs" ("w" VARCHAR(40) NOT NULL, "n" {int} NOT NULL, PRIMARY KEY ("w", "n"))`,
		`INSERT INTO "pairs" VALUES ('b', 2), ('b', 10), ('B1', 1), ('a', 7), ('a', -1), ('c', 0)`,
		`CREATE TABLE "days" ("d" DATE NOT NULL PRIMARY KEY)`, `INSERT INTO "days" VALUES ('2026-01-02'), ('1999-12-31'), ('2026-01-10')`,
		`CREATE TABLE "sums" ("s" DECIMAL(8,2) NOT NULL PRIMARY KEY)`, `INSERT INTO "sums" VALUES (10.5), (9), (-3.25), (100)`,
		`CREATE TABLE "keyless" ("n" {int})`)
	s := d.Connect(t)
	for table, rows := range map[string]int{"words": 10, "pairs": 6, "days": 3, "sums": 4} {
		seen := map[string]bool{}
		sel := system.Selection{Collection: table, Limit: 1}
		for range rows {
			some, _ := find(t, s, sel)
			if len(some) != 1 || seen[some[0].Ref.String()] {
				t.Fatalf("%s: %d records behind record %d, or one twice", table, len(some), len(seen))
			}
			seen[some[0].Ref.String()], sel.After = true, some[0].Ref.Key
		}
		if rest, found := find(t, s, sel); len(rest) > 0 || !found.Complete {
			t.Errorf("%s: %d records behind the last, %+v", table, len(rest), found)
		}
	}
	for want, sel := range map[varsam.Code]system.Selection{
		varsam.Unsupported: {Collection: "keyless", After: []varsam.Value{num(1)}},
		varsam.Invalid:     {Collection: "pairs", After: []varsam.Value{text("a")}},
	} {
		_, err := s.Find(t.Context(), sel, func(varsam.Record) error { return nil })
		if varsam.CodeOf(err) != want {
			t.Errorf("behind a wrong key of %s: %v", sel.Collection, err)
		}
	}
}
