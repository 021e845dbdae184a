//go:build !(goexperiment.simd && amd64)

package pii

// finder finds the marks of a segment.
type finder struct{}

func (*finder) read([]byte, int, int) {}

func (*finder) next(text []byte, i, n int) int { return nextMark(text, i, n) }
