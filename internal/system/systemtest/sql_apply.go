package systemtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// testOnDelete has a child row under each action: nothing may happen to it.
func testOnDelete(t *testing.T, d *Database) {
	for _, action := range []string{"CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"} {
		if action == "SET DEFAULT" && d.Engine.Name == "mariadb" {
			continue // InnoDB takes no such foreign key
		}
		name := strings.ToLower(strings.ReplaceAll(action, " ", "_"))
		d.Run(t, fmt.Sprintf(`CREATE TABLE "p_%s" ("id" {id}, "name" {text})`, name),
			fmt.Sprintf(`CREATE TABLE "c_%s" ("id" {id}, "p" {int} DEFAULT NULL, FOREIGN KEY ("p") REFERENCES "p_%s" ("id") ON DELETE %s)`, name, name, action),
			fmt.Sprintf(`INSERT INTO "p_%s" VALUES (1, '%s'), (2, 'x')`, name, Marker), fmt.Sprintf(`INSERT INTO "c_%s" VALUES (7, 1)`, name))
	}
	s := d.Connect(t)
	for _, coll := range describe(t, s).Collections {
		if !strings.HasPrefix(coll.Name, "p_") {
			continue
		}
		child := "c_" + coll.Name[2:]
		op := erasing(t, s, coll.Name, nums(1, 2)...)
		refused(t, s, op, varsam.Changed)
		if n := d.count(t, fmt.Sprintf(`SELECT count(*) FROM "%s" WHERE "p" = 1`, child)); n != 1 {
			t.Errorf("%s: the child was changed", coll.Name)
		}
		if n := d.count(t, fmt.Sprintf(`SELECT count(*) FROM "%s"`, coll.Name)); n != 2 {
			t.Errorf("%s: %d rows left", coll.Name, n)
		}
		apply(t, s, erasing(t, s, coll.Name, num(2)))
		apply(t, s, erasing(t, s, child, num(7)))
		if done := apply(t, s, op); done.Rows != 2 {
			t.Errorf("%s: %+v", coll.Name, done)
		}
	}
}

// testOnUpdate changes a column that children refer to.
func testOnUpdate(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "p" ("id" {id}, "code" VARCHAR(20) NOT NULL UNIQUE, "other" {text})`,
		`CREATE TABLE "c" ("id" {id}, "p" VARCHAR(20), FOREIGN KEY ("p") REFERENCES "p" ("code") ON UPDATE CASCADE)`,
		`INSERT INTO "p" VALUES (1, 'a', 'x'), (2, 'b', 'x')`, `INSERT INTO "c" VALUES (1, 'a')`)
	s := d.Connect(t)
	op := erasing(t, s, "p", nums(1, 1)...)
	op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "code", Value: text("q")}}
	refused(t, s, op, varsam.Changed)
	if n := d.count(t, `SELECT count(*) FROM "c" WHERE "p" = 'a'`); n != 1 {
		t.Error("the child was changed")
	}
	op.Set = []varsam.Assignment{{Field: "other", Value: text("q")}}
	apply(t, s, op)
	childless := erasing(t, s, "p", num(2))
	childless.Kind, childless.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "code", Value: text("q")}}
	apply(t, s, childless)
}

// testSelfReference erases parts and all of a tree in one table.
func testSelfReference(t *testing.T, d *Database) {
	for _, action := range []string{"CASCADE", "NO ACTION", "RESTRICT", "SET NULL"} {
		name := "t_" + strings.ToLower(strings.ReplaceAll(action, " ", "_"))
		d.Run(t, fmt.Sprintf(`CREATE TABLE "%s" ("id" {id}, "up" {int}, FOREIGN KEY ("up") REFERENCES "%s" ("id") ON DELETE %s)`, name, name, action),
			fmt.Sprintf(`INSERT INTO "%s" VALUES (1, NULL), (2, 1), (3, 2), (4, 2), (5, 5)`, name))
		s := d.Connect(t)
		refused(t, s, erasing(t, s, name, nums(1, 2)...), varsam.Changed)
		if n := d.count(t, fmt.Sprintf(`SELECT count(*) FROM "%s" WHERE "up" IS NOT NULL`, name)); n != 4 {
			t.Fatalf("%s: %d children left", action, n)
		}
		if done := apply(t, s, erasing(t, s, name, nums(1, 5)...)); done.Rows != 5 {
			t.Errorf("%s: %+v", action, done)
		}
	}
}

// testCycle has two tables that refer to each other: the link is cut first.
func testCycle(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "a" ("id" {id}, "b" {int})`,
		`CREATE TABLE "b" ("id" {id}, "a" {int}, FOREIGN KEY ("a") REFERENCES "a" ("id") ON DELETE CASCADE)`)
	if !d.Engine.Loose {
		d.Run(t, `ALTER TABLE "a" ADD CONSTRAINT "a_b" FOREIGN KEY ("b") REFERENCES "b" ("id") ON DELETE CASCADE`)
	}
	d.Run(t, `INSERT INTO "a" VALUES (1, NULL)`, `INSERT INTO "b" VALUES (1, 1)`, `UPDATE "a" SET "b" = 1`)
	s := d.Connect(t)
	refused(t, s, erasing(t, s, "a", num(1)), varsam.Changed)
	cut := erasing(t, s, "a", num(1))
	cut.Kind, cut.Set = varsam.OpDetach, []varsam.Assignment{{Field: "b"}}
	apply(t, s, cut)
	apply(t, s, erasing(t, s, "b", num(1)))
	apply(t, s, erasing(t, s, "a", num(1)))
}

// testChildAppears puts a child in between plan and apply.
func testChildAppears(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "p" ("id" {id})`, `CREATE TABLE "c" ("id" {id}, "p" {int}, FOREIGN KEY ("p") REFERENCES "p" ("id") ON DELETE CASCADE)`,
		`INSERT INTO "p" VALUES (1), (2)`)
	s := d.Connect(t)
	op := erasing(t, s, "p", nums(1, 2)...)
	d.Run(t, `INSERT INTO "c" VALUES (1, 2)`)
	err := refused(t, s, op, varsam.Changed)
	if err != nil && !strings.Contains(err.Error(), "rows of c") {
		t.Errorf("the message does not name the table: %v", err)
	}
	if n := d.count(t, `SELECT count(*) FROM "p"`); n != 2 {
		t.Error("the rows without a child were erased all the same")
	}
}

// testMoveChecks refuses moves that would lose something.
func testMoveChecks(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "m" ("id" {id}, "a" {text}, "b" {text}, "g" {int} GENERATED ALWAYS AS ("id" + 1) STORED)`,
		`CREATE TABLE "narrow" ("id" {id}, "a" {text})`, `CREATE TABLE "otherkey" ("no" {id}, "a" {text}, "b" {text})`,
		`CREATE TABLE "wide" ("b" {text}, "a" {text}, "since" {text}, "id" {id})`,
		`INSERT INTO "m" ("id", "a", "b") VALUES (1, 'x', 'y'), (2, 'x', 'y'), (3, 'x', 'y')`, `INSERT INTO "wide" ("id") VALUES (3)`)
	s := d.Connect(t)
	op := erasing(t, s, "m", nums(1, 3)...)
	op.Kind = varsam.OpRestrict
	for _, to := range []string{"narrow", "otherkey", "m", "nowhere"} {
		op.Move = to
		refused(t, s, op, varsam.Invalid)
	}
	op.Move = "wide"
	op.Set = []varsam.Assignment{{Field: "since", Value: text("2026")}}
	done := apply(t, s, op)
	if done.Rows != 2 || len(done.Changed) != 1 || done.Finality != varsam.Moved {
		t.Errorf("%+v", done)
	}
	if n := d.count(t, `SELECT count(*) FROM "wide" WHERE "a" = 'x' AND "b" = 'y' AND "since" = '2026'`); n != 2 {
		t.Errorf("%d rows moved", n)
	}
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 2, varsam.RowOther: 1})
}

// testStructureChanges adds a column and a trigger after planning.
func testStructureChanges(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "s" ("id" {id}, "a" {text})`, `CREATE TABLE "log" ("a" {text})`, `INSERT INTO "s" VALUES (1, 'x')`)
	s := d.Connect(t)
	for _, change := range [][]string{
		{`ALTER TABLE "s" ADD COLUMN "b" {text}`},
		d.trigger("spy", "AFTER", "DELETE", "s", `DELETE FROM "log"`),
		{`CREATE TABLE "child" ("id" {id}, "s" {int}, FOREIGN KEY ("s") REFERENCES "s" ("id") ON DELETE CASCADE)`},
	} {
		op := erasing(t, s, "s", num(1))
		d.Run(t, change...)
		refused(t, s, op, varsam.Changed)
	}
	describe(t, s)
	op := erasing(t, s, "s", num(1))
	d.Run(t, `CREATE TABLE "elsewhere" ("id" {id})`, `CREATE INDEX "s_a" ON "s" ("id")`)
	apply(t, s, op) // neither touches the structure of "s"
	d.Run(t, `DROP TABLE "child"`, `DROP TABLE "s"`)
	if _, err := s.Find(background, system.Selection{Collection: "s"}, func(varsam.Record) error { return nil }); err == nil {
		t.Error("a dropped table was read")
	}
}

// testTriggerOverrides has triggers that undo what is written.
func testTriggerOverrides(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "o" ("id" {id}, "a" {text})`, `INSERT INTO "o" VALUES (1, 'x')`)
	switch d.Engine.Name {
	case "postgres":
		d.Run(t, d.trigger("undo", "BEFORE", "UPDATE", "o", `NEW."a" := 'kept'`)...)
	case "mariadb":
		d.Run(t, d.trigger("undo", "BEFORE", "UPDATE", "o", `SET NEW."a" = 'kept'`)...)
	default:
		d.Run(t, d.trigger("undo", "AFTER", "UPDATE", "o", `UPDATE "o" SET "a" = 'kept' WHERE "id" = NEW."id" AND "a" <> 'kept'`)...)
	}
	s := d.Connect(t)
	op := erasing(t, s, "o", num(1))
	op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "a", Value: text("gone")}}
	refused(t, s, op, varsam.Conflict)
	if n := d.count(t, `SELECT count(*) FROM "o" WHERE "a" = 'x'`); n != 1 {
		t.Error("the row was changed")
	}
}

// testTriggerTakesMore has triggers that delete rows which no operation names,
// directly and by way of another table, and one that only adds.
func testTriggerTakesMore(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "thing" ("id" {id}, "a" {text})`, `CREATE TABLE "kept" ("id" {id}, "a" {text})`, `CREATE TABLE "trail" ("id" {int})`,
		`CREATE TABLE "moved" ("id" {id}, "a" {text})`,
		`INSERT INTO "thing" VALUES (1, 'x'), (2, 'y'), (3, 'z')`, `INSERT INTO "kept" VALUES (1, 'else'), (2, 'else')`)
	d.Run(t, d.trigger("note", "AFTER", "DELETE", "thing", `INSERT INTO "trail" VALUES (OLD."id")`)...)
	s := d.Connect(t)
	if done := apply(t, s, erasing(t, s, "thing", num(3))); done.Rows != 1 || d.count(t, `SELECT count(*) FROM "trail"`) != 1 {
		t.Errorf("a trigger that only adds: %+v", done)
	}
	d.Run(t, d.trigger("on", "AFTER", "INSERT", "trail", `DELETE FROM "kept" WHERE "id" = NEW."id"`)...)
	s = d.Connect(t)
	refused(t, s, erasing(t, s, "thing", num(1)), varsam.Conflict)
	d.Run(t, d.trigger("too", "AFTER", "UPDATE", "thing", `DELETE FROM "kept" WHERE "id" = NEW."id"`)...)
	s = d.Connect(t)
	op := erasing(t, s, "thing", num(2))
	op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "a", Value: text("gone")}}
	refused(t, s, op, varsam.Conflict)
	op.Kind, op.Set, op.Move = varsam.OpRestrict, nil, "moved"
	refused(t, s, op, varsam.Conflict)
	if n := d.count(t, `SELECT count(*) FROM "thing"`) + d.count(t, `SELECT count(*) FROM "kept"`); n != 4 {
		t.Errorf("%d rows are left, want 4", n)
	}
	d.Run(t, `DELETE FROM "kept"`)
	if d.Engine.Name == "sqlite" {
		return // its count does not tell what a trigger adds from what it takes; where one could take, none may do anything
	}
	if done := apply(t, s, op); done.Rows != 1 || done.Finality != varsam.Moved {
		t.Errorf("with nothing to take: %+v", done)
	}
}

// testConstraints breaks each kind: the code tells, the values stay out of it.
func testConstraints(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "k" ("id" {id}, "u" VARCHAR(90) UNIQUE, "n" {text} NOT NULL, "c" {int} CHECK ("c" < 10))`,
		fmt.Sprintf(`INSERT INTO "k" VALUES (1, '%s', '%s', 1), (2, 'b', 'b', 2), (3, 'c', 'c', 3)`, Marker, Marker))
	s := d.Connect(t)
	before := erasing(t, s, "k", nums(1, 3)...)
	for name, c := range map[string]struct {
		set  varsam.Assignment
		want varsam.Code
	}{
		"unique":   {varsam.Assignment{Field: "u", Value: text(Marker)}, varsam.Conflict},
		"not null": {varsam.Assignment{Field: "n"}, varsam.Invalid},
		"check":    {varsam.Assignment{Field: "c", Value: num(11)}, varsam.Conflict},
	} {
		op := erasing(t, s, "k", nums(2, 3)...)
		op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{c.set}
		if err := refused(t, s, op, c.want); err != nil {
			t.Logf("%s: %v", name, err)
		}
	}
	if !d.Engine.Loose {
		op := erasing(t, s, "k", num(2))
		op.Kind, op.Set = varsam.OpAnonymise, []varsam.Assignment{{Field: "u", Value: text(strings.Repeat(Marker, 20))}}
		refused(t, s, op, varsam.Conflict)
	}
	before.Kind = ""
	wantStates(t, s, before, map[varsam.RowState]int{varsam.RowPlanned: 3})
}

// testConnecting opens what cannot be opened.
func testConnecting(t *testing.T, d *Database) {
	for name, c := range map[string]struct {
		setting string
		want    []varsam.Code
	}{
		"bad-password": {d.Engine.Words["dsn-bad-password"], []varsam.Code{varsam.Denied}},
		"down":         {d.Engine.Words["dsn-down"], []varsam.Code{varsam.Unavailable}},
		"missing":      {d.Engine.Words["dsn-missing"], []varsam.Code{varsam.NotFound, varsam.Denied}},
		"nonsense":     {"%%" + Password, []varsam.Code{varsam.Invalid, varsam.NotFound}},
		"empty":        {" ", []varsam.Code{varsam.Invalid, varsam.NotFound}},
	} {
		if c.setting == "" {
			continue
		}
		s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["dsn"] = c.setting })
		if err == nil {
			s.Close()
		}
		if !slices.Contains(c.want, varsam.CodeOf(err)) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		noMarker(t, err)
	}
	d.Run(t, `CREATE TABLE "r" ("id" {id})`, `INSERT INTO "r" VALUES (1)`)
	s, err := d.Open(t, func(cfg *system.Config) {
		cfg.Settings["dsn"] = d.Engine.Words["read-only"] + cfg.Settings["dsn"] + d.Engine.Words["read-only-end"]
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if d.Engine.Words["read-only-end"] == "" {
		return
	}
	if c := describe(t, s); c.ReadOnly == "" {
		t.Error("the catalogue does not say that the connection may only read")
	}
	refused(t, s, erasing(t, s, "r", num(1)), varsam.Denied)
}
