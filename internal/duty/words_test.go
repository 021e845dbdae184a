package duty

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty/clause"
	"github.com/varsam/varsam/internal/locale"
)

// Every kind, field and option has its words in every language.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		p := locale.For(lang)
		for prefix, options := range map[string][]string{
			"duty.recipient.": optionsOf(RecipientNotice, "change"), "duty.sub.": optionsOf(SubChange, "change"), "duty.bank.": Drawn,
			"duty.change.": {"added", "changed", "ended", "reopened", "file-added", "file-removed", "told", "announced", "expired", "answered"},
		} {
			for _, o := range options {
				if !p.Has(prefix + o) {
					t.Errorf("%s: %s has no sentence", lang, prefix+o)
				}
			}
		}
		for _, kind := range clause.DifferenceKinds {
			if !p.Has("duty.difference." + string(kind)) {
				t.Errorf("%s: the difference %s has no sentence", lang, kind)
			}
		}
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

func optionsOf(k Kind, field string) []string {
	f, _ := Define(k).Field(field)
	return f.Options
}
