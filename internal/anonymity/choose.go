package anonymity

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// Ladder is what may become of one column: its recodes from the finest to the
// coarsest. Each makes equal at least what the one before does. One step alone is
// no choice.
type Ladder struct {
	Column string
	Steps  []Recode
}

// LadderOf is the ladder of a hierarchy's levels, the value itself first.
func LadderOf(column string, h *Hierarchy) Ladder {
	l := Ladder{Column: column, Steps: []Recode{Keep()}}
	for level := 1; level < h.Levels(); level++ {
		l.Steps = append(l.Steps, ToLevel(h, level))
	}
	return l
}

// Aim is what a choice of recodes is to reach.
type Aim struct {
	K       int
	L       int // different values of each sensitive column; 0 or 1 asks nothing
	Measure Measure
	Limit   float64 // the share of rows that may wait, or be suppressed at last
}

// Choice is a recode for every column.
type Choice struct {
	Solution
	Recodes       []Recode // by ladder; nil when no combination reaches the aim
	Before, After Risk
}

// Sample is rows of a collection, to choose its recodes from once: all of them,
// or some. Of a sample k is asked as it is, so that a choice from part of the rows
// is coarser than it would have to be, never finer. A column's domain is the
// values that occur, since a ladder names no others. Whether rows are
// anonymous is never settled here, but by [Classes] over all of them.
type Sample struct {
	ladders   []Ladder
	sensitive []string
	columns   []dictionary // ladders, then sensitive columns
	rows      int
}

// dictionary codes the values of one column in the order in which they come.
type dictionary struct {
	codes  map[varsam.Value]uint32
	values []varsam.Value
	rows   []uint32
}

func (d *dictionary) add(v varsam.Value) {
	code, ok := d.codes[v]
	if !ok {
		code = uint32(len(d.values))
		d.codes[v] = code
		d.values = append(d.values, v)
	}
	d.rows = append(d.rows, code)
}

// NewSample begins an empty sample. Steps that are not [Recode.Pure] are Invalid:
// what they leave is no class's.
func NewSample(ladders []Ladder, sensitive []string) (*Sample, error) {
	for _, l := range ladders {
		if len(l.Steps) == 0 {
			return nil, varsam.Errorf(varsam.Invalid, "column %s has no recode to choose from", l.Column)
		}
		for _, step := range l.Steps {
			if err := step.Check(); err != nil {
				return nil, err
			}
			if !step.Pure() {
				return nil, varsam.Errorf(varsam.Invalid, "column %s: %s cannot be chosen by a search", l.Column, step.Way)
			}
		}
	}
	s := &Sample{ladders: ladders, sensitive: sensitive, columns: make([]dictionary, len(ladders)+len(sensitive))}
	for i := range s.columns {
		s.columns[i].codes = map[varsam.Value]uint32{}
	}
	return s, nil
}

// Add takes a row: the values of the ladders' columns as they are stored, and the
// sensitive ones.
func (s *Sample) Add(identifiers, sensitive []varsam.Value) error {
	if len(identifiers) != len(s.ladders) || len(sensitive) != len(s.sensitive) {
		return varsam.Errorf(varsam.Internal, "a row of %d and %d values in a sample of %d and %d columns",
			len(identifiers), len(sensitive), len(s.ladders), len(s.sensitive))
	}
	for i, v := range identifiers {
		s.columns[i].add(v)
	}
	for i, v := range sensitive {
		s.columns[len(identifiers)+i].add(v)
	}
	s.rows++
	return nil
}

// Choose searches the ladders for the combination that reaches the aim and loses
// least. Not [Solution.Found] when none does.
func (s *Sample) Choose(ctx context.Context, aim Aim) (Choice, error) {
	p, err := s.problem(aim)
	if err != nil {
		return Choice{}, err
	}
	found, err := p.Search(ctx)
	if err != nil || !found.Found {
		return Choice{Solution: found}, err
	}
	r, err := p.Release(found.Levels)
	if err != nil {
		return Choice{}, err
	}
	c := Choice{Solution: found, Before: r.Before, After: r.After}
	for i, level := range found.Levels {
		c.Recodes = append(c.Recodes, s.ladders[i].Steps[level])
	}
	return c, nil
}

func (s *Sample) problem(aim Aim) (Problem, error) {
	p := Problem{Models: []Model{K(aim.K)}, Measure: aim.Measure, Limit: aim.Limit}
	for i, l := range s.ladders {
		c, err := l.column(s.columns[i])
		if err != nil {
			return Problem{}, err
		}
		p.Quasi = append(p.Quasi, c)
	}
	for i, name := range s.sensitive {
		c, err := Ladder{name, []Recode{Keep()}}.column(s.columns[len(s.ladders)+i])
		if err != nil {
			return Problem{}, err
		}
		p.Sensitive = append(p.Sensitive, c)
		if aim.L > 1 {
			p.Models = append(p.Models, DistinctL{aim.L, name})
		}
	}
	return p, nil
}

// column makes the ladder's hierarchy over the values that occur. Its lowest
// level is the first step.
func (l Ladder) column(d dictionary) (Column, error) {
	var lines [][]string
	codes := make([]uint32, len(d.values)) // by value: its line
	first := map[string]uint32{}
	for i, v := range d.values {
		line := make([]string, len(l.Steps))
		for level, step := range l.Steps {
			line[level] = string(step.Apply(v).AppendCanonical(nil))
		}
		at, known := first[line[0]]
		if !known {
			at = uint32(len(lines))
			first[line[0]] = at
			lines = append(lines, line)
		}
		if codes[i] = at; !slices.Equal(lines[at], line) {
			return Column{}, l.noLadder()
		}
	}
	if len(lines) == 0 {
		return Column{}, varsam.Errorf(varsam.Invalid, "the sample has no rows")
	}
	h, err := NewHierarchy(lines)
	if err != nil {
		return Column{}, l.noLadder()
	}
	c := Column{l.Column, h, make([]uint32, len(d.rows))}
	for row, value := range d.rows {
		c.Codes[row] = codes[value]
	}
	return c, nil
}

func (l Ladder) noLadder() error {
	return varsam.Errorf(varsam.Invalid, "the recodes of column %s are no ladder: what one step makes equal, the next tells apart", l.Column)
}
