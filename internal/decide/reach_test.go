package decide_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

// TestNarrowObjection: an objection to one use, or against one activity, is no
// occasion to cull what has nothing to do with it.
func TestNarrowObjection(t *testing.T) {
	t.Parallel()
	uses := func(r varsam.Right, uses ...varsam.Use) []decide.Ask { return []decide.Ask{{Right: r, Uses: uses}} }
	against := func(activity string) []decide.Ask {
		return []decide.Ask{{Right: varsam.Objection, Activities: []string{activity}}}
	}
	long := []varsam.Field{on("made", "2010-01-01"), on("ended", "2010-01-01")}
	for name, tc := range map[string]struct {
		world
		reached bool
	}{
		"all of it":                    {world{carries: []string{"bookkeeping"}, fields: long, asks: ask(varsam.Objection)}, true},
		"marketing, and the books":     {world{carries: []string{"bookkeeping"}, fields: long, asks: uses(varsam.Objection, "profiling")}, false},
		"marketing, and its own":       {world{carries: []string{"marketing"}, fields: []varsam.Field{on("made", "2026-01-01")}, asks: uses(varsam.Objection, varsam.DirectMarketing)}, true},
		"withdrawn, and the books":     {world{carries: []string{"bookkeeping"}, fields: long, asks: uses(varsam.Withdrawal, "profiling")}, false},
		"every consent, and the books": {world{carries: []string{"bookkeeping"}, fields: long, asks: ask(varsam.Withdrawal)}, false},
		"every consent, and care":      {world{carries: []string{"care"}, fields: long, asks: ask(varsam.Withdrawal)}, false},
		"every consent, and its own":   {world{carries: []string{"newsletter"}, fields: append([]varsam.Field{on("given", "2026-01-01")}, long...), asks: ask(varsam.Withdrawal)}, true},
		"against it":                   {world{carries: []string{"network"}, fields: long, asks: against("network")}, true},
		"against another":              {world{carries: []string{"bookkeeping"}, fields: long, asks: against("network")}, false},
		"a mark to set, and no more":   {world{carries: []string{"care"}, fields: []varsam.Field{null("ended")}, asks: uses(varsam.Objection, varsam.DirectMarketing)}, true},
		"erasure reaches what it can":  {world{carries: []string{"bookkeeping"}, fields: long, asks: ask(varsam.Erasure)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tc.decide()
			if reached := decide.Reaches(tc.asks, varsam.Located{Ownership: varsam.Own, Persons: []int{0}}, got); reached != tc.reached {
				t.Errorf("reached: %v, want %v; fate %s, stops %v", reached, tc.reached, got.Fate, got.Stops)
			}
			if !tc.reached && got.Fate.Harshness() > varsam.Restrict.Harshness() {
				t.Errorf("not reached, and still %s", got.Fate)
			}
		})
	}
}
