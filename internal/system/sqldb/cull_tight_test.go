package sqldb

import (
	"testing"
	"time"

	"github.com/varsam/varsam"
	"pgregory.net/rapid"
)

// TestTight holds a tightened condition against the whole one, for every day near
// the bounds and none.
func TestTight(t *testing.T) {
	day := func(n int) varsam.Value { return varsam.DayOf(varsam.NewDate(2020, 1, 1).AddDays(n)) }
	leaf := rapid.Custom(func(t *rapid.T) varsam.Cond {
		op := rapid.SampledFrom([]varsam.Op{varsam.Lt, varsam.Le, varsam.Gt, varsam.Ge, varsam.Eq, varsam.Ne}).Draw(t, "op")
		return varsam.Compare(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "field"), op, day(rapid.IntRange(1, 5).Draw(t, "day")))
	})
	rapid.Check(t, func(t *rapid.T) {
		leaves := rapid.SliceOfN(leaf, 0, 8).Draw(t, "bounds")
		cut := rapid.IntRange(0, len(leaves)).Draw(t, "cut")
		whole := varsam.All(varsam.All(leaves[:cut]...), varsam.All(leaves[cut:]...), varsam.AnyOf(leaves...))
		small := tight(whole)
		if len(conjuncts(small)) > len(conjuncts(whole)) {
			t.Fatal("more conditions than before")
		}
		for a := range 7 {
			for b := -1; b < 7; b++ {
				row := varsam.Record{Fields: []varsam.Field{{Name: "a", Value: day(a)}, {Name: "b"}}}
				if b >= 0 {
					row.Fields[1].Value = day(b)
				}
				if got, want := small.Eval(row, time.UTC, nil), whole.Eval(row, time.UTC, nil); got != want {
					t.Fatalf("a = %d, b = %d: %v, want %v", a, b, got, want)
				}
			}
		}
	})
}
