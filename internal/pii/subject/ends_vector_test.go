//go:build goexperiment.simd && amd64

package subject

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestVectorsFindTheSame(t *testing.T) {
	t.Parallel()
	s, _ := slowly(t, twins...)
	if !s.endings.pairs.vectors {
		t.Skip("this processor has no AVX2")
	}
	plain := s.endings
	plain.pairs.vectors = false
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		to := rapid.IntRange(from, len(text)).Draw(t, "to")
		places := func(e *endings) (all []int) {
			e.find(text, from, to, func(_ []int32, end int) { all = append(all, end) })
			return all
		}
		if got, want := places(&s.endings), places(&plain); !slices.Equal(got, want) {
			t.Fatalf("in %q[%d:%d]: got %v, want %v", text, from, to, got, want)
		}
	})
}
