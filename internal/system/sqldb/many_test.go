package sqldb_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// TestManyKeys asks for thousands of keys of two columns at once, as a search for
// a thousand people does: an index serves each, whatever the engine reckons, and
// every row comes once and in order.
func TestManyKeys(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			d := e.New(t)
			d.Run(t, `CREATE TABLE "e" ("id" {id}, "mail" VARCHAR(80), "phone" VARCHAR(20))`,
				`CREATE INDEX "e_mail" ON "e" ("mail")`, `CREATE INDEX "e_phone" ON "e" ("phone")`)
			var rows []string
			for i := range 100 {
				rows = append(rows, fmt.Sprintf("(%d,'m%d','p%d')", i, i, 99-i))
			}
			d.Run(t, `INSERT INTO "e" VALUES `+strings.Join(rows, ","))
			db := d.Connect(t).(*sqldb.DB)
			sel := system.Selection{Collection: "e"}
			for _, field := range []string{"mail", "phone"} {
				for from := 10; from < 8000; from += 1000 {
					m := system.Match{Fields: []string{field}, Fold: varsam.Exact}
					for i := range 1000 {
						m.Tuples = append(m.Tuples, []varsam.Value{varsam.TextOf(field[:1] + fmt.Sprint(from+i))})
					}
					sel.Match = append(sel.Match, m)
				}
			}
			var got []int64
			found, err := db.Find(context.Background(), sel, func(r varsam.Record) error {
				got = append(got, r.Get("id").Int())
				return nil
			})
			if err != nil || !found.Complete || found.Scanned || found.Statements != 1 {
				t.Fatalf("%+v, %v", found, err)
			}
			if len(got) != 100 || !slices.IsSorted(got) { // by its mail or by its phone
				t.Errorf("%d rows: %v", len(got), got)
			}
			if e.Name != "sqlite" {
				return // too few rows for an index to be worth it
			}
			if plan, err := db.ExplainFind(context.Background(), sel); err != nil || readsAll(e.Name, plan) || strings.Contains(plan, "SCAN m0") {
				t.Errorf("the whole table is read (%v):\n%s", err, plan)
			}
		})
	}
}
