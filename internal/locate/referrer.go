package locate

import (
	"context"
	"maps"
	"slices"

	"github.com/varsam/varsam"
)

// pointer is a way by which some collection's records depend on others: a foreign
// key, or what the register says of one. The collection need not be declared.
type pointer struct {
	from     varsam.Collection
	cols, to []string
}

// countReferrers asks, for the records reached because a person's record points
// at them, what else points at them. It reports whether it asked anything.
func (p *place) countReferrers(ctx context.Context) bool {
	asked := false
	for _, c := range p.colls {
		var nodes []*node
		for _, n := range p.sorted() {
			if n.coll == c && n.pointedAt() {
				n.referrers, n.stranger = map[string]bool{}, ""
				nodes = append(nodes, n)
			}
		}
		if len(nodes) == 0 {
			continue
		}
		asked = true
		pointers := p.pointers(c)
		for _, from := range slices.Sorted(maps.Keys(pointers)) {
			p.askReferrers(ctx, from, pointers[from], nodes)
		}
	}
	return asked
}

// pointedAt reports whether a record is somebody's because theirs points at it.
func (n *node) pointedAt() bool {
	return len(n.persons) > 0 && len(n.owners) == 0 && !n.outward()
}

// pointers are all ways to depend on a collection's records, by where they start.
// What the register says belongs to them (their own children) is not one.
func (p *place) pointers(c *collection) map[string][]pointer {
	all := map[string][]pointer{}
	add := func(x pointer) {
		same := func(y pointer) bool { return slices.Equal(x.cols, y.cols) && slices.Equal(x.to, y.to) }
		if len(x.cols) == len(x.to) && hasColumns(x.from, x.cols) && hasColumns(c.cat, x.to) &&
			!p.childOf(c, x) && !slices.ContainsFunc(all[x.from.Name], same) {
			all[x.from.Name] = append(all[x.from.Name], x)
		}
	}
	for _, from := range p.cat.Collections {
		for _, ref := range from.References {
			if ref.To == c.cat.Name {
				add(pointer{from, ref.Columns, orKey(ref.ToColumns, c)})
			}
		}
	}
	for _, l := range c.up {
		if l.from {
			add(pointer{l.parent.cat, l.parentCols, l.childCols})
		}
	}
	for _, from := range p.reg.Collections {
		cat, _ := p.cat.Find(from.In())
		for _, ref := range from.References {
			if ref.To == c.reg.Name {
				add(pointer{cat, ref.Columns, orKey(ref.Key, c)})
			}
		}
	}
	return all
}

func orKey(columns []string, c *collection) []string {
	if len(columns) > 0 {
		return columns
	}
	return c.cat.Key
}

// childOf reports whether the pointer is an own link of the register, by which
// the pointing records belong to those pointed at.
func (p *place) childOf(c *collection, x pointer) bool {
	return slices.ContainsFunc(p.links, func(l *link) bool {
		return l.parent == c && l.child.cat.Name == x.from.Name && !l.from && !l.other && slices.Equal(l.childCols, x.cols)
	})
}

// askReferrers finds the records of one collection that point at the nodes. When
// that fails, the nodes count as shared: what we cannot see may depend on them.
func (p *place) askReferrers(ctx context.Context, from string, pointers []pointer, nodes []*node) {
	q := ask{collection: from}
	targets := make([]map[string][]*node, len(pointers))
	for i, x := range pointers {
		targets[i] = map[string][]*node{}
		kinds := kindsOf(x.from, x.cols)
		for _, n := range nodes {
			if values, ok := tuple(n.rec, x.to); ok {
				key := joinKey(values, kinds)
				targets[i][key] = append(targets[i][key], n)
			}
		}
		q.fields = append(q.fields, x.cols...)
		q.match = append(q.match, match{x.cols, varsam.Exact, tuplesOf(nodes, x.to)})
	}
	slices.Sort(q.fields)
	q.fields = slices.Compact(q.fields)
	whole := p.find(ctx, q, func(r varsam.Record) {
		for i, x := range pointers {
			if values, ok := tuple(r, x.cols); ok {
				for _, n := range targets[i][joinKey(values, kindsOf(x.from, x.cols))] {
					p.referTo(n, from, keyOfRecord(r))
				}
			}
		}
	})
	if !whole {
		for _, n := range nodes {
			n.estrange(from)
		}
	}
}

// referTo notes who depends on a record: the located ones by name, and of the
// strangers only that there is one, because there may be millions.
func (p *place) referTo(n *node, from, key string) {
	if p.nodes[key] == nil {
		n.estrange(from)
		return
	}
	n.referrers[key] = true
}

func (n *node) estrange(from string) {
	if n.stranger == "" || from < n.stranger {
		n.stranger = from
	}
}
