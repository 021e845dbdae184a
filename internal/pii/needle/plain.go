//go:build !(goexperiment.simd && amd64)

package needle

// vector is what a build with GOEXPERIMENT=simd has.
type vector struct{}

func newVector(*Set) *vector { return nil }

func (*vector) find(*Set, []byte, func(which, start, end int) bool) {}
