package sqldb_test

import (
	"os"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// TestPostgresStamp changes the structure in every way that a plan's fingerprint
// knows: the cheap look before a change sees each of them, so that the change is
// refused, and sees nothing where rows alone have changed.
func TestPostgresStamp(t *testing.T) {
	dsn := os.Getenv(postgresVariable)
	if dsn == "" {
		t.Skip("PostgreSQL is left out: " + postgresVariable + " is not set")
	}
	d := postgresEngine(dsn).New(t)
	d.Run(t, `CREATE TYPE "mood" AS ENUM ('glad', 'sad')`, `CREATE DOMAIN "feeling" AS "mood"`,
		`CREATE TABLE "up" ("id" BIGINT PRIMARY KEY)`, `INSERT INTO "up" VALUES (1)`,
		`CREATE TABLE "p" ("id" BIGINT PRIMARY KEY, "name" VARCHAR(20), "gone" TEXT, "m" "mood", "f" "feeling", "up" BIGINT REFERENCES "up" ("id"))`,
		`INSERT INTO "p" VALUES (1, 'a'), (2, 'b')`, `CREATE TABLE "kid" ("id" BIGINT PRIMARY KEY, "p" BIGINT REFERENCES "p" ("id"), "q" BIGINT)`,
		`CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'`, `ANALYZE "p"`)
	for _, c := range []struct{ name, ddl string }{
		{"a column", `ALTER TABLE "p" ADD COLUMN "more" TEXT`},
		{"a column less", `ALTER TABLE "p" DROP COLUMN "gone"`},
		{"a column's name", `ALTER TABLE "p" RENAME COLUMN "more" TO "less"`},
		{"a column's type", `ALTER TABLE "p" ALTER COLUMN "name" TYPE VARCHAR(30)`},
		{"a default", `ALTER TABLE "p" ALTER COLUMN "name" SET DEFAULT 'x'`},
		{"no default", `ALTER TABLE "p" ALTER COLUMN "name" DROP DEFAULT`},
		{"not null", `ALTER TABLE "p" ALTER COLUMN "name" SET NOT NULL`},
		{"a label of a type", `ALTER TYPE "mood" ADD VALUE 'angry'`},
		{"another label", `ALTER TYPE "mood" RENAME VALUE 'sad' TO 'blue'`},
		{"a type's name", `ALTER TYPE "mood" RENAME TO "temper"`},
		{"a check", `ALTER TABLE "p" ADD CONSTRAINT "c" CHECK ("id" > 0)`},
		{"a check less", `ALTER TABLE "p" DROP CONSTRAINT "c"`},
		{"unique", `ALTER TABLE "p" ADD CONSTRAINT "u" UNIQUE ("name")`},
		{"not unique", `ALTER TABLE "p" DROP CONSTRAINT "u"`},
		{"a unique index", `CREATE UNIQUE INDEX "ui" ON "p" ("name", "id")`},
		{"a trigger", `CREATE TRIGGER "t" BEFORE DELETE ON "p" FOR EACH ROW EXECUTE FUNCTION "f"()`},
		{"a trigger's function", `CREATE OR REPLACE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`},
		{"a trigger that is off", `ALTER TABLE "p" DISABLE TRIGGER "t"`},
		{"a trigger that is on", `ALTER TABLE "p" ENABLE ALWAYS TRIGGER "t"`},
		{"a trigger's name", `ALTER TRIGGER "t" ON "p" RENAME TO "t2"`},
		{"no trigger", `DROP TRIGGER "t2" ON "p"`},
		{"a rule", `CREATE RULE "r" AS ON DELETE TO "p" DO ALSO DELETE FROM "kid"`},
		{"no rule", `DROP RULE "r" ON "p"`},
		{"row security", `ALTER TABLE "p" ENABLE ROW LEVEL SECURITY; ALTER TABLE "p" FORCE ROW LEVEL SECURITY`},
		{"no row security", `ALTER TABLE "p" DISABLE ROW LEVEL SECURITY`},
		{"a reference from elsewhere", `ALTER TABLE "kid" ADD CONSTRAINT "kq" FOREIGN KEY ("q") REFERENCES "p" ("id") ON DELETE CASCADE`},
		{"its name", `ALTER TABLE "kid" RENAME CONSTRAINT "kq" TO "kp"`},
		{"its column's name", `ALTER TABLE "kid" RENAME COLUMN "q" TO "r"`},
		{"its table's name", `ALTER TABLE "kid" RENAME TO "child"`},
		{"its end", `ALTER TABLE "child" DROP CONSTRAINT "kp"`},
		{"a reference", `ALTER TABLE "p" ADD CONSTRAINT "self" FOREIGN KEY ("up") REFERENCES "p" ("id")`},
		{"the name of the table referred to", `ALTER TABLE "up" RENAME TO "above"`},
		{"the name of the column referred to", `ALTER TABLE "above" RENAME COLUMN "id" TO "number"`},
		{"its schema", `CREATE SCHEMA "far"; ALTER TABLE "above" SET SCHEMA "far"`},
		{"the schema's name", `ALTER SCHEMA "far" RENAME TO "off"`},
		{"a table that inherits", `CREATE TABLE "heir" () INHERITS ("p")`},
	} {
		db := d.Connect(t).(*sqldb.DB)
		op := freeze(t, db, varsam.OpErase, "p")
		d.Run(t, `ANALYZE "p"`, `UPDATE "p" SET "name" = "name" || ''`)
		if same, err := db.Unchanged(background, "p"); err != nil || !same {
			t.Fatalf("before %s: unchanged %v, %v", c.name, same, err)
		}
		d.Run(t, c.ddl)
		if same, err := db.Unchanged(background, "p"); err != nil || same {
			t.Errorf("%s: unchanged %v, %v", c.name, same, err)
		}
		if strings.HasSuffix(c.name, "row security") {
			continue // it hides nothing from the tests' superuser, so the plan stands
		}
		_, err := db.Apply(background, op)
		wantCode(t, err, varsam.Changed)
		var n int
		if err := d.Raw.QueryRow(`SELECT count(*) FROM "p"`).Scan(&n); err != nil || n != 2 {
			t.Fatalf("%s: %d rows are left, %v", c.name, n, err)
		}
	}
}
