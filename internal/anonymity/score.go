package anonymity

// tally counts what the classes of a node amount to. Rows are released rows, and
// classes those that have some.
type tally struct {
	kept, failing int64 // classes
	suppressed    int64 // rows of the failing classes
	keptSquares   int64 // of the kept classes' sizes
	squares       int64 // of all classes' sizes
	impossible    bool  // a class fails that suppression cannot mend
}

func (t tally) valid(allowed int64) bool { return !t.impossible && t.suppressed <= allowed }

// tally holds the classes against rules.
func (s *search) tally(g *grouping, rules []rule) (t tally) {
	for i := range g.classes {
		size := int64(g.classes[i].members)
		if s.fails(g, i, rules) {
			if size == 0 {
				t.impossible = true
				continue
			}
			t.failing++
			t.suppressed += size
		} else if size > 0 {
			t.kept++
			t.keptSquares += size * size
		}
		t.squares += size * size
	}
	return t
}

// fails reports whether a class fulfils some rule not. Classes without a
// released row are asked only by rules that ask them.
func (s *search) fails(g *grouping, i int, rules []rule) bool {
	members := g.classes[i].members
	if members < s.least && members > 0 {
		return true
	}
	for r := range rules {
		if (members > 0 || rules[r].outsiders) && !rules[r].fulfils(g, i) {
			return true
		}
	}
	return false
}

// score is what a node that fulfils the models loses.
func (s *search) score(g *grouping, t tally) Score {
	n := s.costs.n
	switch s.problem.Measure {
	case AECS:
		classes := t.kept
		if t.suppressed > 0 {
			classes++
		}
		return single(float64(n) / float64(classes))
	case DM:
		return single(float64(t.keptSquares + n*t.suppressed))
	case DMStar:
		return single(float64(t.squares))
	case Precision, Height, NUE:
		return s.ofLevels(t.suppressed)
	}
	return s.loss(g, t)
}

// loss is the columns' loss with the failing classes suppressed.
func (s *search) loss(g *grouping, t tally) Score {
	var covered [MaxColumns]int64
	if t.suppressed > 0 {
		for i := range g.classes {
			if !s.fails(g, i, s.rules) {
				continue
			}
			for j := range s.columns {
				c := &s.columns[j]
				covers := s.costs.covers[j][s.levels[j]][c.tuples[g.classes[i].tuple]]
				covered[j] += int64(g.classes[i].members) * (s.costs.domain[j] - covers)
			}
		}
	}
	for j, level := range s.levels {
		s.losses[s.place[j]] = s.costs.column(j, s.costs.covered[j][level]+covered[j])
	}
	return s.problem.Measure.join(s.losses)
}

// ofLevels is the score by measures that know only the levels and the number of
// suppressed rows.
func (s *search) ofLevels(suppressed int64) Score {
	total := 0.0
	for j, level := range s.levels {
		switch s.problem.Measure {
		case NUE:
			s.losses[s.place[j]] = s.costs.nue[j][level]
		case Height:
			s.losses[s.place[j]] = float64(level)
		default:
			s.losses[s.place[j]] = float64(level) / float64(max(s.top(j), 1))
		}
	}
	for _, x := range s.losses {
		total += x
	}
	if s.problem.Measure != Precision {
		return single(total)
	}
	lost := float64(suppressed) / float64(s.costs.n)
	return single(total/float64(len(s.losses))*(1-lost) + lost)
}

// bound is a score that no node which is as coarse as a tally's or coarser, and
// suppresses at least what is sure, can be better than.
func (s *search) bound(t tally, sure *least) Score {
	n, least := s.costs.n, int64(s.least)
	switch s.problem.Measure {
	case AECS:
		// A class that is kept there contains one that is kept here, or is made
		// of failing ones and has as many rows as any must have.
		classes := t.kept + min(t.failing, (t.suppressed-sure.rows)/least)
		if s.allowed > 0 && t.suppressed > 0 {
			classes++
		}
		return single(float64(n) / float64(max(classes, 1)))
	case DM:
		failing := max(t.squares-t.keptSquares, (t.suppressed-sure.rows)*least+sure.rows*n)
		return single(float64(t.keptSquares + failing))
	case DMStar:
		return single(float64(t.squares))
	case Precision, Height, NUE:
		return s.ofLevels(sure.rows)
	}
	for j, level := range s.levels {
		s.losses[s.place[j]] = s.costs.column(j, s.costs.covered[j][level]+sure.cover[j])
	}
	return s.problem.Measure.join(s.losses)
}

// surely is what is lost below a node whose columns up to j keep their levels:
// its failing classes, with the later columns at their highest level, fail there
// too.
func (s *search) surely(g *grouping, t tally, j int) least {
	l := least{rows: t.suppressed}
	if t.suppressed == 0 || s.problem.Measure != Loss && s.problem.Measure != LossGeometric && s.problem.Measure != LossRank {
		return l
	}
	for i := range g.classes {
		if !s.fails(g, i, s.sure) {
			continue
		}
		members := int64(g.classes[i].members)
		for of := range s.columns {
			covers := int64(1)
			if of <= j {
				covers = s.costs.covers[of][s.levels[of]][s.columns[of].tuples[g.classes[i].tuple]]
			}
			l.cover[of] += members * (s.costs.domain[of] - covers)
		}
	}
	return l
}
