package locate

import (
	"context"
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
		for _, l := range c.up {
			if tuples := tuplesOf(parents[l.parent], l.parentCols); len(tuples) > 0 {
				q.match = append(q.match, match{l.childCols, varsam.Exact, tuples})
				full = full || !l.other || l.detach
			}
		}
		if !full {
			q.fields = p.linkColumns(c)
		}
		p.find(ctx, q, func(r varsam.Record) { p.meet(c, r, full) })
	}
}

// tuplesOf are the records' values in some columns, each once, in order.
func tuplesOf(nodes []*node, cols []string) [][]varsam.Value {
	var tuples [][]varsam.Value
	seen := map[string]bool{}
	for _, n := range nodes {
		values, ok := tuple(n.rec, cols)
		if key := varsam.KeyText(values); ok && !seen[key] {
			seen[key] = true
			tuples = append(tuples, values)
		}
	}
	return tuples
}
