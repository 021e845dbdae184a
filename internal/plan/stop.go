package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// stop sets the marks of the uses that a record's decision stops. A record that
// is removed needs none. A mark that is already set is left alone.
func (p *planner) stop(i int) {
	item, at := &p.items[i], p.at(i)
	var set []varsam.Assignment
	for _, f := range at.reg.Fields {
		if f.Stop == nil || !slices.Contains(item.Decision.Stops, f.Stop.Use) {
			continue
		}
		v, ok := p.parse(f.Stop.Set, p.kind(i, f.Name))
		switch {
		case !ok:
			p.problem(i, varsam.Because(ProblemMark, f.Name))
		case !marked(item.Record.Get(f.Name), v, f.Stop.Set):
			set = append(set, varsam.Assignment{Field: f.Name, Value: v})
		}
	}
	for _, u := range item.Decision.Stops {
		if !p.hasMark(u) {
			p.warn(i, varsam.Because(WarnNoMark, string(u)))
		}
	}
	if len(set) > 0 {
		p.add(i, action{stage: stageStop, kind: varsam.OpStop, set: set})
	}
}

// marked reports whether the mark says so already: the same value, or, where the
// mark is a time, any time.
func marked(have, want varsam.Value, word string) bool {
	return have == want || word == "now" && !have.IsNull()
}

// hasMark reports whether any system has a mark for a use.
func (p *planner) hasMark(u varsam.Use) bool {
	return slices.ContainsFunc(p.in.Register.Systems, func(s register.System) bool {
		return slices.ContainsFunc(s.Collections, func(c register.Collection) bool {
			return slices.ContainsFunc(c.Fields, func(f register.Field) bool { return f.Stop != nil && f.Stop.Use == u })
		})
	})
}
