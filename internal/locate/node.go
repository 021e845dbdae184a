package locate

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
)

// node is one record that the search met.
type node struct {
	key  string
	rec  varsam.Record
	coll *collection
	full bool // all fields were read

	hits    []hit
	values  map[varsam.IdentifierType][]string // read once, for judging
	above   map[*link]bool                     // whether the record that an own link names exists
	owners  []int                              // people whom its identifiers prove it to belong to
	proof   varsam.Reason
	weak    bool                  // proved only by an identifier that others have too
	refused map[int]varsam.Reason // people whom they do not, and why

	up        []edge         // to records that lead here
	persons   []int          // whose it is after all
	held      bool           // it is the instructing party's, whoever it is about
	shared    *varsam.Reason // set when others depend on it
	extends   bool           // what it holds may extend the search,
	chain     []varsam.Link  // with this chain
	followed  bool
	referrers map[string]bool // located records that depend on it, by key
	stranger  string          // a collection of which some other record does

	mentions []varsam.Hit
	related  []varsam.Field
}

// hit is one identifier of one person in one field.
type hit struct {
	field  string
	value  value
	person int
}

// edge is a way up to a record that leads here.
type edge struct {
	link *link
	node *node
}

// keyOfRecord tells records apart; rows of a collection without a key are told
// apart by what they hold.
func keyOfRecord(r varsam.Record) string {
	if len(r.Ref.Key) == 0 {
		return r.Ref.String() + "#" + r.Version
	}
	return r.Ref.String()
}

// meet takes up a record: the first time as a new node, and again when now all
// of it was read.
func (p *place) meet(c *collection, r varsam.Record, full bool) *node {
	key := keyOfRecord(r)
	n := p.nodes[key]
	switch {
	case n == nil:
		n = &node{key: key, rec: r, coll: c, full: full}
		p.nodes[key], p.order = n, nil
	case full && !n.full:
		n.rec, n.full = r, true
	}
	return n
}

// sorted are the nodes in the order of their keys, which is no order of rows.
func (p *place) sorted() []*node {
	if p.order == nil {
		p.order = p.sort()
	}
	return p.order
}

func (p *place) sort() []*node {
	all := make([]*node, 0, len(p.nodes))
	for _, n := range p.nodes {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *node) int {
		return cmp.Or(varsam.CompareRefs(a.rec.Ref, b.rec.Ref), cmp.Compare(a.key, b.key))
	})
	return all
}

func (n *node) hit(h hit) {
	if !slices.Contains(n.hits, h) {
		n.hits = append(n.hits, h)
	}
}

// owned reports whether it is one person's own.
func (n *node) owned() bool { return len(n.persons) == 1 && n.shared == nil }
