package anonymity

import (
	"fmt"
	"strconv"

	"github.com/varsam/varsam"
)

// Model is what every class of a table must fulfil to be left unsuppressed.
type Model interface {
	String() string
	rule(p *Problem) (rule, error)
}

// rule is a model made ready for one table.
type rule struct {
	// least is the smallest number of released rows that a class which fulfils
	// the model can have; 1 where the model says nothing of it.
	least uint32

	// fulfils reports whether a class does; nil where least says all.
	fulfils func(g *grouping, i int) bool

	// joins says that a class that fulfils the model still does when any other
	// is joined to it. Every model is fulfilled by the union of classes that all
	// fulfil it.
	joins bool

	sensitive int  // the column that fulfils reads, or -1
	outsiders bool // fulfils asks also classes without a released row
}

// K is k-anonymity (Samarati, Sweeney 1998): no class has fewer rows.
type K int

// String names the model.
func (k K) String() string { return "k-anonymity, k = " + strconv.Itoa(int(k)) }

func (k K) rule(*Problem) (rule, error) {
	if k < 2 {
		return rule{}, varsam.Errorf(varsam.Invalid, "k is at least 2: with 1 every row may be alone in its class")
	}
	return rule{least: uint32(k), joins: true, sensitive: -1}, nil
}

// KMap is k-map: a class with a released row has K rows in the whole table.
type KMap int

// String names the model.
func (k KMap) String() string { return "k-map, k = " + strconv.Itoa(int(k)) }

func (k KMap) rule(p *Problem) (rule, error) {
	if k < 2 {
		return rule{}, varsam.Errorf(varsam.Invalid, "k is at least 2: with 1 every row may be alone in its class")
	}
	if p.Subset == nil {
		return rule{}, noSubset(k)
	}
	return rule{least: 1, joins: true, sensitive: -1, fulfils: func(g *grouping, i int) bool {
		return g.classes[i].rows >= uint32(k)
	}}, nil
}

// Presence is δ-presence (Nergiz, Atzori, Clifton 2007): the share of a class
// that is in the subset lies between Min and Max, also where it is none. A class
// without a released row that fails cannot be mended by suppression, and rules
// its node out.
type Presence struct{ Min, Max float64 }

// String names the model.
func (d Presence) String() string {
	return fmt.Sprintf("δ-presence, %v to %v", d.Min, d.Max)
}

func (d Presence) rule(p *Problem) (rule, error) {
	if p.Subset == nil {
		return rule{}, noSubset(d)
	}
	if !(d.Min >= 0 && d.Min <= d.Max && d.Max <= 1) {
		return rule{}, varsam.Errorf(varsam.Invalid, "δ-presence lies between two shares from 0 to 1, the smaller first")
	}
	return rule{least: 1, sensitive: -1, outsiders: true, fulfils: func(g *grouping, i int) bool {
		share := float64(g.classes[i].members) / float64(g.classes[i].rows)
		return share >= d.Min-tolerance && share <= d.Max+tolerance
	}}, nil
}

func noSubset(m Model) error {
	return varsam.Errorf(varsam.Invalid, "%s needs a subset: which rows of the population are released", m)
}

// tolerance lets pass what only the rounding of computed logarithms and shares
// keeps from a bound.
const tolerance = 1e-9
