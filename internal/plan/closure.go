package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

// need is what a kept record needs of a record that it refers to.
type need struct {
	all        bool // it cannot be said what: everything
	categories []varsam.Category
	keep       bool        // for ordinary uses
	open       bool        // without a last day
	until      varsam.Date // otherwise
	law        string
}

// merge widens a need by another and reports whether it grew.
func (n *need) merge(m need) bool {
	before := *n
	n.all = n.all || m.all
	for _, c := range m.categories {
		if !slices.Contains(n.categories, c) {
			n.categories = append(n.categories, c)
		}
	}
	n.keep, n.open = n.keep || m.keep, n.open || m.open
	if m.until.After(n.until) || m.until == n.until && m.law < n.law {
		n.until, n.law = m.until, m.law
	}
	return n.all != before.all || len(n.categories) != len(before.categories) || n.keep != before.keep ||
		n.open != before.open || n.until != before.until || n.law != before.law
}

// closeOver keeps what a kept record needs: a record that would go is reduced
// instead, and that may in turn keep what it refers to, until nothing changes. A
// cycle needs no rule of its own: all of it stays or all of it goes. Fates only
// become softer, so this ends.
func (p *planner) closeOver() {
	p.needs = make([]*need, len(p.items))
	p.keptLinks()
	var queue []int
	for i := range p.items {
		if p.stays(i) {
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		child := queue[0]
		queue = queue[1:]
		for _, e := range p.up[child] {
			if e.parent != child && !p.detached(e) && p.require(e) {
				queue = append(queue, e.parent)
			}
		}
	}
	for i := range p.items {
		if p.needs[i] != nil {
			p.reduce(i)
		}
	}
}

// stays reports whether the record is still there afterwards.
func (p *planner) stays(i int) bool { return p.items[i].Decision.Fate != varsam.Erase }

// require tells a parent what one of its children needs, and reports whether
// that changes what the parent itself needs.
func (p *planner) require(e edge) bool {
	wanted := p.needOf(e.child)
	first := p.needs[e.parent] == nil
	if first {
		p.needs[e.parent] = &need{}
	}
	grew := p.needs[e.parent].merge(wanted)
	d := &p.items[e.parent].Decision
	if d.Fate == varsam.Erase || d.Fate == varsam.Anonymise && p.touches(e.parent, wanted) {
		p.items[e.parent].Softened = d.Fate
		d.Fate = varsam.Restrict
		grew = true
	}
	return grew && p.items[e.parent].Softened != ""
}

// touches reports whether a need reaches data that anonymising would overwrite.
func (p *planner) touches(i int, n need) bool {
	if n.all {
		return true
	}
	for _, f := range p.at(i).reg.Fields {
		if f.Data != "" && decide.Needs(n.categories, f.Data) {
			return true
		}
	}
	return false
}

// needOf is what a record needs of those it refers to: what its living grounds
// need. Somebody else's record needs only that the row is there. What a person
// still has to decide, or what a hold keeps, may need everything.
func (p *planner) needOf(i int) need {
	item := &p.items[i]
	d := &item.Decision
	if item.Softened != "" {
		return *p.needs[i]
	}
	n := need{open: d.Until.IsZero(), until: d.Until, law: d.Law, keep: d.Fate == varsam.Keep && item.Ownership == varsam.Own}
	switch {
	case item.Ownership != varsam.Own || d.Fate == varsam.Anonymise:
		n.open, n.until, n.law, n.keep = true, varsam.Date{}, "", false
		return n
	case d.Fate.Harshness() < 0:
		n.all, n.open = true, true
		return n
	}
	n.all = true
	for _, g := range d.Grounds {
		alive := g.Alive(p.in.Today)
		switch {
		case g.End == varsam.UnknownEnd, alive && len(g.Needs) == 0:
			n.all, n.categories = true, nil
			return n
		case alive:
			n.all = false
			n.categories = append(n.categories, g.Needs...)
		}
	}
	return n
}

// reduce writes down what closure found for one record that others need.
func (p *planner) reduce(i int) {
	item, n := &p.items[i], p.needs[i]
	d := &item.Decision
	if item.Softened == "" {
		p.spare(i, n)
		return
	}
	if n.keep {
		d.Fate = varsam.Keep
	}
	d.Until, d.Law = n.until, n.law
	if n.open {
		d.Until, d.Law = varsam.Date{}, ""
	}
	d.Reasons = slices.DeleteFunc(slices.Clone(d.Reasons), func(r varsam.Reason) bool {
		return r.Code == decide.ReasonErase || r.Code == decide.ReasonAnonymise
	})
	d.Reasons = append(d.Reasons, p.neededBy(i, n)...)
	d.Fields = p.reduced(i, n)
}

// neededBy names the collections of the records that need this one.
func (p *planner) neededBy(i int, n *need) []varsam.Reason {
	var why []varsam.Reason
	for _, e := range p.down[i] {
		if e.child == i || !p.stays(e.child) || p.detached(e) {
			continue
		}
		child := p.items[e.child]
		code := ReasonNeeded
		switch {
		case n.all && p.needOf(e.child).all:
			code = ReasonNeededWhole
		case child.Ownership != varsam.Own:
			code = ReasonAnchored
		}
		r := varsam.Because(code, child.Record.Ref.Collection)
		if !slices.ContainsFunc(why, func(x varsam.Reason) bool { return x.Code == r.Code && x.Args[0] == r.Args[0] }) {
			why = append(why, r)
		}
	}
	slices.SortFunc(why, compareReasons)
	return why
}

// reduced are the columns that a reduced record loses: all but its key, the
// columns of references from and to it, those that its own rules count from and
// the marks, and what the need names. What is not declared goes too: the whole
// record had no ground left.
func (p *planner) reduced(i int, n *need) []varsam.FieldOutcome {
	if n.all {
		return nil
	}
	at, record := p.at(i), p.items[i].Record
	fixed := p.fixed(i)
	var lost []varsam.FieldOutcome
	for _, f := range record.Fields {
		declared, _ := at.reg.Field(f.Name)
		switch {
		case f.Value.IsNull(), fixed[f.Name], declared.Stop != nil, declared.About != "":
		case declared.Data != "" && decide.Needs(n.categories, declared.Data):
		default:
			lost = append(lost, varsam.FieldOutcome{Field: f.Name, Fate: varsam.FieldBlanked, Reason: varsam.Because(ReasonReduced)})
		}
	}
	return lost
}

// fixed are the columns of a record that never change: keys, references from and
// to it, computed columns, what its rules count from, and the marks of a
// restriction.
func (p *planner) fixed(i int) map[string]bool {
	at := p.at(i)
	fixed := map[string]bool{}
	add := func(names []string) {
		for _, name := range names {
			fixed[name] = true
		}
	}
	add(at.cat.Key)
	add(at.reads)
	for _, r := range at.refs {
		add(r.columns)
	}
	for _, e := range p.down[i] {
		if p.stays(e.child) {
			add(e.ref.toColumns)
		}
	}
	for _, c := range at.cat.Columns {
		if c.Generated {
			fixed[c.Name] = true
		}
	}
	if at.reg.Restrict != nil {
		for name := range at.reg.Restrict.Flag {
			fixed[name] = true
		}
	}
	return fixed
}

// spare keeps what children need in a record that stays on its own grounds, and
// lets it stay as long as they do.
func (p *planner) spare(i int, n *need) {
	d := &p.items[i].Decision
	d.Fields = slices.DeleteFunc(slices.Clone(d.Fields), func(f varsam.FieldOutcome) bool {
		declared, _ := p.at(i).reg.Field(f.Field)
		return f.Fate == varsam.FieldBlanked && (n.all || decide.Needs(n.categories, declared.Data))
	})
	if d.Fate == varsam.Restrict && !d.Until.IsZero() && n.until.After(d.Until) {
		d.Until, d.Law = n.until, n.law
	}
}
