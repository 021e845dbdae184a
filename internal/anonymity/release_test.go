package anonymity

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Case 11: average risk before and after 2-anonymity with the least loss, by rank.
func TestRiskOfAdult(t *testing.T) {
	t.Parallel()
	p := adult(t)
	p.Models, p.Measure = []Model{K(2)}, LossRank
	s, err := p.Search(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Release(s.Levels)
	if err != nil {
		t.Fatal(err)
	}
	if r.Before.Average() != 0.6465751607983555 || r.After.Average() != 0.001922949406538028 {
		t.Errorf("average risk %v before and %v after", r.Before.Average(), r.After.Average())
	}
	if r.Before.Classes != 19502 || r.After.Classes != 58 || r.Before.AtRisk != 15512 || r.Before.Highest() != 1 || r.After.AtRisk != 0 {
		t.Errorf("%+v, then %+v", r.Before, r.After)
	}
	for below, want := range map[K]int64{3: 19708, 5: 23470} {
		p.Models = []Model{below}
		if r, err := p.Release(s.Levels); err != nil || r.Before.AtRisk != want {
			t.Errorf("%d rows in classes smaller than %d, want %d: %v", r.Before.AtRisk, below, want, err)
		}
	}
}

// What is released is k-anonymous: counted from the cells, by text.
func TestReleaseIsAnonymous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems().Draw(t, "problem")
		k := rapid.IntRange(2, 5).Draw(t, "k")
		p.Subset, p.Models = nil, []Model{K(k), DistinctL{2, "s"}}
		p.Measure = rapid.SampledFrom(Measures).Draw(t, "measure")
		s, err := p.Search(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !s.Found {
			return
		}
		r, err := p.Release(s.Levels)
		if err != nil {
			t.Fatal(err)
		}
		sizes, values := map[string]int{}, map[string]map[uint32]bool{}
		for row := range p.rows() {
			key := released(p, r, row)
			sizes[key]++
			if values[key] == nil {
				values[key] = map[uint32]bool{}
			}
			values[key][p.Sensitive[0].Codes[row]] = true
		}
		suppressed := sizes["suppressed"]
		if int64(suppressed) != s.Suppressed || float64(suppressed) > p.Limit*float64(p.rows()) {
			t.Fatalf("%d rows are suppressed; the search said %d", suppressed, s.Suppressed)
		}
		if wrong := suppressed > 0 && (suppressed < k || len(values["suppressed"]) < 2); wrong != r.Hide {
			t.Fatalf("the suppressed rows' sensitive cells are hidden: %v, want %v", r.Hide, wrong)
		}
		delete(sizes, "suppressed")
		for key, n := range sizes {
			if n < k || len(values[key]) < 2 {
				t.Fatalf("class %q has %d rows and %d values", key, n, len(values[key]))
			}
		}
		if int(r.After.Classes) != len(sizes) || r.After.AtRisk != 0 {
			t.Fatalf("risk after says %+v of %d classes", r.After, len(sizes))
		}
	})
}

func released(p Problem, r Release, row int) string {
	if r.Suppressed[row] {
		return "suppressed"
	}
	var key strings.Builder
	for i, c := range p.Quasi {
		fmt.Fprintf(&key, "%q ", r.Cell(c, i, row))
	}
	return key.String()
}

// The order of rows and columns means nothing; a higher k or a lower limit never
// gives a better score.
func TestSearchKeepsItsPromisesWhenTheTableChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems().Draw(t, "problem")
		p.Subset, p.Models = nil, []Model{K(3)}
		p.Measure = rapid.SampledFrom(Measures).Draw(t, "measure")
		score := func(p Problem) float64 {
			s, err := p.Search(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if !s.Found {
				return math.Inf(1)
			}
			return s.Score.Value()
		}
		same, worse := score(p), p
		if got := score(shuffled(t, p)); math.Abs(got-same) > 1e-9*max(1, math.Abs(same)) {
			t.Fatalf("score %v, and %v with rows and columns in another order", same, got)
		}
		if p.Limit == 0 || p.Limit == 1 {
			if a, b := levels(t, p), levels(t, twice(p)); !slices.Equal(a, b) {
				t.Fatalf("levels %v, and %v with every row twice and k doubled", a, b)
			}
		}
		worse.Models = []Model{K(4)}
		if got := score(worse); got < same-1e-9 {
			t.Fatalf("score %v with k = 3 and a better %v with k = 4", same, got)
		}
		worse.Models, worse.Limit = p.Models, p.Limit/2
		if got := score(worse); got < same-1e-9 {
			t.Fatalf("score %v, and a better %v with half the limit", same, got)
		}
	})
}

func shuffled(t *rapid.T, p Problem) Problem {
	rows := make([]int, p.rows())
	for i := range rows {
		rows[i] = i
	}
	rows = rapid.Permutation(rows).Draw(t, "rows")
	mixed := rapid.Permutation(p.Quasi).Draw(t, "columns")
	p.Quasi = slices.Clone(mixed)
	for i, c := range mixed {
		codes := make([]uint32, len(rows))
		for to, from := range rows {
			codes[to] = c.Codes[from]
		}
		p.Quasi[i].Codes = codes
	}
	return p
}

func levels(t *rapid.T, p Problem) []int {
	s, err := p.Search(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s.Levels
}

// twice has every row twice, and asks for k twice as large.
func twice(p Problem) Problem {
	p.Sensitive, p.Models = nil, []Model{2 * p.Models[0].(K)}
	p.Quasi = slices.Clone(p.Quasi)
	for i := range p.Quasi {
		p.Quasi[i].Codes = slices.Concat(p.Quasi[i].Codes, p.Quasi[i].Codes)
	}
	return p
}
