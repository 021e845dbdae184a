package api

import (
	"testing"

	"github.com/varsam/varsam"
)

// Everything that stands beside the routes is said in Swedish, too, and nothing is that
// stands there no more.
func TestTheReferenceHasSwedishWords(t *testing.T) {
	t.Parallel()
	used := map[string]bool{"": true}
	referenceIn(func(text string) string {
		if used[text] {
			return text
		}
		if used[text] = true; swedish()[text] == "" {
			t.Errorf("reference.sv.json has no words for %q", text)
		}
		return text
	})
	for text := range swedish() {
		if !used[text] {
			t.Errorf("reference.sv.json has words for %q, which nothing says", text)
		}
	}
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		if len(references()[lang].Groups) != len(groups()) {
			t.Errorf("there is no reference in %s", lang)
		}
	}
}
