package main

import (
	"math"
	"math/rand/v2"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// island is one training case.
type island struct {
	rows [][tagger.Features]uint32
	gold []tagger.Tag
}

// crf is a linear-chain conditional random field, trained by stochastic gradient with AdaGrad's steps. Weights and sums are kept
// in one slice each so that a run is the same to the last bit.
type crf struct {
	rows, rowSum   [][tagger.Tags]float32
	steps, stepSum [tagger.Tags][tagger.Tags]float32

	rate, decay float32
	drop        float64
}

func newCRF() *crf {
	return &crf{
		rows: make([][tagger.Tags]float32, tagger.Table), rowSum: make([][tagger.Tags]float32, tagger.Table),
		rate: *rate, decay: *decay, drop: *drop,
	}
}

// train goes through the islands in a new order each time.
func (c *crf) train(all []island, epochs int, random *rand.Rand) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	for range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			c.learn(all[i], random)
		}
	}
}

type scores [][tagger.Tags]float64

func (c *crf) learn(e island, random *rand.Rand) {
	keep := make([][tagger.Features]bool, len(e.rows))
	emit := make(scores, len(e.rows))
	for i, rows := range e.rows {
		for f, r := range rows {
			if keep[i][f] = f == 0 || random.Float64() >= c.drop; !keep[i][f] {
				continue
			}
			for k, v := range c.rows[r] {
				emit[i][k] += float64(v)
			}
		}
	}
	forward, backward := c.sums(emit)
	n := len(e.rows)
	total := logSum(forward[n-1])
	for i, rows := range e.rows {
		var g [tagger.Tags]float32
		for k := range g {
			g[k] = -float32(math.Exp(forward[i][k] + backward[i][k] - total))
		}
		g[e.gold[i]]++
		for f, r := range rows {
			if keep[i][f] {
				c.move(&c.rows[r], &c.rowSum[r], g)
			}
		}
		if i > 0 {
			c.moveSteps(e, i, emit, forward, backward, total)
		}
	}
}

func (c *crf) moveSteps(e island, i int, emit, forward, backward scores, total float64) {
	for j := range tagger.Tags {
		var g [tagger.Tags]float32
		for k := range g {
			g[k] = -float32(math.Exp(forward[i-1][j] + float64(c.steps[j][k]) + emit[i][k] + backward[i][k] - total))
		}
		if int(e.gold[i-1]) == j {
			g[e.gold[i]]++
		}
		c.move(&c.steps[j], &c.stepSum[j], g)
	}
}

// move takes one step uphill, shorter the more often a weight has moved.
func (c *crf) move(w, sum *[tagger.Tags]float32, g [tagger.Tags]float32) {
	for k := range w {
		d := g[k] - c.decay*w[k]
		sum[k] += d * d
		if sum[k] > 0 {
			w[k] += c.rate * d / float32(math.Sqrt(float64(sum[k])+1e-4))
		}
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

// unit is how much a weight of 1 counts in the table that is shipped.
const unit = 1.0 / 64

// weights rounds what was learned. Only differences between tags count, so those of None are taken as 0.
func (c *crf) weights() *tagger.Weights {
	w := &tagger.Weights{Rows: make([]tagger.Row, tagger.Table)}
	for r, row := range c.rows {
		for k := range w.Rows[r] {
			w.Rows[r][k] = round(row[k+1] - row[0])
		}
	}
	for j := range c.steps {
		for k := range c.steps[j] {
			w.Steps[j][k] = round(c.steps[j][k] - c.steps[j][0])
		}
	}
	return w
}

func round(v float32) int16 { return int16(math.Round(float64(v) / unit)) }
