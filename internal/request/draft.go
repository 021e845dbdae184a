package request

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// Draft decides the fate of everything that a search found and plans what
// follows. It is pure; what a dry run shows and what a request freezes are the
// same.
func Draft(reg *register.Register, search locate.Search, q Question) (plan.Plan, error) {
	decider := decide.New(decide.Question{
		Register: reg, Today: q.Today, Asks: q.Asks, Holds: q.Holds, Children: children(reg, search.Located),
	})
	items := make([]plan.Item, len(search.Located))
	for i, l := range search.Located {
		items[i] = plan.Item{Located: l, Decision: decider.Decide(l)}
	}
	return plan.Make(plan.Input{
		Request: q.Request, Register: reg, Today: q.Today, Due: q.Due, Items: items, Asks: q.Asks, People: search.People,
		Catalogues: search.Catalogues, Gaps: search.Gaps, Nonce: q.Nonce, Corrections: q.Corrections,
	})
}

// children answers a condition's "exists" from the located records. A condition
// names a collection as the register does, a record as its system does.
func children(reg *register.Register, located []varsam.Located) func(system string) varsam.Children {
	type place struct{ system, collection string }
	records := map[place][]varsam.Record{}
	for _, l := range located {
		at := place{l.Record.Ref.System, l.Record.Ref.Collection}
		records[at] = append(records[at], l.Read())
	}
	return func(system string) varsam.Children {
		entry, _ := reg.System(system)
		return func(collection string, fields []string, values []varsam.Value) []varsam.Record {
			declared, _ := entry.Collection(collection)
			return matching(records[place{system, declared.In()}], fields, values)
		}
	}
}

// matching are the records whose fields have the values.
func matching(records []varsam.Record, fields []string, values []varsam.Value) []varsam.Record {
	return slices.DeleteFunc(slices.Clone(records), func(r varsam.Record) bool {
		for i, name := range fields {
			if r.Get(name) != values[i] {
				return true
			}
		}
		return false
	})
}
