package systemtest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// culler makes the fixture's people and a cull of those born before 1960.
func culler(t *testing.T, d *Database, kind varsam.OpKind) (system.System, system.Culler, system.Cull) {
	t.Helper()
	columns := `("id" {id}, "name" {text} NOT NULL, "email" {text}, "note" {text}, "born" DATE)`
	d.Run(t, `CREATE TABLE "people" `+columns, `CREATE TABLE "kept" `+columns)
	d.insertPeople(t)
	s := d.Connect(t)
	c, ok := s.(system.Culler)
	if !ok {
		t.Fatal("the system changes no ranges")
	}
	return s, c, system.Cull{
		ID: "c", Kind: kind, Fingerprint: describe(t, s).Fingerprint("people"),
		Rows: system.Rows{Collection: "people", Cond: varsam.Compare("born", varsam.Lt, varsam.DayOf(varsam.NewDate(1960, 1, 1)))},
	}
}

// dueIDs are the people that the cull of [culler] is about.
func dueIDs() (all []int64) {
	for _, p := range People() {
		if p.Born.Year() < 1960 {
			all = append(all, int64(p.ID))
		}
	}
	return all
}

// freeze cuts a cull into ranges.
func freeze(t *testing.T, s system.Culler, c system.Cull, size int) (all []system.Range) {
	t.Helper()
	for {
		r, err := s.Freeze(background, c, size)
		if err != nil {
			t.Fatalf("Freeze: %v", err)
		}
		if r.Rows == 0 {
			return all
		}
		all = append(all, r)
		c.Rows.After = r.Upto
	}
}

func within(c system.Cull, r system.Range) system.Cull {
	c.Rows.After, c.Rows.Upto = r.After, r.Upto
	return c
}

func culled(t *testing.T, s system.Culler, c system.Cull, r system.Range) system.Culled {
	t.Helper()
	done, err := s.Cull(background, within(c, r), r.Tally)
	if err != nil {
		t.Fatalf("Cull: %v", err)
	}
	return done
}

func look(t *testing.T, s system.Culler, c system.Cull) system.Tally {
	t.Helper()
	seen, err := s.Look(background, c)
	if err != nil {
		t.Fatalf("Look: %v", err)
	}
	return seen
}

// testCullRanges erases what is due, range by range, and nothing else.
func testCullRanges(t *testing.T, d *Database) {
	s, c, cull := culler(t, d, varsam.OpErase)
	due := dueIDs()
	cull.Rows.Except = [][]varsam.Value{{num(due[0])}, {num(due[17])}, {num(999_999)}}
	whole, n := look(t, c, cull), int64(0)
	if count, err := c.Count(background, cull); err != nil || count != whole.Rows || int(count) != len(due)-2 {
		t.Fatalf("%d counted (%v), %d looked at, want %d", count, err, whole.Rows, len(due)-2)
	}
	ranges := freeze(t, c, cull, 100)
	var sum int64
	for _, r := range ranges {
		n, sum = n+r.Rows, sum+r.Sum
		if r.Rows > 100 || look(t, c, within(cull, r)) != r.Tally {
			t.Errorf("range %+v", r)
		}
	}
	if n != whole.Rows || sum != whole.Sum || len(ranges) != 3 {
		t.Fatalf("%d ranges with %d rows and sum %d, want %+v", len(ranges), n, sum, whole)
	}
	for _, r := range ranges {
		if done := culled(t, c, cull, r); done.Rows != r.Rows || done.Finality != varsam.Gone {
			t.Errorf("%+v", done)
		}
		if left := look(t, c, within(cull, r)); left.Rows != 0 {
			t.Errorf("%d rows left", left.Rows)
		}
	}
	left := ids(t, s, system.Selection{Collection: "people"})
	if !slices.Contains(left, due[0]) || !slices.Contains(left, due[17]) || int64(len(left)) != PeopleCount-n {
		t.Errorf("%d rows left, want %d with those excepted", len(left), PeopleCount-n)
	}
}

// testCullRefuses changes something after the freezing: nothing may go.
func testCullRefuses(t *testing.T, d *Database) {
	_, c, cull := culler(t, d, varsam.OpErase)
	due := dueIDs()
	for name, change := range map[string]string{
		"changed": `UPDATE "people" SET "note" = 'x' WHERE "id" = %d`,
		"gone":    `DELETE FROM "people" WHERE "id" = %d`,
		"saved":   `UPDATE "people" SET "born" = '1990-01-01' WHERE "id" = %d`,
	} {
		r := freeze(t, c, cull, 1000)[0]
		d.Run(t, fmt.Sprintf(change, due[0]))
		due = due[1:]
		wantCode(t, c, within(cull, r), r.Tally, varsam.Changed, name)
	}
	r := freeze(t, c, cull, 1000)[0]
	d.Run(t, `UPDATE "people" SET "born" = '1955-05-05' WHERE "id" = 10`, fmt.Sprintf(`DELETE FROM "people" WHERE "id" = %d`, due[0]))
	wantCode(t, c, within(cull, r), r.Tally, varsam.Changed, "another in its place")

	bad := cull
	bad.Rows.Cond = varsam.Compare("nothing", varsam.Eq, num(1))
	wantCode(t, c, bad, r.Tally, varsam.Invalid, "column")

	r = freeze(t, c, cull, 1000)[0]
	d.Run(t, `ALTER TABLE "people" ADD COLUMN "more" {text}`)
	wantCode(t, c, within(cull, r), r.Tally, varsam.Changed, "structure")
	if n := d.count(t, `SELECT count(*) FROM "people"`); n != PeopleCount-2 {
		t.Errorf("%d rows left, want %d", n, PeopleCount-2)
	}
}

func wantCode(t *testing.T, s system.Culler, c system.Cull, want system.Tally, code varsam.Code, name string) {
	t.Helper()
	_, err := s.Cull(background, c, want)
	if varsam.CodeOf(err) != code {
		t.Errorf("%s: %v, want code %s", name, err, code)
	}
	noMarker(t, err)
}

// testCullSets marks rows: what is marked is done, and marking again finds
// nothing.
func testCullSets(t *testing.T, d *Database) {
	_, c, cull := culler(t, d, varsam.OpAnonymise)
	cull.Set = []varsam.Assignment{{Field: "note", Value: text("gone")}, {Field: "email"}}
	due := len(dueIDs())
	d.Run(t, `UPDATE "people" SET "note" = 'gone', "email" = NULL WHERE "id" = 1`)
	r := freeze(t, c, cull, 1000)[0]
	if done := culled(t, c, cull, r); int(done.Rows) != due-1 || done.Finality != varsam.Blanked {
		t.Errorf("%+v, want %d", done, due-1)
	}
	if n := d.count(t, `SELECT count(*) FROM "people" WHERE "note" = 'gone' AND "email" IS NULL`); n != due {
		t.Errorf("%d rows marked, want %d", n, due)
	}
	if again := look(t, c, cull); again.Rows != 0 {
		t.Errorf("%d rows to be marked again", again.Rows)
	}
}

func testCullMoves(t *testing.T, d *Database) {
	_, c, cull := culler(t, d, varsam.OpRestrict)
	cull.Move = "kept"
	r := freeze(t, c, cull, 1000)[0]
	if done := culled(t, c, cull, r); int(done.Rows) != len(dueIDs()) || done.Finality != varsam.Moved {
		t.Errorf("%+v", done)
	}
	if n := d.count(t, `SELECT count(*) FROM "kept" WHERE "born" < '1960-01-01'`); n != len(dueIDs()) {
		t.Errorf("%d rows moved", n)
	}
	if n := d.count(t, `SELECT count(*) FROM "people"`); n != PeopleCount-len(dueIDs()) {
		t.Errorf("%d rows left", n)
	}
}

// testCullKeys walks through keys of several columns, texts among them, in the
// engine's order.
func testCullKeys(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "k" ("a" VARCHAR(20) NOT NULL, "b" {int} NOT NULL, "x" {text}, PRIMARY KEY ("a", "b"))`)
	for i, a := range []string{"ö", "Ada", "ada2", "Z", "å", "_", "10", "9", "e é"} {
		for b := range 5 {
			d.Run(t, fmt.Sprintf(`INSERT INTO "k" VALUES ('%s', %d, '%d')`, a, b, i))
		}
	}
	s := d.Connect(t)
	c := s.(system.Culler)
	cull := system.Cull{ID: "c", Kind: varsam.OpErase, Fingerprint: describe(t, s).Fingerprint("k"), Rows: system.Rows{
		Collection: "k", Cond: varsam.Compare("b", varsam.Ne, num(3)), Except: [][]varsam.Value{{text("å"), num(1)}, {text("Z"), num(0)}},
	}}
	ranges := freeze(t, c, cull, 4)
	if len(ranges) != 9 {
		t.Errorf("%d ranges", len(ranges))
	}
	for _, r := range ranges {
		culled(t, c, cull, r)
	}
	if n := d.count(t, `SELECT count(*) FROM "k"`); n != 9+2 {
		t.Errorf("%d rows left, want 11", n)
	}
}

// testCullReferences: what others refer to does not go, and what refers to itself
// goes together.
func testCullReferences(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "p" ("id" {id}, "old" {int})`, `CREATE TABLE "c" ("id" {id}, "p" {int}, FOREIGN KEY ("p") REFERENCES "p" ("id") ON DELETE CASCADE)`,
		`CREATE TABLE "n" ("id" {id}, "p" {int}, FOREIGN KEY ("p") REFERENCES "p" ("id"))`,
		`CREATE TABLE "up" ("id" {id}, "up" {int}, FOREIGN KEY ("up") REFERENCES "up" ("id") ON DELETE CASCADE)`,
		`INSERT INTO "p" VALUES (1, 1), (2, 1), (3, 1), (4, 0)`, `INSERT INTO "c" VALUES (1, 1)`, `INSERT INTO "n" VALUES (1, 2)`,
		`INSERT INTO "up" VALUES (1, NULL), (2, 1), (3, 2)`)
	s := d.Connect(t)
	c := s.(system.Culler)
	old := system.Cull{
		ID: "c", Kind: varsam.OpErase, Fingerprint: describe(t, s).Fingerprint("p"),
		Rows: system.Rows{Collection: "p", Cond: varsam.Compare("old", varsam.Eq, num(1))},
	}
	r := freeze(t, c, old, 10)[0]
	wantCode(t, c, within(old, r), r.Tally, varsam.Changed, "cascade")
	d.Run(t, `DELETE FROM "c"`)
	wantCode(t, c, within(old, r), r.Tally, varsam.Changed, "foreign key")
	d.Run(t, `DELETE FROM "n"`)
	culled(t, c, old, r)

	tree := system.Cull{
		ID: "c", Kind: varsam.OpErase, Fingerprint: describe(t, s).Fingerprint("up"),
		Rows: system.Rows{Collection: "up", Cond: varsam.Compare("id", varsam.Le, num(2))},
	}
	r = freeze(t, c, tree, 10)[0]
	wantCode(t, c, within(tree, r), r.Tally, varsam.Changed, "child outside")
	tree.Rows.Cond = varsam.Compare("id", varsam.Le, num(3))
	r = freeze(t, c, tree, 10)[0]
	culled(t, c, tree, r)
}
