package anonymity

import "slices"

// Release says what becomes of each row at a node. A suppressed row has
// [Suppressed] in every quasi-identifier.
type Release struct {
	Levels     []int  // by quasi-identifier
	Suppressed []bool // by row; rows outside the subset are not asked

	// Hide says that the sensitive cells of suppressed rows are suppressed too:
	// somebody who knows that a person fits no class finds the person among the
	// suppressed rows, and these together do not fulfil the models.
	Hide bool

	Before, After Risk // of released rows; after without the suppressed ones
}

// Risk is how well a row can be singled out by the quasi-identifiers.
type Risk struct {
	Rows     int64
	Classes  int64
	Smallest int64 // rows of the smallest class
	Below    int64 // the size under which a class is at risk
	AtRisk   int64 // rows in such classes
}

// Average is the mean chance to take the right one of a row's class: classes by
// rows.
func (r Risk) Average() float64 { return ratio(r.Classes, r.Rows) }

// Highest is the chance in the smallest class.
func (r Risk) Highest() float64 { return ratio(min(r.Smallest, 1), r.Smallest) }

// Share is the share of rows in classes that are too small.
func (r Risk) Share() float64 { return ratio(r.AtRisk, r.Rows) }

func ratio(a, b int64) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (r *Risk) add(size int64) {
	if size == 0 {
		return
	}
	if r.Classes++; r.Classes == 1 || size < r.Smallest {
		r.Smallest = size
	}
	r.Rows += size
	if size < r.Below {
		r.AtRisk += size
	}
}

// Release recodes the table to the levels of a solution.
func (p Problem) Release(levels []int) (Release, error) {
	if err := p.check(); err != nil {
		return Release{}, err
	}
	s, err := newSearch(&p)
	if err != nil {
		return Release{}, err
	}
	tuples := slices.Clone(s.moved)
	var climbs []climb
	for i, at := range s.place {
		s.levels[i] = levels[at]
		climbs = append(climbs, climb{i, 0, levels[at]})
	}
	var g grouping
	s.roll(&g, &s.base, climbs, s.levels)

	r := Release{Levels: slices.Clone(levels), Suppressed: make([]bool, p.rows())}
	r.Before.Below, r.After.Below = int64(s.least), int64(s.least)
	for _, c := range s.base.classes {
		r.Before.add(int64(c.members))
	}
	failing := make([]bool, len(g.classes))
	for i, c := range g.classes {
		if failing[i] = s.fails(&g, i, s.rules); !failing[i] {
			r.After.add(int64(c.members))
		}
	}
	for row, tuple := range tuples {
		r.Suppressed[row] = failing[s.moved[tuple]]
	}
	r.Hide = s.tellTale(&g, failing)
	return r, nil
}

// tellTale reports whether the failing classes, taken as one, fail too.
func (s *search) tellTale(g *grouping, failing []bool) bool {
	var one class
	counts := make([]map[uint32]uint32, len(g.spreads))
	for i, c := range g.classes {
		if !failing[i] {
			continue
		}
		one.rows += c.rows
		one.members += c.members
		for j := range g.spreads {
			if counts[j] == nil {
				counts[j] = map[uint32]uint32{}
			}
			values, n := g.spreads[j].of(i)
			for e, v := range values {
				counts[j][v] += n[e]
			}
		}
	}
	if one.members == 0 {
		return false
	}
	all := grouping{classes: []class{one}}
	for _, of := range counts {
		sp := spread{at: []uint32{0, uint32(len(of))}}
		for v, n := range of {
			sp.values, sp.counts = append(sp.values, v), append(sp.counts, n)
		}
		all.spreads = append(all.spreads, sp)
	}
	return s.fails(&all, 0, s.rules)
}

// Cell is what a quasi-identifier's cell becomes.
func (r Release) Cell(c Column, number, row int) string {
	if r.Suppressed[row] {
		return Suppressed
	}
	return c.Hierarchy.Label(r.Levels[number], c.Codes[row])
}
