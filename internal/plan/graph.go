package plan

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// place is one collection of one system: what the register says of it and what
// the system does.
type place struct {
	system   register.System
	reg      register.Collection
	declared bool
	cat      varsam.Collection
	known    bool  // in the catalogue
	refs     []ref // from here to others
	reads    []string
}

// ref is one way in which rows of a place refer to rows of another of the same
// system.
type ref struct {
	columns   []string
	to        string
	toColumns []string
	enforced  bool // the system itself watches over it
	nullable  bool
	link      register.Link // that says so, where one does
}

// edge is one located record that refers to another.
type edge struct {
	child, parent int
	ref           *ref
}

// place finds or makes the place of a record. Places are kept by system and by
// the collection's name there.
func (p *planner) place(system, name string) *place {
	at := [2]string{system, name}
	if found := p.places[at]; found != nil {
		return found
	}
	made := &place{}
	p.places[at] = made
	made.system, _ = p.in.Register.System(system)
	for _, c := range made.system.Collections {
		if c.In() == name {
			made.reg, made.declared = c, true
		}
	}
	made.cat, made.known = p.in.Catalogues[system].Find(name)
	made.cat.Name = name
	made.refs = p.refsFrom(system, made)
	if made.declared {
		made.reads = p.decider.Reads(system, made.reg.Name)
	}
	return made
}

func (p *planner) at(i int) *place {
	r := p.items[i].Record.Ref
	return p.place(r.System, r.Collection)
}

// inSystem is a declared collection's name in its system.
func inSystem(s register.System, name string) string {
	if c, ok := s.Collection(name); ok {
		return c.In()
	}
	return name
}

// keyOf is the columns a reference leads to when it does not say.
func (p *planner) keyOf(system, name string, key []string) []string {
	if len(key) > 0 {
		return key
	}
	coll, _ := p.in.Catalogues[system].Find(name)
	return coll.Key
}

// refsFrom are a place's references: the system's own, those that the register
// declares, and its links between people and records. The first of equal ones
// stays, so that a foreign key counts as enforced.
func (p *planner) refsFrom(system string, c *place) []ref {
	var refs []ref
	add := func(columns []string, to string, key []string, enforced bool, link register.Link) {
		r := ref{columns: columns, to: to, toColumns: p.keyOf(system, to, key), enforced: enforced, nullable: c.nullable(columns), link: link}
		same := func(x ref) bool {
			return x.to == r.to && slices.Equal(x.columns, r.columns) && slices.Equal(x.toColumns, r.toColumns)
		}
		if len(r.columns) == len(r.toColumns) && len(r.columns) > 0 && !slices.ContainsFunc(refs, same) {
			refs = append(refs, r)
		}
	}
	for _, r := range c.cat.References {
		add(r.Columns, r.To, r.ToColumns, true, register.Link{})
	}
	for _, r := range c.reg.References {
		add(r.Columns, inSystem(c.system, r.To), r.Key, false, register.Link{})
	}
	for _, l := range c.reg.Person {
		if l.To != "" {
			add(l.Through, inSystem(c.system, l.To), l.Key, false, l)
		}
	}
	for _, other := range c.system.Collections {
		for _, l := range other.Person {
			if l.From != "" && inSystem(c.system, l.From) == c.cat.Name {
				add(l.Through, other.In(), l.Key, false, l)
			}
		}
	}
	return refs
}

// nullable reports whether all of the columns may be empty; a system that does
// not say lets them be.
func (c *place) nullable(columns []string) bool {
	return !slices.ContainsFunc(columns, func(name string) bool {
		col, _ := c.cat.Column(name)
		return col.NotNull || col.Generated || slices.Contains(c.cat.Key, name)
	})
}

// locator reports whether the collection's records are people: what leads to all
// the rest, and so goes last.
func (c *place) locator() bool {
	if slices.ContainsFunc(c.reg.Person, func(l register.Link) bool { return l.Self }) {
		return true
	}
	return len(c.reg.Person) == 0 && slices.ContainsFunc(c.reg.Fields, func(f register.Field) bool { return f.Identifies != "" })
}

// connect finds the edges between the located records.
func (p *planner) connect() {
	p.up, p.down = make([][]edge, len(p.items)), make([][]edge, len(p.items))
	index := map[string]map[string][]int{}
	for child := range p.items {
		record := p.items[child].Record
		from := p.at(child)
		for i := range from.refs {
			r := &from.refs[i]
			key, whole := joined(record, r.columns)
			if !whole || !r.link.Leads(record, from.system.Location()) {
				continue
			}
			for _, parent := range p.lookup(index, record.Ref.System, r)[key] {
				e := edge{child, parent, r}
				p.up[child] = append(p.up[child], e)
				p.down[parent] = append(p.down[parent], e)
			}
		}
	}
}

// lookup is the items that a reference can lead to, by their values there.
func (p *planner) lookup(index map[string]map[string][]int, system string, r *ref) map[string][]int {
	name := strconv.Quote(system) + strconv.Quote(r.to)
	for _, c := range r.toColumns {
		name += strconv.Quote(c)
	}
	if found, ok := index[name]; ok {
		return found
	}
	made := map[string][]int{}
	for i := range p.items {
		if at := p.items[i].Record.Ref; at.System == system && at.Collection == r.to {
			if key, whole := joined(p.items[i].Record, r.toColumns); whole {
				made[key] = append(made[key], i)
			}
		}
	}
	index[name] = made
	return made
}

// joined is the values of some columns in one text, kinds left out: a text column
// may refer to an integer. It is false when one of them is null.
func joined(r varsam.Record, columns []string) (string, bool) {
	text := ""
	for _, name := range columns {
		v := r.Get(name)
		if v.IsNull() {
			return "", false
		}
		text += strconv.Quote(v.String())
	}
	return text, true
}
