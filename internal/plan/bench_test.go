package plan_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
)

// BenchmarkMake plans an erasure of 1,000 people with 20 records each.
func BenchmarkMake(b *testing.B) {
	reg, cats := shop()
	d := decide.New(decide.Question{Register: reg, Today: today, Asks: erasure})
	in := plan.Input{Request: "r1", Register: reg, Today: today, Catalogues: cats, Nonce: []byte("n"), Asks: erasure}
	add := func(l varsam.Located) {
		in.Items = append(in.Items, plan.Item{Located: l, Decision: d.Decide(l)})
	}
	for i := range 1000 {
		add(own(rec("shop", "customer", i, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", nil)))
		for j := range 19 {
			add(own(rec("shop", "invoice", 100*i+j, "customer_id", i, "booked", day("2026-02-01"), "address", "Storgatan", "blocked", false)))
		}
	}
	for b.Loop() {
		if _, err := plan.Make(in); err != nil {
			b.Fatal(err)
		}
	}
}
