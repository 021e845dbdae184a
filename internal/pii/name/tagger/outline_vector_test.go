//go:build goexperiment.simd && amd64

package tagger

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestVectorsSeeTheSame runs alone, because it turns the one way off.
func TestVectorsSeeTheSame(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no AVX2")
	}
	defer func() { vectors = true }()
	rapid.Check(t, func(t *rapid.T) {
		text := broken().Draw(t, "text")
		vectors = true
		fast := outlineOf(text)
		vectors = false
		if slow := outlineOf(text); !slices.Equal(fast.blocks, slow.blocks) {
			t.Fatalf("%q: %x, without vectors %x", text, fast.blocks, slow.blocks)
		}
	})
}
