package systemtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// testCondIsSQL draws conditions and compares what the database selects with
// what the evaluator of the root package says of every row.
func testCondIsSQL(t *testing.T, d *Database) {
	d.Run(t, `CREATE TABLE "q" ("id" {id}, "t" {nocase}, "n" {int}, "d" DATE, "w" {time}, "m" DECIMAL(10,2), "td" VARCHAR(30))`,
		`CREATE TABLE "k" ("id" {id}, "q" {int}, "qt" {text}, "d" DATE, "n" {int})`)
	d.Run(t, `INSERT INTO "q" VALUES `+strings.Join(condRows(), ","), `INSERT INTO "k" VALUES `+strings.Join(condChildren(), ","))
	s := d.Connect(t)
	rows, _ := find(t, s, system.Selection{Collection: "q"})
	kids, _ := find(t, s, system.Selection{Collection: "k"})
	children := func(_ string, fields []string, values []varsam.Value) []varsam.Record {
		var all []varsam.Record
		for _, k := range kids {
			if got := k.Get(fields[0]); !got.IsNull() && got.String() == values[0].String() {
				all = append(all, k)
			}
		}
		return all
	}
	zone := Zone(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCond(rt, 3, "q")
		var want []int64
		for _, r := range rows {
			if c.Eval(r, zone, children) == varsam.True {
				want = append(want, r.Ref.Key[0].Int())
			}
		}
		var got []int64
		_, err := s.Find(background, system.Selection{Collection: "q", Cond: &c, Fields: []string{"id"}}, func(r varsam.Record) error {
			got = append(got, r.Ref.Key[0].Int())
			return nil
		})
		if err != nil || !slices.Equal(got, want) {
			rt.Fatalf("%+v\nselects %v, want %v, %v", c, got, want, err)
		}
	})
}

var condTexts = []string{"anna", "Anna", "anna ", "", "ö", "z", "42", "042"}

// condRows crosses the values of each column so that every pair of neighbours
// occurs. Times lie around midnight in Stockholm, and at the turn of the year.
func condRows() []string {
	times := []string{"2019-12-31 23:59:59", "2020-01-01 00:00:00", "2020-01-01 12:30:00", "2020-03-29 03:00:00", "2020-10-25 02:30:00", "2021-06-30 23:00:00"}
	days := []string{"2019-12-31", "2020-01-01", "2020-02-29", "2020-10-25", "2021-07-01"}
	ns := []string{"-1", "0", "1", "42"}
	ms := []string{"-1.50", "0", "1", "42.25"}
	tds := []string{
		"2020-01-01", "2019-12-31 10:00", "2021-07-01T00:00:00Z", "soon", "", "2019-12-31T23:30:00Z", "2019-12-31 22:59:59.9Z", "2021-06-30T22:00+00:00",
		"2020-10-24T22:15Z", "2020-10-25 23:00:00Z", "2020-02-29T23:00:00+01:00", "2021-06-30Z", "2021-06-30t23:00:00z", "2020-02-28T23:00:00Z ",
	}
	cell := func(all []string, i, every int, quoted bool) string {
		if i%every == every-1 {
			return "NULL"
		}
		if v := all[i%len(all)]; quoted {
			return "'" + v + "'"
		} else {
			return v
		}
	}
	var rows []string
	for i := range 60 {
		rows = append(rows, fmt.Sprintf("(%d,%s,%s,%s,%s,%s,%s)", i+1, cell(condTexts, i, 9, true), cell(ns, i/2, 7, false),
			cell(days, i, 8, true), cell(times, i/3, 11, true), cell(ms, i, 6, false), cell(tds, i, 5, true)))
	}
	return rows
}

func condChildren() []string {
	var rows []string
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("(%d,%d,'%s','20%02d-06-01',%d)", i+1, i%25, condTexts[i%len(condTexts)], 18+i%5, i%4))
	}
	return append(rows, "(41,NULL,NULL,NULL,NULL)")
}

// drawCond draws a condition on a collection, with children only at the top
// collection.
func drawCond(t *rapid.T, depth int, on string) varsam.Cond {
	kinds := []string{"leaf", "leaf", "and", "or", "not", "certain", "const", "null"}
	if on == "q" {
		kinds = append(kinds, "exists", "exists")
	}
	kind := "leaf"
	if depth > 0 {
		kind = rapid.SampledFrom(kinds).Draw(t, "kind")
	}
	switch kind {
	case "and", "or":
		c := varsam.Cond{Op: varsam.Op(kind)}
		for range rapid.IntRange(0, 3).Draw(t, "kids") {
			c.Kids = append(c.Kids, drawCond(t, depth-1, on))
		}
		return c
	case "not":
		return varsam.Negate(drawCond(t, depth-1, on))
	case "certain":
		return varsam.Cond{Op: varsam.Certain, Kids: []varsam.Cond{drawCond(t, depth-1, on)}}
	case "const":
		return varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(rapid.Bool().Draw(t, "truth"))}}
	case "null":
		return varsam.Cond{Op: rapid.SampledFrom([]varsam.Op{varsam.IsNull, varsam.NotNull}).Draw(t, "op"), Field: drawField(t, on)}
	case "exists":
		return drawExists(t, depth)
	}
	return drawLeaf(t, on)
}

func drawField(t *rapid.T, on string) string {
	if on == "k" {
		return rapid.SampledFrom([]string{"d", "n"}).Draw(t, "field")
	}
	return rapid.SampledFrom([]string{"t", "n", "d", "w", "m", "td"}).Draw(t, "field")
}

// drawExists joins children by number and by text, also across the types.
func drawExists(t *rapid.T, depth int) varsam.Cond {
	join := rapid.SampledFrom([][2]string{{"q", "id"}, {"q", "n"}, {"qt", "t"}, {"qt", "n"}, {"n", "t"}}).Draw(t, "join")
	c := varsam.Cond{Op: varsam.Exists, Collection: "k", Fields: join[:1], Own: join[1:]}
	if rapid.Bool().Draw(t, "which") {
		c.Kids = []varsam.Cond{drawCond(t, depth-1, "k")}
	}
	return c
}

var orders = []varsam.Op{varsam.Eq, varsam.Ne, varsam.Lt, varsam.Le, varsam.Gt, varsam.Ge, varsam.In}

func drawLeaf(t *rapid.T, on string) varsam.Cond {
	field := drawField(t, on)
	op := rapid.SampledFrom(orders).Draw(t, "op")
	n := 1
	if op == varsam.In {
		n = rapid.IntRange(0, 3).Draw(t, "values")
	}
	c := varsam.Cond{Op: op, Field: field}
	for range n {
		c.Values = append(c.Values, drawConstant(t, field, op))
	}
	return c
}

// drawConstant draws a constant that fits the column: a comparison of order
// across kinds has no meaning that a database shares.
func drawConstant(t *rapid.T, field string, op varsam.Op) varsam.Value {
	if rapid.IntRange(0, 9).Draw(t, "null") == 0 {
		return varsam.Value{}
	}
	equality := op == varsam.Eq || op == varsam.Ne || op == varsam.In
	switch field {
	case "t":
		return text(rapid.SampledFrom(condTexts).Draw(t, "text"))
	case "n", "m":
		if equality && rapid.Bool().Draw(t, "as text") {
			return text(rapid.SampledFrom([]string{"42", "042", "x", "-1"}).Draw(t, "digits"))
		}
		if rapid.Bool().Draw(t, "decimal") {
			return varsam.DecimalOf(rapid.SampledFrom([]string{"1.0", "0.5", "-1.50", "42.25"}).Draw(t, "number"))
		}
		return num(rapid.SampledFrom([]int64{-1, 0, 1, 42}).Draw(t, "int"))
	}
	return varsam.DayOf(rapid.SampledFrom([]varsam.Date{
		varsam.NewDate(2019, 12, 31), varsam.NewDate(2020, 1, 1), varsam.NewDate(2020, 2, 29), varsam.NewDate(2020, 10, 25), varsam.NewDate(2021, 7, 1),
	}).Draw(t, "day"))
}
