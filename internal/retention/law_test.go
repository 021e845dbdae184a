package retention_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/law/lawtest"
	"github.com/varsam/varsam/internal/retention"
)

// TestWorkedExamples holds the law's worked examples against tables: the row that
// ends on the last day stays that day and is due the next.
func TestWorkedExamples(t *testing.T) { onEach(t, testWorkedExamples) }

func testWorkedExamples(t *testing.T, e engine) {
	o := newOffice(t, e)
	n := 0
	for i, c := range lawtest.Examples {
		if o.example(i, c) {
			n++
		}
	}
	if n < 40 {
		t.Errorf("%d of %d examples have an end that time alone can reach", n, len(lawtest.Examples))
	}
}

// example asks on both days; false where the rule is none that a record's own
// day ends.
func (o *office) example(i int, c lawtest.Example) bool {
	o.Helper()
	last, _ := varsam.ParseDate(c.Last)
	rule, err := law.Find(c.Rule, last)
	if err != nil || rule.Kind == law.Condition {
		return false
	}
	table := fmt.Sprintf("law%d", i)
	o.run("CREATE TABLE "+table+" (id {id}, day DATE)", "INSERT INTO "+table+" VALUES (1, '"+o.booked(rule, c)+"')")
	o.push(o.lawful(rule, c, table))
	for _, on := range []struct {
		day string
		due int64
	}{{c.Last, 0}, {c.Erase, 1}} {
		day, _ := varsam.ParseDate(on.day)
		o.now = day.Start(time.UTC).Add(12 * time.Hour)
		all, _, err := o.Calendar(o.Context(), 1)
		o.must(err)
		if got := dueOf(all, table); got != on.due {
			o.Errorf("%s from %s: %d due on %s, want %d", c.Rule, c.Trigger, got, on.day, on.due)
		}
	}
	return true
}

func dueOf(all []retention.Forecast, collection string) int64 {
	for _, f := range all {
		if f.Collection == collection && f.Action == varsam.OpErase {
			return f.Due
		}
	}
	return -1
}

// booked is the record's day: the trigger, or one in the fiscal year that ends
// then.
func (o *office) booked(rule law.Rule, c lawtest.Example) string {
	if rule.Trigger != law.FiscalYearEnd {
		return c.Trigger
	}
	end, _ := varsam.ParseDate(c.Trigger)
	return end.AddDays(-40).String()
}

// lawful is a register with one collection under the rule, which knows the
// fiscal year.
func (o *office) lawful(rule law.Rule, c lawtest.Example, table string) fstest.MapFS {
	end, _ := varsam.ParseDate(c.Trigger)
	fsys := fstest.MapFS{
		"organisation.yaml": files()["organisation.yaml"],
		"duty.yaml":         activity("duty", interest, "{law: "+rule.ID+"}"),
		"shop.yaml": {Data: []byte(`system: shop
connector: sqlite
settings: {dsn: shop.db}
operator: self
country: SE
collections:
  ` + table + `:
    fields: {id: id.record, day: behaviour}
    carried_by: [{activity: duty, from: day}]
    end: erase
`)},
	}
	years := fmt.Sprintf("fiscal_years: [{start: %s, end: %s}]\n", end.AddDays(1).AddMonths(-12), end)
	text := strings.Replace(string(fsys["organisation.yaml"].Data), "fiscal_year: 01-01\n", years, 1)
	fsys["organisation.yaml"] = &fstest.MapFile{Data: []byte(text)}
	return fsys
}
