//go:build !(goexperiment.simd && amd64)

package pii

// whole looks at all whole blocks and tells how many they are.
func (o *outline) whole(view []byte) int {
	n := len(view) / 64
	outlined(o.blocks[1:n+1], view)
	return n
}
