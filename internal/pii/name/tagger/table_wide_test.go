//go:build goexperiment.simd && amd64

package tagger

import (
	"math/rand/v2"
	"testing"
)

// TestVectorsAddTheSame holds sums of rows against those that are added one by one, where every other value has a row.
func TestVectorsAddTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var tokens [100]choice
	var numbers []uint32
	var rows []Row
	for i := range tokens {
		for f := range features {
			v := random.Uint64() >> random.IntN(64)
			tokens[i].values[f] = v
			if random.IntN(2) == 0 {
				numbers = append(numbers, scatter(f, v))
				rows = append(rows, Row{int16(random.IntN(2047) - 1023), int16(random.IntN(2047) - 1023), int16(random.IntN(2047) - 1023)})
			}
		}
	}
	table := NewWeights(numbers, rows, Steps{}).rows
	widths(t, func(t *testing.T, wide int) {
		width = wide
		for i := range tokens {
			if got, want := table.sum(&tokens[i]).row(), table.oneByOne(&tokens[i]).row(); got != want || want == (Row{}) {
				t.Fatalf("token %d: %v, one by one %v", i, got, want)
			}
		}
	})
}
