package locate

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// related reads the values that the register's rules need of other records, by
// paths such as "project_id.ended_on" or "answer_id.survey_id.closed_on": one
// question per collection and reference. A path whose record does not exist gives
// no value.
func (p *place) related(ctx context.Context) {
	for _, c := range p.colls {
		var steps []step
		for _, n := range p.sorted() {
			if n.coll == c && n.full && (len(n.persons) > 0 || len(n.mentions) > 0 || n.held) {
				steps = append(steps, step{n.rec, n})
			}
		}
		p.walk(ctx, c, "", p.paths(c), steps)
	}
	for _, n := range p.nodes {
		slices.SortFunc(n.related, func(a, b varsam.Field) int { return strings.Compare(a.Name, b.Name) })
	}
}

// step is a record on the way from a node to what a rule needs of others.
type step struct {
	rec varsam.Record
	of  *node
}

func (s step) row() varsam.Record  { return s.rec }
func (n *node) row() varsam.Record { return n.rec }

// walk reads paths from where the way that was gone leads.
func (p *place) walk(ctx context.Context, c *collection, way string, paths []string, steps []step) {
	if len(steps) == 0 {
		return
	}
	for column, rest := range byColumn(paths) {
		for _, some := range p.byTarget(c, column, rest) {
			p.relate(ctx, c, way, column, some, steps)
		}
	}
}

// paths are the values that rules on the collection read through a reference.
func (p *place) paths(c *collection) []string {
	var names []string
	for _, carry := range c.reg.CarriedBy {
		a, _ := p.search.reg.Activity(carry.Activity)
		names = append(names, carry.From, carry.Until, a.Keep.From)
		if carry.Keep != nil {
			names = append(names, carry.Keep.From)
		}
		if carry.Consent != nil {
			names = append(names, carry.Consent.Given, carry.Consent.Withdrawn, carry.Consent.Wording)
		}
		if carry.When != nil {
			names = append(names, carry.When.Cond.Uses()...)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool {
		_, column := c.cat.Column(name)
		return column || !strings.Contains(name, ".")
	})
}

// byColumn sorts paths by the column that they lead through.
func byColumn(paths []string) map[string][]string {
	by := map[string][]string{}
	for _, path := range paths {
		column, rest, _ := strings.Cut(path, ".")
		by[column] = append(by[column], rest)
	}
	return by
}

// byTarget sorts the paths through one column by where it leads: in some records
// perhaps to customers, in others to invoices.
func (p *place) byTarget(c *collection, column string, rest []string) map[string][]string {
	by := map[string][]string{}
	for _, name := range rest {
		_, target, _ := p.reference(c, column, name)
		by[target.Name] = append(by[target.Name], name)
	}
	return by
}

// relate reads the paths that lead through one column to one collection, and on
// from there.
func (p *place) relate(ctx context.Context, c *collection, way, column string, rest []string, steps []step) {
	ref, target, ok := p.reference(c, column, rest[0])
	to := p.collectionOf(target)
	fields, on, asked := p.split(to, rest, ok)
	for _, name := range rest {
		if !slices.Contains(fields, name) && !slices.Contains(on, name) {
			p.gap(c.cat.Name, varsam.Because(GapNoPath, way+column+"."+name))
		}
	}
	if len(asked) == 0 {
		return
	}
	kinds := kindsOf(target, ref.ToColumns)
	at := map[string][]step{}
	for _, s := range steps {
		if values, ok := tuple(s.rec, ref.Columns); ok {
			key := joinKey(values, kinds)
			at[key] = append(at[key], s)
		}
	}
	q := ask{
		collection: target.Name, fields: append(slices.Clone(ref.ToColumns), asked...),
		match: []match{{ref.ToColumns, varsam.Exact, tuplesOf(steps, ref.Columns)}},
	}
	var next []step
	p.find(ctx, q, func(r varsam.Record) {
		values, _ := tuple(r, ref.ToColumns)
		for _, s := range at[joinKey(values, kinds)] {
			for _, name := range fields {
				s.of.relate(way+column+"."+name, r.Get(name))
			}
			next = append(next, step{r, s.of})
		}
	})
	p.walk(ctx, to, way+column+".", on, next)
}

// split tells columns of a collection from paths that lead on from it, and names
// all columns that both need.
func (p *place) split(to *collection, rest []string, known bool) (fields, on, asked []string) {
	if !known {
		return nil, nil, nil
	}
	for _, name := range rest {
		column, further, path := strings.Cut(name, ".")
		ref, _, leads := p.reference(to, column, further)
		if _, there := to.cat.Column(name); there {
			fields, asked = append(fields, name), append(asked, name)
		} else if path && leads {
			on, asked = append(on, name), append(asked, ref.Columns...)
		}
	}
	slices.Sort(asked)
	return fields, on, slices.Compact(asked)
}

// collectionOf is a collection of the system with what the register says of it, if
// anything.
func (p *place) collectionOf(cat varsam.Collection) *collection {
	c := &collection{cat: cat}
	if i := slices.IndexFunc(p.reg.Collections, func(r register.Collection) bool { return r.In() == cat.Name }); i >= 0 {
		c.reg = p.reg.Collections[i]
	}
	return c
}

func (n *node) relate(path string, v varsam.Value) {
	if !slices.ContainsFunc(n.related, func(f varsam.Field) bool { return f.Name == path }) {
		n.related = append(n.related, varsam.Field{Name: path, Value: v})
	}
}

// reference is where a column leads: by the register's word, else by the
// system's foreign key; of several where there is a column of that name.
func (p *place) reference(c *collection, column, name string) (varsam.Reference, varsam.Collection, bool) {
	var first varsam.Reference
	var to varsam.Collection
	known := false
	for _, ref := range p.declared(c) {
		target, ok := p.cat.Find(ref.To)
		if len(ref.ToColumns) == 0 {
			ref.ToColumns = target.Key
		}
		if ok && slices.Contains(ref.Columns, column) && len(ref.Columns) == len(ref.ToColumns) &&
			hasColumns(c.cat, ref.Columns) && hasColumns(target, ref.ToColumns) {
			if first, _, _ := strings.Cut(name, "."); hasColumns(target, []string{first}) {
				return ref, target, true
			}
			if !known {
				first, to, known = ref, target, true
			}
		}
	}
	return first, to, known
}

// declared are the references of a collection, the register's first, with names
// as in the system.
func (p *place) declared(c *collection) []varsam.Reference {
	var all []varsam.Reference
	add := func(columns []string, to string, key []string) {
		if coll, ok := p.reg.Collection(to); ok {
			to = coll.In()
		}
		all = append(all, varsam.Reference{Columns: columns, To: to, ToColumns: key})
	}
	for _, ref := range c.reg.References {
		add(ref.Columns, ref.To, ref.Key)
	}
	for _, l := range c.reg.Person {
		if l.To != "" {
			add(l.Through, l.To, l.Key)
		}
	}
	return append(all, c.cat.References...)
}
