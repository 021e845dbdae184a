package anonymity

import (
	"cmp"
	"context"
	"slices"
)

// Solution is the node that a search found.
type Solution struct {
	Found      bool
	Levels     []int // by quasi-identifier; nil when no node fulfils the models
	Score      Score
	Suppressed int64 // released rows that are to be suppressed
	Nodes      int   // of the lattice
	Checked    int   // nodes whose classes were built
}

// Search finds the node with the best score among all that fulfil the models
// with no more rows suppressed than the limit allows. Of several it takes the one
// with fewest rows suppressed, then with the smallest sum of levels, then with the
// smaller level in the first column where they differ; so the result does not
// depend on the order of the search. It runs on one core and ends with ctx's
// error when that is done.
//
// Columns are fixed one after another, the one with most values first. While the
// later ones are at their lowest level the classes are those of the finest node of
// all that follow, and bound what any of these can score; with the later ones at
// their highest they are the coarsest, and where that suppresses too much all do.
// Classes are always built from those of a finer node.
func (p Problem) Search(ctx context.Context) (Solution, error) {
	if err := p.check(); err != nil {
		return Solution{}, err
	}
	s, err := newSearch(&p)
	if err != nil {
		return Solution{}, err
	}
	if err := s.run(ctx); err != nil {
		return Solution{}, err
	}
	s.best.Nodes, s.best.Checked = p.Nodes(), s.built
	return s.best, nil
}

// search is one run of Search.
type search struct {
	*grouper
	problem *Problem
	place   []int // by the search's column: its number in the problem
	costs   *costs
	rules   []rule
	least   uint32 // released rows that a class must have in any case
	sure    []rule // those of the rules by which a coarser node never fails more
	allowed int64
	grows   bool
	base    grouping
	levels  []int // by the search's column
	losses  []float64
	depths  []depth
	best    Solution
}

// depth is the memory of one column's turn.
type depth struct {
	chain [2]grouping // the column's levels, each built from the one before
	tops  [2]grouping // the same with all later columns at their highest
	least []least     // by level
}

// least is what is lost at all nodes below some: the rows that are suppressed
// there in any case, and what that adds to the values that the columns cover.
type least struct {
	rows  int64
	cover [MaxColumns]int64 // by the search's column
}

func newSearch(p *Problem) (*search, error) {
	s := &search{problem: p, least: 1, allowed: p.allowed()}
	s.grows = p.Measure.grows(s.allowed)
	for _, m := range p.Models {
		r, err := m.rule(p)
		if err != nil {
			return nil, err
		}
		s.least = max(s.least, r.least)
		if r.fulfils == nil {
			continue
		}
		s.rules = append(s.rules, r)
		if r.joins || s.allowed == 0 {
			s.sure = append(s.sure, r)
		}
	}
	s.prepare()
	return s, nil
}

// prepare orders the columns and merges equal rows.
func (s *search) prepare() {
	p := s.problem
	m := len(p.Quasi)
	s.place = make([]int, m)
	different := make([]int, m)
	for i, c := range p.Quasi {
		s.place[i], different[i] = i, distinct(c)
	}
	slices.SortStableFunc(s.place, func(a, b int) int { return cmp.Compare(different[b], different[a]) })
	columns := make([]coded, m)
	for i, at := range s.place {
		columns[i] = coded{Column: p.Quasi[at]}
	}
	s.grouper = newGrouper(columns)
	s.costs = newCosts(p, columns)
	s.levels, s.losses, s.depths = make([]int, m), make([]float64, m), make([]depth, m)
	s.merge()
}

func distinct(c Column) int {
	seen := make([]bool, c.Hierarchy.Size())
	n := 0
	for _, code := range c.Codes {
		if !seen[code] {
			seen[code] = true
			n++
		}
	}
	return n
}

// merge makes one tuple of the rows that are equal in all quasi-identifiers.
func (s *search) merge() {
	p := s.problem
	rows := grouping{classes: make([]class, p.rows())}
	for i := range s.columns {
		c := &s.columns[i]
		c.tuples = c.Codes
		for row, code := range c.Codes {
			rows.classes[row].hash += c.parts[0][code]
		}
	}
	for row := range rows.classes {
		c := &rows.classes[row]
		c.tuple, c.rows = uint32(row), 1
		if p.Subset == nil || p.Subset[row] {
			c.members = 1
		}
	}
	rows.spreads = make([]spread, len(p.Sensitive))
	for i, c := range p.Sensitive {
		rows.spreads[i] = spreadOf(rows.classes, c.Codes)
		s.sums = resized(s.sums, max(len(s.sums), c.Hierarchy.Size()))
	}
	s.roll(&s.base, &rows, nil, s.levels)
	s.built-- // no node, but the table
	for i := range s.columns {
		c := &s.columns[i]
		c.tuples = make([]uint32, len(s.base.classes))
		for tuple, first := range s.base.classes {
			c.tuples[tuple] = c.Codes[first.tuple]
		}
	}
	for tuple := range s.base.classes {
		s.base.classes[tuple].tuple = uint32(tuple)
	}
}

// spreadOf is the distribution of single rows.
func spreadOf(rows []class, codes []uint32) spread {
	s := spread{at: make([]uint32, 1, len(rows)+1)}
	for row, c := range rows {
		if c.members > 0 {
			s.values, s.counts = append(s.values, codes[row]), append(s.counts, 1)
		}
		s.at = append(s.at, uint32(len(s.values)))
	}
	return s
}

func (s *search) run(ctx context.Context) error {
	var top grouping
	s.roll(&top, &s.base, s.climbs(0), s.levels)
	t := s.tally(&top, s.sure)
	if !t.valid(s.allowed) { // then no node is: all others are finer
		return nil
	}
	clear(s.levels)
	return s.descend(ctx, 0, &s.base, s.tally(&s.base, s.rules), &least{rows: t.suppressed})
}

// climbs takes the columns from the given one on from their lowest level to
// their highest, in s.levels too.
func (s *search) climbs(from int) []climb {
	var all []climb
	for i := from; i < len(s.columns); i++ {
		if top := s.top(i); top > 0 {
			all = append(all, climb{i, 0, top})
			s.levels[i] = top
		}
	}
	return all
}

func (s *search) top(column int) int { return s.columns[column].Hierarchy.Levels() - 1 }

// descend tries every level of column j below the node that g holds, whose
// columns from j on are at their lowest.
func (s *search) descend(ctx context.Context, j int, g *grouping, t tally, sure *least) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if j == len(s.columns) {
		s.judge(g, t)
		return nil
	}
	atTop, built, turn := s.tops(j, g, sure), 0, 0
	sure = &atTop[s.top(j)]
	for level := 0; level <= s.top(j); level++ {
		if atTop[level].rows > s.allowed {
			continue
		}
		s.levels[j] = level
		if level > 0 {
			next := &s.depths[j].chain[turn]
			s.roll(next, g, []climb{{j, built, level}}, s.levels)
			g, built, turn, t = next, level, 1-turn, s.tally(next, s.rules)
		}
		if s.hopeless(t, sure) {
			break // and so are the higher levels
		}
		if s.first(t, sure) {
			s.judge(g, t)
			break
		}
		if s.hopeless(t, &atTop[level]) {
			continue
		}
		if err := s.descend(ctx, j+1, g, t, &atTop[level]); err != nil {
			return err
		}
	}
	s.levels[j] = 0
	return nil
}

// tops gives, for every level of column j, how many rows are suppressed at least
// at the nodes below: as many as with all later columns at their highest level.
func (s *search) tops(j int, g *grouping, sure *least) []least {
	d := &s.depths[j]
	d.least = d.least[:0]
	for range s.top(j) + 1 {
		d.least = append(d.least, *sure)
		d.least[len(d.least)-1].cover[j] = 0 // depends on the level
	}
	if j == len(s.columns)-1 {
		return d.least
	}
	above, climbs := g, s.climbs(j+1)
	for level := 0; level < s.top(j); level++ {
		next := &d.tops[level&1]
		s.levels[j] = level
		s.roll(next, above, climbs, s.levels)
		above, climbs = next, append(climbs[:0], climb{j, level, level + 1})
		t := s.tally(next, s.sure)
		d.least[level] = s.surely(next, t, j)
		if t.impossible {
			d.least[level].rows = s.allowed + 1
		}
		if t.suppressed == sure.rows || s.grows && t.valid(s.allowed) {
			break // a coarser node suppresses no more
		}
	}
	clear(s.levels[j:])
	return d.least
}

// hopeless reports whether the finest node of some, with its tally, shows that
// none of them can be better than the best so far.
func (s *search) hopeless(t tally, sure *least) bool {
	return s.best.Found && s.bound(t, sure).Compare(s.best.Score) > 0
}

// first reports whether a node, with its tally, is better than all that are
// coarser. Where their scores are equal so are their classes, but for those of
// rows outside the subset, which may suppress less.
func (s *search) first(t tally, sure *least) bool {
	return s.grows && t.valid(s.allowed) && (s.problem.Subset == nil || t.suppressed == sure.rows)
}

// judge compares a node with the best so far.
func (s *search) judge(g *grouping, t tally) {
	if !t.valid(s.allowed) {
		return
	}
	now := Solution{Found: true, Score: s.score(g, t), Suppressed: t.suppressed, Levels: make([]int, len(s.levels))}
	for i, level := range s.levels {
		now.Levels[s.place[i]] = level
	}
	if !s.best.Found || now.before(s.best) {
		s.best = now
	}
}

func (a Solution) before(b Solution) bool {
	return cmp.Or(
		a.Score.Compare(b.Score),
		cmp.Compare(a.Suppressed, b.Suppressed),
		cmp.Compare(sum(a.Levels), sum(b.Levels)),
		slices.Compare(a.Levels, b.Levels),
	) < 0
}

func sum(levels []int) (n int) {
	for _, level := range levels {
		n += level
	}
	return n
}
