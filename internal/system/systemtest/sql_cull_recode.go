package systemtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/system"
)

// The values at the edges of what recodes understand, as SQL writes them.
var edges = map[string][]string{
	"num":  {"NULL", "0", "1", "-1", "9", "10", "-10", "-11", "12345", "-12345", "99999999999", "1152921504606846976", "1152921504606846977", "-1152921504606846976", "9223372036854775807", "-9223372036854775807"},
	"dec":  {"NULL", "0", "0.00", "-0.01", "29.99", "30", "-30.00", "-30.01", "4999.99", "5000", "123456789012.34", "-123456789012.34"},
	"day":  {"NULL", "'1969-12-31'", "'1970-01-01'", "'2024-02-29'", "'1900-03-01'", "'2000-02-29'", "'2023-12-31'", "'1000-01-01'", "'9999-12-31'", "'1989-07-01'", "'2021-04-30'"},
	"at":   {"NULL", "'1969-12-31 23:59:59'", "'1970-01-01 00:00:00'", "'2024-02-29 12:34:56'", "'2024-03-31 03:30:00'", "'2024-10-27 02:30:00'", "'2024-05-01 00:30:00'", "'1999-12-31 23:59:59'"},
	"text": {"NULL", "''", "' '", "'1'", "'12'", "'123 45'", "'12345'", "'1 2 3 4'", "'åäö'", "'åä öü'", "'日本語'", "'😀😀😀😀'", "'e\u0301e\u0301e\u0301'", "'MALMÖ'", "'Malmö'", "'malmo'", "'Lund'", "'2024-02-29 10:00'", "'2023-02-29'", "'1900-02-29'", "'2000-02-29'", "'2024-04-31'", "'2024-13-01'", "'1987-06-05'", "'0202-05-05'", "'last spring'", "'2024-06-0'"},
}

// recodesOf are the recodes that every system can do with a kind of column.
func recodesOf(column string) []anonymity.Recode {
	cities, _ := anonymity.NewHierarchy([][]string{{"Malmö", "Skåne"}, {"Lund", "Skåne"}, {"12345", "a number"}, {"MALMÖ", "loud"}})
	numbers, _ := anonymity.NewHierarchy([][]string{{"1", "10"}, {"-1", "10"}, {"12345", "-5"}, {"007", "7"}})
	dates := []anonymity.Recode{anonymity.ToDate(anonymity.Month), anonymity.ToDate(anonymity.Quarter), anonymity.ToDate(anonymity.Year), anonymity.ToDate(anonymity.Decade)}
	bands := []anonymity.Recode{anonymity.ToBand(1, 0), anonymity.ToBand(10, 0), anonymity.ToBand(5000, -30), anonymity.ToBand(7, 1_000_000)}
	prefixes := []anonymity.Recode{anonymity.ToPrefix(1), anonymity.ToPrefix(3), anonymity.ToPrefix(18)}
	all := map[string][]anonymity.Recode{
		"num": append(append(bands, prefixes...), anonymity.ToLevel(numbers, 1), anonymity.ToFixed(varsam.IntOf(-7))),
		"dec": append(bands, anonymity.ToFixed(varsam.DecimalOf("1.5"))),
		"day": append(dates, anonymity.ToFixed(varsam.DayOf(varsam.NewDate(2000, 1, 1)))), "at": dates,
		"text": append(append(dates, prefixes...), anonymity.ToLevel(cities, 1), anonymity.ToFixed(varsam.TextOf("ö'"))),
	}[column]
	return append(all, anonymity.ToNull())
}

// testCullRecodes holds what the system makes of each edge against
// [anonymity.Recode.Apply], and the class of what would become against that of
// what became.
func testCullRecodes(t *testing.T, d *Database) {
	kinds := map[string]string{"num": "{int}", "dec": "DECIMAL(20,2)", "day": "DATE", "at": "{time}", "text": "VARCHAR(40)"}
	for column, values := range edges {
		d.Run(t, fmt.Sprintf(`CREATE TABLE "%s" ("id" {id}, "%s" %s, "done" {int})`, "r_"+column, column, kinds[column]))
		for i, v := range values {
			d.Run(t, fmt.Sprintf(`INSERT INTO "r_%s" VALUES (%d, %s, NULL)`, column, i, v))
		}
	}
	s := d.Connect(t)
	for column := range edges {
		for _, how := range recodesOf(column) {
			testRecode(t, d, s, column, how)
		}
	}
}

func testRecode(t *testing.T, d *Database, s system.System, column string, how anonymity.Recode) {
	t.Helper()
	table := "r_" + column
	d.Run(t, fmt.Sprintf(`DELETE FROM "%s"`, table))
	for i, v := range edges[column] {
		d.Run(t, fmt.Sprintf(`INSERT INTO "%s" VALUES (%d, %s, NULL)`, table, i, v))
	}
	cull := recoding(t, s, table, system.Recoding{Field: column, How: how})
	asked := system.Grouping{Over: cull.Recode, Sensitive: cull.Recode, With: marked, Most: 100}
	before := fieldOf(t, s, table, column)
	would := group(t, s, cull, asked)
	r := freeze(t, s.(system.Culler), cull, 1000)[0]
	if done := culled(t, s.(system.Culler), cull, r); int(done.Rows) != len(before) || done.Finality != varsam.Pseudonymised {
		t.Fatalf("%s of %s: %+v", how, column, done)
	}
	if left := look(t, s.(system.Culler), cull); left.Rows != 0 {
		t.Errorf("%s of %s: %d rows to be recoded again", how, column, left.Rows)
	}
	for id, v := range fieldOf(t, s, table, column) {
		if want := applied(how, before[id], Zone(t)); !alike(v, want) {
			t.Errorf("%s of %s %s: became %s %q, Apply says %s %q", how, column, edges[column][id], v.Kind(), v, want.Kind(), want)
		}
	}
	nobody := cull
	nobody.Rows.Cond = varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(false)}}
	is := group(t, s, nobody, asked)
	if !slices.EqualFunc(would, is, func(a, b system.Group) bool {
		return a.Key == b.Key && a.Rows == b.Rows && a.Due == b.Rows && b.Due == 0 && slices.Equal(a.Distinct, b.Distinct)
	}) {
		t.Errorf("%s of %s: the classes became others than they were to be:\n%v\n%v", how, column, would, is)
	}
}

var (
	unmarked = varsam.Cond{Op: varsam.IsNull, Field: "done"}
	marked   = varsam.Cond{Op: varsam.NotNull, Field: "done"}
)

// recoding is a cull of all rows without a mark.
func recoding(t *testing.T, s system.System, table string, recodes ...system.Recoding) system.Cull {
	t.Helper()
	return system.Cull{
		ID: "c", Kind: varsam.OpAnonymise, Fingerprint: describe(t, s).Fingerprint(table), Recode: recodes,
		Set: []varsam.Assignment{{Field: "done", Value: num(1)}}, Rows: system.Rows{Collection: table, Cond: unmarked},
	}
}

// applied is what Apply says, of a time as its clock shows it.
func applied(how anonymity.Recode, v varsam.Value, zone *time.Location) varsam.Value {
	if v.Kind() != varsam.Instant {
		return how.Apply(v)
	}
	t := v.Time().In(zone)
	became := how.Apply(varsam.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)))
	if became.IsNull() {
		return became
	}
	u := became.Time().UTC()
	return varsam.InstantOf(time.Date(u.Year(), u.Month(), u.Day(), 0, 0, 0, 0, zone))
}

// alike compares numbers by what they are: a column of decimals writes its own
// number of places.
func alike(a, b varsam.Value) bool {
	number := func(v varsam.Value) string {
		s := v.String()
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return s
	}
	if a.Kind() == varsam.Decimal || b.Kind() == varsam.Decimal {
		return a.IsNull() == b.IsNull() && number(a) == number(b)
	}
	return a == b
}

// fieldOf reads one field of all rows, by number.
func fieldOf(t *testing.T, s system.System, table, field string) map[int64]varsam.Value {
	t.Helper()
	all := map[int64]varsam.Value{}
	_, err := s.Find(background, system.Selection{Collection: table}, func(r varsam.Record) error {
		all[r.Ref.Key[0].Int()] = r.Get(field)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func group(t *testing.T, s system.System, c system.Cull, g system.Grouping) []system.Group {
	t.Helper()
	all, err := s.(system.Grouper).Group(background, c, g)
	if err != nil {
		t.Fatalf("Group: %v", err)
	}
	return all
}

// testCullClasses: only rows of the classes asked for change, and keys become
// random.
func testCullClasses(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "v" ("id" {id}, "born" DATE, "sex" {text}, "ill" {text}, "done" {int})`)
	for i := range 60 {
		born, sex := fmt.Sprintf("19%02d-05-%02d", 50+i%3*10, i%28+1), []string{"'f'", "'m'", "NULL"}[min(i%7, 2)]
		d.Run(t, fmt.Sprintf(`INSERT INTO "v" VALUES (%d, '%s', %s, '%d', %s)`, i, born, sex, i%4, []string{"NULL", "1"}[i/50]))
	}
	s := d.Connect(t)
	c := s.(system.Culler)
	cull := recoding(t, s, "v", system.Recoding{Field: "born", How: anonymity.ToDate(anonymity.Decade)}, system.Recoding{Field: "id", How: anonymity.ToRandom()})
	d.Run(t, `UPDATE "v" SET "born" = '1950-01-01' WHERE "done" = 1`)
	asked := system.Grouping{
		Over:      []system.Recoding{cull.Recode[0], {Field: "sex", How: anonymity.Keep()}},
		Sensitive: []system.Recoding{{Field: "ill", How: anonymity.Keep()}}, With: marked, Most: 100,
	}
	groups := group(t, s, cull, asked)
	var rows, due int64
	small := &system.Class{Over: asked.Over, Outside: true}
	for _, g := range groups {
		rows, due = rows+g.Rows, due+g.Due
		if g.Rows >= 10 {
			small.Keys = append(small.Keys, g.Key)
		}
	}
	if rows != 60 || due != 50 || len(groups) != 9 || len(small.Keys) == 0 {
		t.Fatalf("%d rows, %d due: %+v", rows, due, groups)
	}
	asked.Most = 8
	if more := group(t, s, cull, asked); len(more) != 9 {
		t.Errorf("%d classes where one more than 8 was asked for", len(more))
	}
	asked.Most = 5
	if more := group(t, s, cull, asked); len(more) != 6 {
		t.Errorf("%d classes where one more than 5 was asked for", len(more))
	}
	large := *small
	large.Outside = false
	n := int64(0)
	for _, class := range []*system.Class{small, &large} {
		cull.Class = class
		for _, r := range freeze(t, c, cull, 7) {
			n += culled(t, c, cull, r).Rows
		}
		if left := look(t, c, cull); left.Rows != 0 {
			t.Errorf("%d rows left", left.Rows)
		}
	}
	if n != 50 || d.count(t, `SELECT count(*) FROM "v" WHERE "done" = 1 AND "id" NOT BETWEEN 0 AND 49`) != 60 {
		t.Errorf("%d rows were recoded", n)
	}
}

// testCullRecodeRefuses: what a column cannot become changes nothing.
func testCullRecodeRefuses(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "v" ("id" {id}, "name" VARCHAR(10) NOT NULL, "born" DATE, "done" {int})`, `INSERT INTO "v" VALUES (1, 'Anna', '1990-01-01', NULL)`)
	s := d.Connect(t)
	for name, c := range map[string]struct {
		recode system.Recoding
		code   varsam.Code
	}{
		"null":     {system.Recoding{Field: "name", How: anonymity.ToNull()}, varsam.Invalid},
		"column":   {system.Recoding{Field: "nothing", How: anonymity.ToNull()}, varsam.Invalid},
		"key":      {system.Recoding{Field: "id", How: anonymity.ToBand(10, 0)}, varsam.Invalid},
		"mark":     {system.Recoding{Field: "done", How: anonymity.ToNull()}, varsam.Invalid},
		"kind":     {system.Recoding{Field: "born", How: anonymity.ToBand(10, 0)}, varsam.Unsupported},
		"prefix":   {system.Recoding{Field: "born", How: anonymity.ToPrefix(3)}, varsam.Unsupported},
		"short":    {system.Recoding{Field: "name", How: anonymity.ToRandom()}, varsam.Unsupported},
		"shuffle":  {system.Recoding{Field: "born", How: anonymity.Shuffled()}, varsam.Unsupported},
		"redacted": {system.Recoding{Field: "name", How: anonymity.Redacted()}, varsam.Unsupported},
		"keep":     {system.Recoding{Field: "born", How: anonymity.Keep()}, varsam.Unsupported},
	} {
		if name == "short" && d.Engine.Loose {
			continue // its columns have no length
		}
		_, err := s.(system.Culler).Count(background, recoding(t, s, "v", c.recode))
		if varsam.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want code %s", name, err, c.code)
		}
	}
	cull := recoding(t, s, "v", system.Recoding{Field: "born", How: anonymity.ToNull()})
	cull.Set = nil
	if _, err := s.(system.Culler).Count(background, cull); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("without a mark: %v", err)
	}
}
