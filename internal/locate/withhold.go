package locate

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Withheld is a record in an employee's own mailbox that concerns somebody of a
// search: whoever searches learns how many there are, and no more, until the
// mailbox's owner has released it.
type Withheld struct {
	Ref     varsam.Ref `json:"ref"`
	Owner   string     `json:"owner"` // as the register names whoever the mailbox is
	Account string     `json:"account"`
	Persons []int      `json:"persons"`

	Ownership varsam.Ownership `json:"ownership"`
}

// withholds reports whether a record lies in somebody's own mailbox and has not
// been released.
func (p *place) withholds(n *node) bool {
	return p.ownerOf(n) != "" && !p.opts.Released[n.rec.Ref.String()]
}

// ownerOf is who has the mailbox that a record lies in for their own; empty for
// any other record.
func (p *place) ownerOf(n *node) string {
	if len(p.reg.Personal) == 0 || len(n.rec.Ref.Key) == 0 {
		return ""
	}
	return p.reg.OwnerOf(n.rec.Ref.Key[0].String())
}

func (p *place) withhold(n *node, persons []int, whose varsam.Ownership) {
	p.withheld = append(p.withheld, Withheld{
		Ref: n.rec.Ref, Owner: p.ownerOf(n), Account: strings.ToLower(n.rec.Ref.Key[0].String()), Persons: persons, Ownership: whose,
	})
}

// tellWithheld counts what was withheld, by owner, and what was skipped because it
// is marked private.
func (p *place) tellWithheld() {
	type at struct{ collection, owner string }
	counts := map[at]int{}
	for _, w := range p.withheld {
		counts[at{w.Ref.Collection, w.Owner}]++
	}
	for at, n := range counts {
		p.gap(at.collection, varsam.Because(GapWithheld, strconv.Itoa(n), at.owner))
	}
	for _, collection := range slices.Sorted(maps.Keys(p.skipped)) {
		p.gap(collection, varsam.Because(GapPrivate, strconv.Itoa(p.skipped[collection])))
	}
}

// private notes how many records of a collection were skipped: the same ones by
// every question.
func (p *place) private(collection string, found system.Found) {
	if found.Private > 0 {
		p.skipped[collection] = max(p.skipped[collection], found.Private)
	}
}
