package anonymity

import (
	"fmt"
	"math"

	"github.com/varsam/varsam"
)

// EqualT is t-closeness (Li, Li, Venkatasubramanian 2007) with the equal
// distance: the distribution of a sensitive column in a class differs from the
// table's by at most T, as half the sum of the differences.
type EqualT struct {
	T         float64
	Sensitive string
}

// String names the model.
func (m EqualT) String() string {
	return fmt.Sprintf("t-closeness of %s by equal distance, t = %v", m.Sensitive, m.T)
}

func (m EqualT) rule(p *Problem) (rule, error) {
	return closeness(p, m.Sensitive, m.T, func(extra []float64) float64 {
		sum := 0.0
		for _, x := range extra {
			sum += math.Abs(x)
		}
		return sum / 2
	})
}

// HierarchicalT is t-closeness with the hierarchical distance: the earth mover's
// distance on the column's hierarchy, where going up to a form of height h costs
// h of the tree's height.
type HierarchicalT struct {
	T         float64
	Sensitive string
}

// String names the model.
func (m HierarchicalT) String() string {
	return fmt.Sprintf("t-closeness of %s by hierarchical distance, t = %v", m.Sensitive, m.T)
}

func (m HierarchicalT) rule(p *Problem) (rule, error) {
	i, err := p.sensitive(m.Sensitive)
	if err != nil {
		return rule{}, err
	}
	return closeness(p, m.Sensitive, m.T, newTree(p.Sensitive[i].Hierarchy).distance)
}

// closeness is the rule of a model that holds a class's distribution against the
// table's; extra is, for every value of the domain, its share in the class less
// its share in the table.
func closeness(p *Problem, column string, t float64, distance func(extra []float64) float64) (rule, error) {
	if !(t >= 0 && t <= 1) {
		return rule{}, varsam.Errorf(varsam.Invalid, "t lies between 0 and 1")
	}
	i, err := p.sensitive(column)
	if err != nil {
		return rule{}, err
	}
	table := p.shares(i)
	extra := make([]float64, len(table))
	return rule{least: 1, sensitive: i, fulfils: func(g *grouping, class int) bool {
		for v, share := range table {
			extra[v] = -share
		}
		values, counts := g.spreads[i].of(class)
		rows := float64(g.classes[class].members)
		for e, v := range values {
			extra[v] += float64(counts[e]) / rows
		}
		return distance(extra) <= t+tolerance
	}}, nil
}

// shares is the distribution of a sensitive column over the released rows.
func (p *Problem) shares(sensitive int) []float64 {
	c := p.Sensitive[sensitive]
	all := make([]float64, c.Hierarchy.Size())
	n := float64(p.released())
	for row, code := range c.Codes {
		if p.Subset == nil || p.Subset[row] {
			all[code] += 1 / n
		}
	}
	return all
}

// tree is a hierarchy made ready for the earth mover's distance.
type tree struct {
	*Hierarchy
	parents [][]uint32  // by level and form: the form one level up
	extra   [][]float64 // by level and form
	surplus [][]float64
}

func newTree(h *Hierarchy) *tree {
	t := &tree{Hierarchy: h}
	for level := range h.Levels() {
		n := len(h.labels[level])
		t.extra, t.surplus = append(t.extra, make([]float64, n)), append(t.surplus, make([]float64, n))
		t.parents = append(t.parents, make([]uint32, n))
		if level+1 < h.Levels() {
			for value, form := range h.up[level] {
				t.parents[level][form] = h.up[level+1][value]
			}
		}
	}
	return t
}

// distance moves what a form has too much to a sibling that has too little, and
// the rest to the next level. What is left at the last level, where it is no
// single root, goes over one more.
func (t *tree) distance(extra []float64) float64 {
	copy(t.extra[0], extra)
	last := t.Levels() - 1
	cost := 0.0
	for level := range last {
		up, surplus := t.extra[level+1], t.surplus[level+1]
		clear(up)
		clear(surplus)
		for form, x := range t.extra[level] {
			parent := t.parents[level][form]
			up[parent] += x
			surplus[parent] += max(x, 0)
		}
		for form, x := range up {
			// surplus - deficit = x, so the smaller of them is:
			moved := min(surplus[form], surplus[form]-x)
			cost += float64(level+1) / float64(last) * moved
		}
	}
	for _, x := range t.extra[last] {
		cost += max(x, 0)
	}
	return cost
}
