package ropa

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// ours are the languages in which we write how long something is kept.
var ours = []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English}

// keepOf is the rule that we ourselves would have written so: a record that was
// exported here reads back as it was.
func keepOf(text, statute string) (keep register.Keep, ok bool) {
	text = oneLine(text)
	if text == "" {
		return keep, false
	}
	all := candidates(text, statute)
	for _, lang := range ours {
		say := locale.For(lang)
		said := func(k register.Keep) bool { return strings.EqualFold(oneLine(k.In(say)), text) }
		if i := slices.IndexFunc(all, said); i >= 0 {
			return all[i], true
		}
	}
	return keep, false
}

// candidates are rules that a text may say: a statute only where its id stands
// beside, because several keep equally long.
func candidates(text, statute string) []register.Keep {
	all := []register.Keep{{While: "consent"}, {While: "relation"}, {While: "case"}}
	if _, err := law.Versions(statute); err == nil {
		all = append(all, register.Keep{Law: statute})
	}
	periods := periodsOf(text)
	for _, p := range periods {
		all = append(all, register.Keep{Earliest: p}, register.Keep{Latest: p})
	}
	if len(periods) == 2 {
		all = append(all, register.Keep{Earliest: periods[0], Latest: periods[1]}, register.Keep{Earliest: periods[1], Latest: periods[0]})
	}
	return all
}

// yaml is a rule as its file has it.
func yaml(k register.Keep) string {
	var parts []string
	for _, p := range []struct{ key, value string }{
		{"law", k.Law}, {"period", periodText(k.Period)}, {"earliest", periodText(k.Earliest)}, {"latest", periodText(k.Latest)}, {"while", k.While},
	} {
		if p.value != "" {
			parts = append(parts, fmt.Sprintf("%s: %s", p.key, p.value))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func periodText(p varsam.Period) string {
	if p.IsZero() {
		return ""
	}
	return p.String()
}
