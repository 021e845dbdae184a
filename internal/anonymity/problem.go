package anonymity

import (
	"math"

	"github.com/varsam/varsam"
)

// The bounds of a search: more than these take a person's decision about what is
// worth keeping, not more time.
const (
	MaxColumns = 16      // quasi-identifiers
	MaxNodes   = 200_000 // of the lattice
)

// Column is one column of a table, coded: Codes has for every row the number of
// its value in the hierarchy.
type Column struct {
	Name      string
	Hierarchy *Hierarchy
	Codes     []uint32
}

// NewColumn codes values. A value that the hierarchy lacks is an error that names
// the row, counted from 1, and never the value.
func NewColumn(name string, h *Hierarchy, values []string) (Column, error) {
	c := Column{Name: name, Hierarchy: h, Codes: make([]uint32, len(values))}
	for i, v := range values {
		code, ok := h.Code(v)
		if !ok {
			return Column{}, varsam.Errorf(varsam.Invalid, "row %d has a value in column %s that its hierarchy lacks: add a line for it", i+1, name)
		}
		c.Codes[i] = code
	}
	return c, nil
}

// Problem is a table and what is wanted of it.
type Problem struct {
	Quasi     []Column
	Sensitive []Column

	// Subset marks the rows that are to be released; the others are the
	// population they come from. Nil means all. Classes are built over all
	// rows; rows, classes and measures count the subset, and so do the
	// distributions of sensitive columns.
	Subset []bool

	Models  []Model
	Measure Measure
	Limit   float64 // the share of rows that may be suppressed, 0 to 1
}

// Nodes is the size of the lattice.
func (p Problem) Nodes() int {
	nodes := 1
	for _, c := range p.Quasi {
		if nodes *= c.Hierarchy.Levels(); nodes > MaxNodes {
			return MaxNodes + 1
		}
	}
	return nodes
}

func (p Problem) rows() int {
	if len(p.Quasi) == 0 {
		return 0
	}
	return len(p.Quasi[0].Codes)
}

// released counts the rows that the measures count.
func (p Problem) released() int {
	if p.Subset == nil {
		return p.rows()
	}
	n := 0
	for _, in := range p.Subset {
		if in {
			n++
		}
	}
	return n
}

// allowed is how many rows may be suppressed.
func (p Problem) allowed() int64 { return int64(math.Floor(p.Limit * float64(p.released()))) }

func (p Problem) check() error {
	switch {
	case len(p.Quasi) == 0:
		return varsam.Errorf(varsam.Invalid, "no quasi-identifier: name the columns that together may single out a person")
	case p.released() == 0:
		return varsam.Errorf(varsam.Invalid, "the table has no rows")
	case len(p.Quasi) > MaxColumns:
		return varsam.Errorf(varsam.Invalid, "%d quasi-identifiers are more than %d: leave columns out or join them", len(p.Quasi), MaxColumns)
	case p.Nodes() > MaxNodes:
		return varsam.Errorf(varsam.Invalid, "the lattice has more than %d nodes: take levels out of the hierarchies, or columns", MaxNodes)
	case !(p.Limit >= 0 && p.Limit <= 1):
		return varsam.Errorf(varsam.Invalid, "the share of rows that may be suppressed lies between 0 and 1")
	case len(p.Models) == 0:
		return varsam.Errorf(varsam.Invalid, "no model: say what a class must fulfil, for example k = 5")
	case !p.Measure.known():
		return varsam.Errorf(varsam.Invalid, "measure %q is not known", p.Measure)
	}
	for _, c := range append(p.Quasi[:len(p.Quasi):len(p.Quasi)], p.Sensitive...) {
		if len(c.Codes) != p.rows() {
			return varsam.Errorf(varsam.Internal, "column %s has %d rows where the first has %d", c.Name, len(c.Codes), p.rows())
		}
	}
	if p.Subset != nil && len(p.Subset) != p.rows() {
		return varsam.Errorf(varsam.Internal, "the subset has %d rows and the table %d", len(p.Subset), p.rows())
	}
	return nil
}
