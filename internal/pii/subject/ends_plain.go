//go:build !(goexperiment.simd && amd64)

package subject

// pairs is what a build with GOEXPERIMENT=simd knows of the numbers' last two digits.
type pairs struct{}

func newPairs([]ending) pairs { return pairs{} }

// mark has a bit for each byte of text[2:] where a number may end.
func (pairs) mark(text []byte, ends *[stretch / 64]uint64) { markEnds(text, ends) }
