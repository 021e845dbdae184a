//go:build !(goexperiment.simd && amd64)

package tagger

// coming is nothing: capitals are looked at one by one.
type coming struct{}

func (*coming) forget() {}

func (s *island) nextCapital(text []byte, i int) (int, int) { return s.oneCapital(text, i) }
