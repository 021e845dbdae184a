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
		Register: reg, Today: q.Today, Asks: q.Asks, Holds: q.Holds, Children: children(search.Located),
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

// children answers a condition's "exists" from the located records, by
// collection.
func children(located []varsam.Located) func(system string) varsam.Children {
	byCollection := map[[2]string][]varsam.Record{}
	for _, l := range located {
		at := [2]string{l.Record.Ref.System, l.Record.Ref.Collection}
		byCollection[at] = append(byCollection[at], l.Record)
	}
	return func(system string) varsam.Children {
		return func(collection string, fields []string, values []varsam.Value) []varsam.Record {
			return slices.DeleteFunc(slices.Clone(byCollection[[2]string{system, collection}]), func(r varsam.Record) bool {
				for i, name := range fields {
					if r.Get(name) != values[i] {
						return true
					}
				}
				return false
			})
		}
	}
}
