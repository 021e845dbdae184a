package locate

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Whose a record is that a link leads to
//
//   - A record whose identifiers prove it to be a person's (whose.go) is that
//     person's, whatever links lead to it. In a collection whose records are
//     people, one that holds identifiers but was not proved is another person; where
//     an own link of it leads to the person all the same, somebody is asked.
//   - Where own links lead outward (an order's customer), they decide: the record
//     is everybody's to whom they lead. When all lead to one person of the request
//     it is own; when some lead elsewhere it is shared; when none leads to the
//     request's people it is an other's, however it was reached.
//   - Else, where it was reached because a person's record points at it (an
//     address), it is own when all that points at it is that person's own, and
//     shared otherwise (referrer.go).
//   - Links with "whose: other" never make a record anybody's.
//   - What belongs to a shared record is shared.
//
// Ownership is relative to the people of the request: a record that is one
// person's own and on which another one merely worked is own, and names the
// first.

// settle computes whose the records are from all that is known. It only ever
// adds people, so the order in which records were met does not matter.
func (p *place) settle() {
	nodes := p.sorted()
	p.join(nodes)
	for _, n := range nodes {
		n.persons, n.shared = nil, nil
	}
	for grew := true; grew; {
		grew = false
		for _, n := range nodes {
			if persons := p.personsOf(n); len(persons) > len(n.persons) {
				n.persons, grew = persons, true
			}
		}
	}
	for grew := true; grew; {
		grew = false
		for _, n := range nodes {
			if n.shared == nil && len(n.persons) > 0 {
				n.shared = p.sharedBy(n)
				grew = grew || n.shared != nil
			}
		}
	}
}

// join finds the edges between all nodes.
func (p *place) join(nodes []*node) {
	by := map[*collection][]*node{}
	for _, n := range nodes {
		n.up = n.up[:0]
		by[n.coll] = append(by[n.coll], n)
	}
	for _, l := range p.links {
		kinds := kindsOf(l.child.cat, l.childCols)
		parents := map[string][]*node{}
		for _, n := range by[l.parent] {
			if values, ok := tuple(n.rec, l.parentCols); ok {
				key := joinKey(values, kinds)
				parents[key] = append(parents[key], n)
			}
		}
		for _, n := range by[l.child] {
			if values, ok := l.leads(n.rec); ok {
				for _, parent := range parents[joinKey(values, kinds)] {
					n.up = append(n.up, edge{l, parent})
				}
			}
		}
	}
}

func (p *place) personsOf(n *node) []int {
	switch {
	case len(n.owners) > 0:
		return n.owners
	case n.coll.self && !n.nameless() && !p.opts.Doubtful: // who is in it may be another person, or she with another address
		return nil
	case n.outward():
		return n.union(func(e edge) bool { return !e.link.from && !e.link.other })
	}
	persons := n.union(func(e edge) bool { return e.link.from && !e.link.other })
	if len(persons) == 0 {
		return nil
	}
	for key := range n.referrers {
		persons = append(persons, p.nodes[key].persons...)
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// union is everybody to whom the edges lead, ascending.
func (n *node) union(counts func(edge) bool) []int {
	var persons []int
	for _, e := range n.up {
		if counts(e) {
			persons = append(persons, e.node.persons...)
		}
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// outward reports whether an own link of the record leads somewhere.
func (n *node) outward() bool {
	return n.coll.open || slices.ContainsFunc(n.coll.ownLinks(), n.leads)
}

func (n *node) leads(l *link) bool {
	_, ok := l.leads(n.rec)
	return ok
}

// nameless reports whether its identifying columns are all empty.
func (n *node) nameless() bool {
	return n.full && !slices.ContainsFunc(n.coll.ids, func(f register.Field) bool { return textOf(n.rec.Get(f.Name)) != "" })
}

// sharedBy is why a record is not one person's alone; nil when it is.
func (p *place) sharedBy(n *node) *varsam.Reason {
	if l := n.elsewhere(); l != nil {
		return because(ReasonSharedLink, l.parent.cat.Name)
	}
	if from := p.dependent(n); from != "" {
		return because(ReasonSharedOthers, from)
	}
	if len(n.owners) == 0 {
		for _, e := range n.up {
			if !e.link.other && e.node.shared != nil {
				return e.node.shared
			}
		}
	}
	if len(n.persons) > 1 {
		return because(ReasonSharedWithin)
	}
	return nil
}

// elsewhere is an own link that leads to nobody of the request.
func (n *node) elsewhere() *link {
	if len(n.owners) > 0 {
		return nil
	}
	for _, l := range n.coll.ownLinks() {
		to := slices.ContainsFunc(n.up, func(e edge) bool { return e.link == l && len(e.node.persons) > 0 })
		if !to && n.leads(l) {
			return l
		}
	}
	return nil
}

// dependent is the first collection that holds a record which depends on this one
// and is nobody's of the request.
func (p *place) dependent(n *node) string {
	first := n.stranger
	for key := range n.referrers {
		by := p.nodes[key]
		if name := by.coll.cat.Name; len(by.persons) == 0 && (first == "" || name < first) {
			first = name
		}
	}
	return first
}

func because(code string, args ...string) *varsam.Reason {
	why := varsam.Because(code, args...)
	return &why
}
