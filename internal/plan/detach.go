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

// keptLinks takes back decisions to cut links: where the column may not be
// empty, so that what it points at stays as a key, and where what it points at
// stays on a ground of its own, so that the link says nothing that must go.
func (p *planner) keptLinks() {
	for i := range p.items {
		d, at := &p.items[i].Decision, p.at(i)
		d.Fields = slices.DeleteFunc(slices.Clone(d.Fields), func(f varsam.FieldOutcome) bool {
			switch {
			case f.Fate != varsam.FieldDetached:
				return false
			case at.known && !at.nullable([]string{f.Field}):
				p.warn(i, varsam.Because(WarnUndetachable, f.Field))
				p.replaceDetached(d, f.Field)
				return true
			case p.leadsToStaying(i, f.Field):
				p.replaceDetached(d, f.Field, varsam.Because(ReasonLinkStays, f.Field))
				return true
			}
			return false
		})
	}
}

// replaceDetached puts other reasons in place of the one that a link is cut.
func (p *planner) replaceDetached(d *varsam.Decision, column string, instead ...varsam.Reason) {
	d.Reasons = slices.DeleteFunc(slices.Clone(d.Reasons), func(r varsam.Reason) bool {
		return r.Code == decide.ReasonDetached && r.Args[0] == column
	})
	d.Reasons = append(d.Reasons, instead...)
}

// leadsToStaying reports whether a column points at a located record that is not
// to go by its own grounds.
func (p *planner) leadsToStaying(child int, column string) bool {
	return slices.ContainsFunc(p.up[child], func(e edge) bool {
		fate := p.items[e.parent].Decision.Fate
		return slices.Contains(e.ref.columns, column) && fate != varsam.Erase && fate != varsam.Anonymise
	})
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
