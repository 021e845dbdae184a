//go:build goexperiment.simd && amd64

package tagger

import (
	"math/rand/v2"
	"testing"
)

// TestVectorsFindTheSameCapitals runs alone, because it turns the one way off.
func TestVectorsFindTheSameCapitals(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no AVX2")
	}
	defer func() { vectors = true }()
	pieces := []string{"a", "b", "Z", "A", "å", "Å", "ö", "é", "Ž", "Ω", "1", " ", " ", "-", "'", "\xc3", "\xda", "\xe5", "—", "ordning", "."}
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		var text []byte
		for range 1 + random.IntN(80) {
			text = append(text, pieces[random.IntN(len(pieces))]...)
		}
		for i := range text {
			vectors = true
			fast, width := nextCapital(text, i)
			vectors = false
			if slow, n := nextCapital(text, i); slow != fast || n != width {
				t.Fatalf("%q from %d: %d of %d bytes, without vectors %d of %d", text, i, fast, width, slow, n)
			}
		}
	}
}
