package duty

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Every kind, field and option has its words in every language.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		p := locale.For(lang)
		for _, d := range Definitions() {
			for _, f := range d.Fields {
				if label := f.Label(p, d.Kind); strings.HasPrefix(label, "⟦") {
					t.Errorf("%s: %s of %s has no word", lang, f.Name, d.Kind)
				}
				for _, o := range f.Options {
					if word := f.Option(p, o); strings.HasPrefix(word, "⟦") {
						t.Errorf("%s: option %s of %s has no word", lang, o, f.Name)
					}
				}
			}
		}
	}
}
