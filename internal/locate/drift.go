package locate

import (
	"context"

	"github.com/varsam/varsam"
)

// drift finds out which of the rows found by an identifier lead to nobody: their
// own links are empty, or point at records that no longer exist. Only of those
// does the identifier itself say whose they are.
func (p *place) drift(ctx context.Context) {
	for _, l := range p.links {
		if !l.from && !l.other {
			p.lookUp(ctx, l)
		}
	}
}

// lookUp asks for the records that a link of the found rows names.
func (p *place) lookUp(ctx context.Context, l *link) {
	kinds := kindsOf(l.parent.cat, l.parentCols)
	at := map[string][]*node{}
	var tuples [][]varsam.Value
	for _, n := range p.sorted() {
		if _, known := n.above[l]; known || n.coll != l.child || len(n.hits) == 0 {
			continue
		}
		values, ok := l.leads(n.rec)
		n.setAbove(l, ok)
		if !ok {
			continue
		}
		key := joinKey(values, kinds)
		if at[key] == nil {
			tuples = append(tuples, values)
		}
		at[key] = append(at[key], n)
	}
	p.markMissing(ctx, l, tuples, at)
}

// markMissing keeps the records that could not be asked for as existing.
func (p *place) markMissing(ctx context.Context, l *link, tuples [][]varsam.Value, at map[string][]*node) {
	if len(tuples) == 0 {
		return
	}
	kinds := kindsOf(l.parent.cat, l.parentCols)
	q := ask{collection: l.parent.cat.Name, match: []match{{l.parentCols, varsam.Exact, tuples}}, fields: l.parentCols}
	there := map[string]bool{}
	whole := p.find(ctx, q, func(r varsam.Record) {
		if values, ok := tuple(r, l.parentCols); ok {
			there[joinKey(values, kinds)] = true
		}
	})
	for key, nodes := range at {
		for _, n := range nodes {
			n.setAbove(l, !whole || there[key])
		}
	}
}

func (n *node) setAbove(l *link, exists bool) {
	if n.above == nil {
		n.above = map[*link]bool{}
	}
	n.above[l] = exists
}

// judged reports whether its identifiers say whose the record is: each record of
// its collection is a person, or its links lead to nobody.
func (n *node) judged() bool {
	own := n.coll.ownLinks()
	if n.coll.self || len(own) == 0 || n.coll.open {
		return n.coll.self
	}
	for _, l := range own {
		if n.above[l] {
			return false
		}
	}
	return true
}
