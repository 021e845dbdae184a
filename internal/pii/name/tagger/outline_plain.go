//go:build !(goexperiment.simd && amd64)

package tagger

// whole looks at whole blocks.
func (o *outline) whole(text []byte) carry { return o.oneByOne(text) }
