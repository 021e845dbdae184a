package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// island is one training case.
type island struct {
	rows [][tagger.Features]uint32
	gold []tagger.Tag

	weight float32
}

// crf is a linear-chain conditional random field, trained by stochastic gradient with AdaGrad's steps. Weights and sums are kept
// in one slice each so that a run is the same to the last bit.
type crf struct {
	rows, rowSum   [][tagger.Tags]float32
	steps, stepSum [tagger.Tags][tagger.Tags]float32
}

func newCRF() *crf {
	return &crf{rows: make([][tagger.Tags]float32, tagger.Table), rowSum: make([][tagger.Tags]float32, tagger.Table)}
}

// train goes through the cases in a new order each time. The weights are the mean of those after the later rounds, which depend
// less on the order.
func (c *crf) train(all []island, random *rand.Rand) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	mean := newMean()
	for epoch := range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			c.learn(all[i], random)
		}
		if epoch >= epochs/2 {
			mean.add(c)
		}
	}
	mean.set(c)
}

// mean adds up weights.
type mean struct {
	rows  [][tagger.Tags]float32
	steps [tagger.Tags][tagger.Tags]float32
	n     float32
}

func newMean() *mean { return &mean{rows: make([][tagger.Tags]float32, tagger.Table)} }

func (m *mean) add(c *crf) {
	m.n++
	for r := range c.rows {
		for k, v := range c.rows[r] {
			m.rows[r][k] += v
		}
	}
	for j := range c.steps {
		for k, v := range c.steps[j] {
			m.steps[j][k] += v
		}
	}
}

func (m *mean) set(c *crf) {
	for r := range c.rows {
		for k := range c.rows[r] {
			c.rows[r][k] = m.rows[r][k] / m.n
		}
	}
	for j := range c.steps {
		for k := range c.steps[j] {
			c.steps[j][k] = m.steps[j][k] / m.n
		}
	}
}

type scores [][tagger.Tags]float64

// learn takes one step for a case.
func (c *crf) learn(e island, random *rand.Rand) {
	rows := thin(e.rows, random)
	emit := c.emit(rows)
	forward, backward := c.sums(emit)
	total := logSum(forward[len(rows)-1])
	for i := range rows {
		var g [tagger.Tags]float32
		for k := range g {
			g[k] = -e.weight * float32(math.Exp(forward[i][k]+backward[i][k]-total))
		}
		g[e.gold[i]] += e.weight
		for _, r := range rows[i] {
			if r < tagger.Table {
				move(&c.rows[r], &c.rowSum[r], g)
			}
		}
		if i > 0 {
			c.moveSteps(e, i, emit, forward, backward, total)
		}
	}
}

// thin leaves out some of the features, never the first.
func thin(rows [][tagger.Features]uint32, random *rand.Rand) [][tagger.Features]uint32 {
	less := slices.Clone(rows)
	for i := range less {
		for f := 1; f < tagger.Features; f++ {
			if random.Float64() < dropped {
				less[i][f] = tagger.Table
			}
		}
	}
	return less
}

func (c *crf) emit(rows [][tagger.Features]uint32) scores {
	emit := make(scores, len(rows))
	for i := range rows {
		for _, r := range rows[i] {
			if r < tagger.Table {
				for k, v := range c.rows[r] {
					emit[i][k] += float64(v)
				}
			}
		}
	}
	return emit
}

func (c *crf) moveSteps(e island, i int, emit, forward, backward scores, total float64) {
	for j := range tagger.Tags {
		var g [tagger.Tags]float32
		for k := range g {
			g[k] = -e.weight * float32(math.Exp(forward[i-1][j]+float64(c.steps[j][k])+emit[i][k]+backward[i][k]-total))
		}
		if int(e.gold[i-1]) == j {
			g[e.gold[i]] += e.weight
		}
		move(&c.steps[j], &c.stepSum[j], g)
	}
}

// move takes one step uphill, shorter the more a weight has moved.
func move(w, sum *[tagger.Tags]float32, g [tagger.Tags]float32) {
	for k, d := range g {
		sum[k] += d * d
		w[k] += rate * d / float32(math.Sqrt(float64(sum[k])+1e-4))
	}
}

// sums are the logarithms of the weight of all paths to a tag and from it.
func (c *crf) sums(emit scores) (forward, backward scores) {
	n := len(emit)
	forward, backward = make(scores, n), make(scores, n)
	forward[0] = emit[0]
	for i := 1; i < n; i++ {
		for k := range tagger.Tags {
			var in [tagger.Tags]float64
			for j := range in {
				in[j] = forward[i-1][j] + float64(c.steps[j][k])
			}
			forward[i][k] = logSum(in) + emit[i][k]
		}
	}
	for i := n - 2; i >= 0; i-- {
		for j := range tagger.Tags {
			var out [tagger.Tags]float64
			for k := range out {
				out[k] = float64(c.steps[j][k]) + emit[i+1][k] + backward[i+1][k]
			}
			backward[i][j] = logSum(out)
		}
	}
	return forward, backward
}

func logSum(v [tagger.Tags]float64) float64 {
	top := v[0]
	for _, x := range v[1:] {
		top = max(top, x)
	}
	var sum float64
	for _, x := range v {
		sum += math.Exp(x - top)
	}
	return top + math.Log(sum)
}

// weights rounds what was learned and keeps the rows that say something, the strongest first. Only differences between tags count,
// so those of None are taken as 0.
func (c *crf) weights() *tagger.Weights {
	var numbers []uint32
	var steps tagger.Steps
	rows := make([]tagger.Row, len(c.rows))
	for r, row := range c.rows {
		for k := range rows[r] {
			rows[r][k] = round(row[k+1] - row[0])
		}
		if rows[r] != (tagger.Row{}) {
			numbers = append(numbers, uint32(r))
		}
	}
	slices.SortStableFunc(numbers, func(a, b uint32) int { return cmp.Compare(strength(rows[b]), strength(rows[a])) })
	kept := make([]tagger.Row, len(numbers))
	for i, r := range numbers {
		kept[i] = rows[r]
	}
	for j := range c.steps {
		for k := range c.steps[j] {
			steps[j][k] = round(c.steps[j][k] - c.steps[j][0])
		}
	}
	return tagger.NewWeights(numbers, kept, steps)
}

func strength(row tagger.Row) (sum int) {
	for _, v := range row {
		sum += max(int(v), -int(v))
	}
	return sum
}

func round(v float32) int16 { return int16(math.Round(float64(v) * tagger.Unit)) }
