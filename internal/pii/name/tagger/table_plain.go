//go:build !(goexperiment.simd && amd64)

package tagger

// choice has the values by which the features of a token choose rows.
type choice struct{ values [features]uint64 }

// sum adds up the rows of the values.
func (t *table) sum(c *choice) packed { return t.oneByOne(c) }
