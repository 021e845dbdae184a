//go:build !(goexperiment.simd && amd64)

package text

func (x *Index) read([]byte) { x.scalar(0, 0, 0) }
