package varsam_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// TestDigitsDropsEverySeparator holds the fold against its definition, for any
// bytes: a cell need not be UTF-8.
func TestDigitsDropsEverySeparator(t *testing.T) {
	t.Parallel()
	var pairs []string
	for _, s := range varsam.Separators {
		pairs = append(pairs, s, "")
	}
	want := strings.NewReplacer(pairs...)
	pieces := append([]string{"0", "46", "å", "\xc2", "\xa0", "", "x"}, varsam.Separators...)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		if got := varsam.Digits.Apply(s); got != want.Replace(s) {
			t.Fatalf("%q becomes %q, not %q", s, got, want.Replace(s))
		}
	})
}
