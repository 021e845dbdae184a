package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

// detached reports whether the child's decision cuts the reference.
func (p *planner) detached(e edge) bool {
	fields := p.items[e.child].Decision.Fields
	return !slices.ContainsFunc(e.ref.columns, func(column string) bool {
		return !slices.ContainsFunc(fields, func(f varsam.FieldOutcome) bool {
			return f.Field == column && f.Fate == varsam.FieldDetached
		})
	})
}

// undetachable takes back decisions to cut links whose columns may not be empty;
// what they point at then stays as a key.
func (p *planner) undetachable() {
	for i := range p.items {
		d, at := &p.items[i].Decision, p.at(i)
		fast := func(column string) bool { return at.known && !at.nullable([]string{column}) }
		if !slices.ContainsFunc(d.Fields, func(f varsam.FieldOutcome) bool { return f.Fate == varsam.FieldDetached && fast(f.Field) }) {
			continue
		}
		var kept []varsam.FieldOutcome
		for _, f := range d.Fields {
			if f.Fate != varsam.FieldDetached {
				kept = append(kept, f)
				continue
			}
			p.warn(i, varsam.Because(WarnUndetachable, f.Field))
			d.Reasons = slices.DeleteFunc(slices.Clone(d.Reasons), func(r varsam.Reason) bool {
				return r.Code == decide.ReasonDetached && r.Args[0] == f.Field
			})
		}
		d.Fields = kept
	}
}

// detach empties the columns of the links that the decision cuts.
func (p *planner) detach(i int) {
	var set []varsam.Assignment
	for _, f := range p.items[i].Decision.Fields {
		if f.Fate == varsam.FieldDetached {
			set = append(set, varsam.Assignment{Field: f.Field})
		}
	}
	if len(set) > 0 {
		p.add(i, action{stage: stageDetach, kind: varsam.OpDetach, set: set})
	}
}
