package sqlite_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/sqlite"
)

func open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sqlite.Open("file:" + filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	exec(t, db, `CREATE TABLE x (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO x VALUES (1, 'one'), (2, 'two')`)
	return db
}

func exec(t testing.TB, db *sql.DB, text string, args ...any) {
	t.Helper()
	if _, err := db.Exec(text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func one(t testing.TB, db *sql.DB, text string, args ...any) (s string) {
	t.Helper()
	if err := db.QueryRow(text, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func is(t testing.TB, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStatementsAreReused(t *testing.T) {
	t.Parallel()
	db := open(t)
	for range 3 {
		is(t, one(t, db, `SELECT a FROM x WHERE id = ?`, 1), "one")
		is(t, one(t, db, `SELECT a FROM x WHERE id = ?`, 2), "two")
		exec(t, db, `UPDATE x SET a = a || '!' WHERE id = ?`, 3)
	}
	if err := db.QueryRow(`SELECT a FROM x WHERE id = ?`, 3).Scan(new(string)); err != sql.ErrNoRows {
		t.Errorf("a row that is not there: %v", err)
	}
}

// TestSameStatementInside asks the same while its first answer is being read, on
// one connection.
func TestSameStatementInside(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	conn, err := open(t).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const text = `SELECT id FROM x ORDER BY id`
	outer, err := conn.QueryContext(ctx, text)
	if err != nil {
		t.Fatal(err)
	}
	defer outer.Close()
	all := ""
	for outer.Next() {
		var o, i int
		outer.Scan(&o)
		inner, err := conn.QueryContext(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		for inner.Next() {
			inner.Scan(&i)
			all += fmt.Sprint(o, i, " ")
		}
		inner.Close()
	}
	is(t, all, "1 1 1 2 2 1 2 2 ")
}

func TestStructureChanges(t *testing.T) {
	t.Parallel()
	db := open(t)
	const all, insert = `SELECT * FROM x WHERE id = 1`, `INSERT INTO x VALUES (3, 'three')`
	columns := func() int {
		rows, err := db.Query(all)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, _ := rows.Columns()
		return len(names)
	}
	if n := columns(); n != 2 {
		t.Errorf("%d columns", n)
	}
	exec(t, db, insert)
	exec(t, db, `ALTER TABLE x ADD COLUMN b TEXT`)
	if n := columns(); n != 3 {
		t.Errorf("%d columns after one more was added", n)
	}
	if _, err := db.Exec(insert); err == nil {
		t.Error("three columns took two values")
	}
	exec(t, db, `DROP TABLE x`)
	if _, err := db.Query(all); err == nil {
		t.Error("a dropped table was read")
	}
}

// TestSchemaVersion has another program change the structure.
func TestSchemaVersion(t *testing.T) {
	t.Parallel()
	db := open(t)
	other, err := sql.Open("sqlite", "file:"+one(t, db, `SELECT file FROM pragma_database_list`))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for range 3 {
		before := one(t, db, `PRAGMA schema_version`)
		is(t, one(t, db, `PRAGMA schema_version`), before)
		exec(t, other, `ALTER TABLE x RENAME TO y`)
		if one(t, db, `PRAGMA schema_version`) == before {
			t.Error("a change of the structure was not seen")
		}
		exec(t, other, `ALTER TABLE y RENAME TO x`)
	}
}

func TestAfterAFailure(t *testing.T) {
	t.Parallel()
	db := open(t)
	const insert = `INSERT INTO x VALUES (?, ?)`
	for id := range 5 {
		_, err := db.Exec(insert, id, "x")
		if taken := id == 1 || id == 2; (err != nil) != taken {
			t.Errorf("inserting %d: %v", id, err)
		}
	}
	is(t, one(t, db, `SELECT group_concat(id) FROM x`), "0,1,2,3,4")
}

func TestWhatIsNotKept(t *testing.T) {
	t.Parallel()
	db := open(t)
	for range 2 { // a pragma does its work each time, and a script all of its statements
		exec(t, db, `PRAGMA foreign_keys = 1`)
		is(t, one(t, db, `PRAGMA foreign_keys`), "1")
		exec(t, db, `PRAGMA foreign_keys = 0`)
		is(t, one(t, db, `PRAGMA foreign_keys`), "0")
		exec(t, db, `DELETE FROM x; INSERT INTO x VALUES (7, 'seven')`)
		is(t, one(t, db, `SELECT group_concat(id) FROM x`), "7")
	}
}

func TestManyStatements(t *testing.T) {
	t.Parallel()
	db := open(t)
	for n := range 300 {
		is(t, one(t, db, fmt.Sprintf(`SELECT a || %d FROM x WHERE id = 1`, n)), fmt.Sprint("one", n))
	}
}

// TestTest has statements ask Go: about each kind of value, about texts with a
// NUL, several at a time, and after the test is over.
func TestTest(t *testing.T) {
	t.Parallel()
	db := open(t)
	var got []string
	seen, done := sqlite.Test(func(v driver.Value) bool {
		got = append(got, fmt.Sprintf("%T %q", v, fmt.Sprint(v)))
		return v == "two"
	})
	nobody, over := sqlite.Test(func(driver.Value) bool { return false })
	defer over()
	exec(t, db, `CREATE TABLE y (v); INSERT INTO y VALUES (NULL), (7), (0.5), ('a' || char(0) || 'b'), (X'00FF')`)
	is(t, one(t, db, `SELECT group_concat(a) FROM x WHERE varsam_test(?, a) OR varsam_test(?, a)`, seen, nobody), "two")
	got = nil
	is(t, one(t, db, `SELECT count(*) FROM y WHERE varsam_test(?, v)`, seen), "0")
	is(t, strings.Join(got, ", "), `<nil> "<nil>", int64 "7", float64 "0.5", string "a\x00b", []uint8 "[0 255]"`)
	done()
	is(t, one(t, db, `SELECT count(*) FROM x WHERE varsam_test(?, a)`, seen), "0")
	is(t, one(t, db, `SELECT count(*) FROM x WHERE varsam_test('none', a)`), "0")
}

// BenchmarkSelect finds a row by its key, with and without.
func BenchmarkSelect(b *testing.B) {
	kept := open(b)
	path := one(b, kept, `SELECT file FROM pragma_database_list`)
	plain, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		b.Fatal(err)
	}
	defer plain.Close()
	for name, db := range map[string]*sql.DB{"kept": kept, "plain": plain} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				one(b, db, `SELECT a FROM x WHERE id = ?`, 1)
			}
		})
	}
}

// TestSum has values that look alike add up to different numbers, and the same
// ones to the same.
func TestSum(t *testing.T) {
	t.Parallel()
	db := open(t)
	seen := map[string]string{}
	for _, row := range []string{
		`1`, `1.0`, `'1'`, `x'31'`, `NULL`, `''`, `x''`, `0`, `'1', NULL`, `NULL, '1'`, `'12345678'`, `'1234567', '8'`, `'12345678', ''`, `'', '12345678'`,
		`x'3132333435363738'`, `'12345678123456781'`, `'12345678123456782'`, `'22345678123456781'`, `'a' || char(0)`, `'a'`,
	} {
		sum := one(t, db, `SELECT varsam_sum(`+row+`)`)
		if other, twice := seen[sum]; twice {
			t.Errorf("%s and %s are both %s", row, other, sum)
		}
		seen[sum] = row
		is(t, one(t, db, `SELECT varsam_sum(`+row+`)`), sum)
	}
	is(t, one(t, db, `SELECT varsam_sum(7, 'the same in every process')`), "11164594069228")
}

// TestCount counts the rows that a statement changes, and no others.
func TestCount(t *testing.T) {
	t.Parallel()
	db := open(t)
	exec(t, db, `INSERT INTO x SELECT id + 10, a FROM x`)
	want := one(t, db, `SELECT sum(varsam_sum(id, a)) FROM x WHERE id > 2`)
	id, tally, done := sqlite.Count()
	const change = `UPDATE x SET a = 'new' WHERE id > 1 AND CASE WHEN id > 2 THEN varsam_count(?, id, a) END`
	exec(t, db, change, id)
	if fmt.Sprint(tally.Sum) != want || tally.Rows != 2 {
		t.Errorf("%+v, want 2 rows and %s", tally, want)
	}
	is(t, one(t, db, `SELECT count(*) FROM x WHERE a = 'new'`), "2")
	done()
	if _, err := db.Exec(change, id); err == nil {
		t.Error("counted after its end")
	}
}
