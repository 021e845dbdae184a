package locate

import (
	"context"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
)

// maxLevels bounds how deep links are followed: a chain of records that lead on
// to each other, not a circle, which ends by itself.
const maxLevels = 64

// follow reads what belongs to the people's records, level by level: one question
// per collection and level. Records of others are not followed.
func (p *place) follow(ctx context.Context) {
	for level := 0; ; level++ {
		p.settle()
		next := p.unfollowed()
		if len(next) == 0 || p.down || ctx.Err() != nil {
			break
		}
		if level == maxLevels {
			p.gap("", varsam.Because(GapLevels, strconv.Itoa(maxLevels)))
			break
		}
		p.children(ctx, next)
	}
	if p.countReferrers(ctx) {
		p.settle()
	}
}

// unfollowed are the records that belong to somebody and whose links have not
// been followed yet, by collection, in order.
func (p *place) unfollowed() map[*collection][]*node {
	next := map[*collection][]*node{}
	for _, n := range p.sorted() {
		if len(n.persons) > 0 && !n.followed {
			n.followed = true
			next[n.coll] = append(next[n.coll], n)
		}
	}
	return next
}

// children asks each collection for all records that the links of a level lead
// to.
func (p *place) children(ctx context.Context, parents map[*collection][]*node) {
	for _, c := range p.colls {
		q := ask{collection: c.cat.Name, version: true}
		full := false
		var by followed
		for _, l := range c.up {
			if tuples := tuplesOf(parents[l.parent], l.parentCols); len(tuples) > 0 {
				q.match = append(q.match, match{l.childCols, varsam.Exact, tuples})
				full = full || !l.other || l.detach
				if c.conditional() {
					by = append(by, l.followed(tuples))
				}
			}
		}
		if !full {
			q.fields = p.linkColumns(c)
		}
		p.find(ctx, q, func(r varsam.Record) {
			if by.leads(r) {
				p.meet(c, r, full)
			}
		})
	}
}

// followed are the links that were asked for in a collection with conditions, each
// with what its columns may hold; none where the columns alone tell.
type followed []func(varsam.Record) bool

func (l *link) followed(tuples [][]varsam.Value) func(varsam.Record) bool {
	kinds := kindsOf(l.child.cat, l.childCols)
	keys := map[string]bool{}
	for _, values := range tuples {
		keys[joinKey(values, kinds)] = true
	}
	return func(r varsam.Record) bool {
		values, ok := l.leads(r)
		return ok && keys[joinKey(values, kinds)]
	}
}

// leads reports whether one of the links truly leads to a record that was found.
func (all followed) leads(r varsam.Record) bool {
	return len(all) == 0 || slices.ContainsFunc(all, func(leads func(varsam.Record) bool) bool { return leads(r) })
}

// conditional reports whether some link of the collection leads somewhere in some of
// its records only.
func (c *collection) conditional() bool {
	return slices.ContainsFunc(c.up, func(l *link) bool { return l.reg.When != nil })
}

// tuplesOf are the records' values in some columns, each once, in order.
func tuplesOf[T interface{ row() varsam.Record }](all []T, cols []string) [][]varsam.Value {
	var tuples [][]varsam.Value
	seen := map[string]bool{}
	for _, one := range all {
		values, ok := tuple(one.row(), cols)
		if key := varsam.KeyText(values); ok && !seen[key] {
			seen[key] = true
			tuples = append(tuples, values)
		}
	}
	return tuples
}
