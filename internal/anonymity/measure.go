package anonymity

import (
	"cmp"
	"math"
	"slices"
)

// Measure says how much a node loses: the smaller the better.
type Measure string

// The measures. n is the number of released rows; a suppressed row has lost all.
const (
	// Loss is the mean over the columns of the share of its domain that a row's
	// form covers, from 0 for the value itself to 1 for all.
	Loss Measure = "loss"
	// LossGeometric is the geometric mean of the columns' 1 + loss, less 1.
	LossGeometric Measure = "loss-geometric"
	// LossRank compares the columns' losses from the largest down, one after
	// another.
	LossRank Measure = "loss-rank"
	// AECS is the average class size: n by the number of classes, where all
	// suppressed rows are one.
	AECS Measure = "aecs"
	// DM is the discernibility: the sum of the squares of the classes' sizes,
	// and n for each suppressed row.
	DM Measure = "dm"
	// DMStar is the same as if nothing was suppressed.
	DMStar Measure = "dm-star"
	// Precision is the mean over the columns of level by highest level.
	Precision Measure = "precision"
	// Height is the sum of the levels, whatever is suppressed.
	Height Measure = "height"
	// NUE is the non-uniform entropy: the sum over columns and rows of the bits
	// that a value has more than its form, whatever is suppressed.
	NUE Measure = "nue"
)

// Measures lists them.
var Measures = []Measure{Loss, LossGeometric, LossRank, AECS, DM, DMStar, Precision, Height, NUE}

func (m Measure) known() bool { return slices.Contains(Measures, m) }

// grows reports whether a coarser node never scores better, at a limit of
// suppressed rows.
func (m Measure) grows(allowed int64) bool {
	return allowed == 0 || m == DMStar || m == Height || m == NUE
}

// Score is a node's loss by a measure. It is one number, in its first place, but
// for [LossRank]: the columns' losses from the largest down.
type Score [MaxColumns]float64

// Value is the number, or the largest column's loss.
func (s Score) Value() float64 { return s[0] }

// Compare is -1, 0 or 1 as s is better than, equal to or worse than other. What
// differs only by rounding is equal.
func (s Score) Compare(other Score) int {
	for i := range s {
		if math.Abs(s[i]-other[i]) > 1e-12*math.Abs(other[i]) {
			return cmp.Compare(s[i], other[i])
		}
	}
	return 0
}

func single(x float64) Score { return Score{x} }

// costs are what the forms of the columns cost, whatever the classes are.
type costs struct {
	n       int64
	domain  []int64     // by column
	covers  [][][]int64 // by column, level and value: values of the domain with the same form
	covered [][]int64   // by column and level: its sum over the rows
	nue     [][]float64 // by column and level
}

func newCosts(p *Problem, columns []coded) *costs {
	c := &costs{n: int64(p.released())}
	for _, column := range columns {
		h := column.Hierarchy
		counts := make([]int64, h.Size())
		for row, code := range column.Codes {
			if p.Subset == nil || p.Subset[row] {
				counts[code]++
			}
		}
		c.domain = append(c.domain, int64(h.Size()))
		c.covers = append(c.covers, nil)
		c.covered = append(c.covered, make([]int64, h.Levels()))
		c.nue = append(c.nue, make([]float64, h.Levels()))
		last := len(c.covers) - 1
		for level := range h.Levels() {
			covers := h.covers(level)
			c.covers[last] = append(c.covers[last], covers)
			for value, n := range counts {
				c.covered[last][level] += n * covers[value]
			}
			c.nue[last][level] = lostBits(h, level, counts)
		}
	}
	return c
}

// lostBits is a column's non-uniform entropy at a level.
func lostBits(h *Hierarchy, level int, counts []int64) float64 {
	forms := make([]int64, len(h.labels[level]))
	for value, form := range h.up[level] {
		forms[form] += counts[value]
	}
	sum := 0.0
	for value, n := range counts {
		if n > 0 {
			sum -= float64(n) * math.Log2(float64(n)/float64(forms[h.up[level][value]]))
		}
	}
	return sum
}

// column is a column's loss, when its rows' forms cover so many values together.
func (c *costs) column(i int, covered int64) float64 {
	d := float64(c.domain[i])
	if d <= 1 {
		return 0
	}
	x := float64(covered) / float64(c.n) / d
	return max((x-1/d)/(1-1/d), 0)
}

// join makes one score of the columns' losses.
func (m Measure) join(losses []float64) Score {
	switch m {
	case LossRank:
		var s Score
		copy(s[:], losses)
		slices.SortFunc(s[:len(losses)], func(a, b float64) int { return cmp.Compare(b, a) })
		return s
	case LossGeometric:
		product := 1.0
		for _, x := range losses {
			product *= math.Pow(1+x, 1/float64(len(losses)))
		}
		return single(product - 1)
	}
	sum := 0.0
	for _, x := range losses {
		sum += x
	}
	return single(sum / float64(len(losses)))
}
