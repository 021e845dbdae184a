package anonymity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// tryAll is the search by the definitions: every node, text against text, no
// pruning and nothing shared with what it checks but the hierarchies' labels.
func tryAll(p Problem) Solution {
	levels := make([]int, len(p.Quasi))
	var best Solution
	for {
		if s, ok := try(p, levels); ok && (!best.Found || better(s, best)) {
			best = s
		}
		at := len(levels) - 1
		for at >= 0 && levels[at] == p.Quasi[at].Hierarchy.Levels()-1 {
			levels[at] = 0
			at--
		}
		if at < 0 {
			return best
		}
		levels[at]++
	}
}

func better(a, b Solution) bool {
	for i, x := range a.Score {
		if y := b.Score[i]; math.Abs(x-y) > 1e-10*max(1, math.Abs(y)) {
			return x < y
		}
	}
	return cmp.Or(cmp.Compare(a.Suppressed, b.Suppressed), cmp.Compare(sum(a.Levels), sum(b.Levels)), slices.Compare(a.Levels, b.Levels)) < 0
}

// lot is the rows of one class.
type lot struct{ all, released []int }

func try(p Problem, levels []int) (Solution, bool) {
	classes := map[string]*lot{}
	for row := range p.rows() {
		var key strings.Builder
		for i, c := range p.Quasi {
			fmt.Fprintf(&key, "%q ", c.Hierarchy.Label(levels[i], c.Codes[row]))
		}
		c := classes[key.String()]
		if c == nil {
			c = &lot{}
			classes[key.String()] = c
		}
		c.all = append(c.all, row)
		if p.Subset == nil || p.Subset[row] {
			c.released = append(c.released, row)
		}
	}
	lost := map[int]bool{}
	var kept, every []int
	for _, c := range classes {
		ok := true
		for _, m := range p.Models {
			ok = ok && holds(p, m, c)
		}
		switch {
		case !ok && len(c.released) == 0:
			return Solution{}, false
		case ok && len(c.released) > 0:
			kept = append(kept, len(c.released))
		}
		every = append(every, len(c.released))
		for _, row := range c.released {
			if !ok {
				lost[row] = true
			}
		}
	}
	s := Solution{Found: true, Levels: slices.Clone(levels), Suppressed: int64(len(lost))}
	s.Score = rate(p, levels, lost, kept, every)
	return s, len(lost) <= int(p.Limit*float64(p.released()))
}

func holds(p Problem, m Model, c *lot) bool {
	n := len(c.released)
	if d, ok := m.(Presence); ok {
		share := float64(n) / float64(len(c.all))
		return share >= d.Min-1e-9 && share <= d.Max+1e-9
	}
	if n == 0 {
		return true
	}
	counts := map[string]int{}
	table := map[string]int{}
	for _, row := range c.released {
		counts[p.Sensitive[0].Hierarchy.Label(0, p.Sensitive[0].Codes[row])]++
	}
	for row, code := range p.Sensitive[0].Codes {
		if p.Subset == nil || p.Subset[row] {
			table[p.Sensitive[0].Hierarchy.Label(0, code)]++
		}
	}
	var sorted []int
	for _, c := range counts {
		sorted = append(sorted, -c)
	}
	slices.Sort(sorted)
	switch m := m.(type) {
	case K:
		return n >= int(m)
	case KMap:
		return len(c.all) >= int(m)
	case DistinctL:
		return len(counts) >= m.L
	case EntropyL:
		h := 0.0
		for _, c := range counts {
			h -= float64(c) / float64(n) * math.Log(float64(c)/float64(n))
		}
		return float64(len(counts)) >= m.L && h >= math.Log(m.L)-1e-9
	case RecursiveL:
		tail := 0
		for i, c := range sorted {
			if i >= m.L-1 {
				tail -= c
			}
		}
		return len(counts) >= m.L && float64(-sorted[0]) < m.C*float64(tail)
	case EqualT:
		d := 0.0
		for v, q := range table {
			d += math.Abs(float64(counts[v])/float64(n)-float64(q)/float64(p.released())) / 2
		}
		return d <= m.T+1e-9
	case HierarchicalT:
		return moved(p.Sensitive[0].Hierarchy, counts, n, table, p.released()) <= m.T+1e-9
	}
	panic(m)
}

// moved is the earth mover's distance on a tree: an edge costs half of the
// height that it climbs, and what must go over it is the difference of what lies
// below. That is another way to say it than by surplus and deficit.
func moved(h *Hierarchy, counts map[string]int, n int, table map[string]int, all int) float64 {
	edges := max(h.Levels()-1, 1) // values without coarser forms hang on one root
	cost := 0.0
	for level := range edges {
		below := map[string]float64{}
		for value := range h.Size() {
			text := h.Label(0, uint32(value))
			below[h.Label(level, uint32(value))] += float64(counts[text])/float64(n) - float64(table[text])/float64(all)
		}
		for _, x := range below {
			cost += math.Abs(x) / 2 / float64(edges)
		}
	}
	return cost
}

func rate(p Problem, levels []int, lost map[int]bool, kept, every []int) Score {
	n := float64(p.released())
	m := float64(len(p.Quasi))
	squares := func(sizes []int) (sum float64) {
		for _, c := range sizes {
			sum += float64(c * c)
		}
		return sum
	}
	switch p.Measure {
	case AECS:
		if len(lost) > 0 {
			return Score{n / float64(len(kept)+1)}
		}
		return Score{n / float64(len(kept))}
	case DM:
		return Score{squares(kept) + n*float64(len(lost))}
	case DMStar:
		return Score{squares(every)}
	case Height:
		return Score{float64(sum(levels))}
	}
	var columns []float64
	for i, c := range p.Quasi {
		columns = append(columns, rateColumn(p, c, levels[i], lost))
	}
	total, product := 0.0, 1.0
	for _, x := range columns {
		total += x
		product *= 1 + x
	}
	switch p.Measure {
	case NUE:
		return Score{total}
	case LossGeometric:
		return Score{math.Pow(product, 1/m) - 1}
	case LossRank:
		var s Score
		slices.Sort(columns)
		slices.Reverse(columns)
		copy(s[:], columns)
		return s
	}
	return Score{total / m}
}

func rateColumn(p Problem, c Column, level int, lost map[int]bool) float64 {
	n := float64(p.released())
	values, forms := map[string]float64{}, map[string]float64{}
	for row, code := range c.Codes {
		if p.Subset == nil || p.Subset[row] {
			values[c.Hierarchy.Label(0, code)]++
			forms[c.Hierarchy.Label(level, code)]++
		}
	}
	domain := map[string]float64{}
	for v := range c.Hierarchy.Size() {
		domain[c.Hierarchy.Label(level, uint32(v))]++
	}
	sum := 0.0
	for row, code := range c.Codes {
		value, form := c.Hierarchy.Label(0, code), c.Hierarchy.Label(level, code)
		switch {
		case p.Subset != nil && !p.Subset[row]:
		case p.Measure == NUE:
			sum -= math.Log2(values[value] / forms[form])
		case lost[row]:
			sum++
		case p.Measure == Precision && c.Hierarchy.Levels() > 1:
			sum += float64(level) / float64(c.Hierarchy.Levels()-1)
		case p.Measure == Precision:
		default:
			sum += domain[form] / float64(c.Hierarchy.Size())
		}
	}
	d := 1 / float64(c.Hierarchy.Size())
	switch {
	case p.Measure == NUE:
		return sum
	case p.Measure == Precision:
		return sum / n
	case d == 1:
		return 0
	}
	return max((sum/n-d)/(1-d), 0)
}
