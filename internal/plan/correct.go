package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// correct writes the right values into the person's own record. Accounting
// information is never altered: its correction is a new entry, and a task.
func (p *planner) correct(i int) {
	item, at := &p.items[i], p.at(i)
	if item.Ownership != varsam.Own {
		return
	}
	var set []varsam.Assignment
	for n, c := range p.in.Corrections {
		if !slices.Contains(item.Persons, c.Person) || !c.reaches(at) {
			continue
		}
		for _, f := range at.reg.Fields {
			if v, ok := p.corrected(i, n, c, f); ok {
				set = append(set, varsam.Assignment{Field: f.Name, Value: v})
			}
		}
	}
	if len(set) == 0 {
		return
	}
	a := action{stage: stageCorrect, kind: varsam.OpCorrect, set: set}
	if law, ok := p.sealed(i); ok {
		a.assisted = p.task(at, varsam.Because(AssistedSealed, at.cat.Name, law))
	}
	p.add(i, a)
}

func (c Correction) reaches(at *place) bool {
	return (c.System == "" || c.System == at.system.Name) &&
		(c.Collection == "" || c.Collection == at.reg.Name || c.Collection == at.cat.Name)
}

// corrected is the right value of one field, when the correction means it and it
// is not there yet.
func (p *planner) corrected(i, n int, c Correction, f register.Field) (varsam.Value, bool) {
	have := p.items[i].Record.Get(f.Name)
	named := c.Field == f.Name || c.Field == "" && c.Category.Covers(f.Data)
	switch {
	case !named, f.Stop != nil, have.IsNull() && c.Field == "":
		return varsam.Value{}, false
	case c.Old != "" && !p.same(i, f, have.String(), c.Old):
		return varsam.Value{}, false
	}
	p.corrects[n] = true
	if p.fixed(i)[f.Name] {
		p.warn(i, varsam.Because(WarnFixed, f.Name))
		return varsam.Value{}, false
	}
	v, ok := p.parse(c.New, p.kind(i, f.Name))
	if !ok {
		p.problem(i, varsam.Because(ProblemCorrection, f.Name))
	}
	return v, ok && v != have
}

// same compares a cell with the old value that the person gave, in the canonical
// form of what the field identifies.
func (p *planner) same(i int, f register.Field, cell, old string) bool {
	if f.Identifies == "" || cell == old {
		return cell == old
	}
	return slices.ContainsFunc(p.in.Register.Regions(p.at(i).system), func(region string) bool {
		canonical, err := f.Identifies.Canonical(old, region, p.in.Today)
		return err == nil && f.Identifies.Same(canonical, cell, region, p.in.Today)
	})
}

// sealed reports whether a statute keeps the record as it was drawn up, and
// which.
func (p *planner) sealed(i int) (law string, ok bool) {
	grounds := p.items[i].Decision.Grounds
	if !decide.Sealed(grounds, p.in.Today) {
		return "", false
	}
	for _, g := range grounds {
		if decide.Unaltered(g.Law) {
			return g.Law, true
		}
	}
	return "", true
}
