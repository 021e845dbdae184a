//go:build goexperiment.simd && amd64

package tagger

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// widths runs a test for each width that this processor has; without vectors it is 1. Such a test runs alone, because it changes the way.
func widths(t *testing.T, test func(t *testing.T, wide int)) {
	most := width
	defer func() { width = most }()
	for _, wide := range []int{32, 64} {
		t.Run(fmt.Sprint(wide), func(t *testing.T) {
			if wide > most {
				t.Skip("this processor has no such vectors")
			}
			test(t, wide)
		})
	}
}

func TestVectorsSeeTheSame(t *testing.T) {
	widths(t, func(t *testing.T, wide int) {
		text := rapid.OneOf(broken(), rapid.SliceOfN(rapid.Byte(), 0, 300))
		rapid.Check(t, func(t *rapid.T) {
			text := text.Draw(t, "text")
			width = wide
			fast := outlineOf(text)
			width = 1
			if slow := outlineOf(text); !slices.Equal(fast.blocks, slow.blocks) {
				t.Fatalf("%q: %x, without vectors %x", text, fast.blocks, slow.blocks)
			}
		})
	})
}
