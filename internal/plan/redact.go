package plan

import (
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// Redacted stands where a person's identifier stood.
const Redacted = "[…]"

// redact takes the person's identifiers out of texts. A text that is too large to
// hold, or in which they cannot be found as they are usually written, is a task.
func (p *planner) redact(i int) {
	item, at := &p.items[i], p.at(i)
	var set, byHand []varsam.Assignment
	for _, f := range item.Decision.Fields {
		if f.Fate != varsam.FieldRedacted {
			continue
		}
		old := item.Record.Get(f.Field)
		text := old.String()
		if old.Kind() == varsam.Text {
			text = p.without(text, item.Located, f.Field)
		}
		if old.Kind() != varsam.Text || text == old.String() {
			byHand = append(byHand, varsam.Assignment{Field: f.Field})
			continue
		}
		set = append(set, varsam.Assignment{Field: f.Field, Value: varsam.TextOf(text)})
	}
	if len(set) > 0 {
		p.add(i, action{stage: stageRedact, kind: varsam.OpRedact, set: set})
	}
	if len(byHand) > 0 {
		p.add(i, action{stage: stageRedact, kind: varsam.OpRedact, assisted: p.task(at, varsam.Because(AssistedText, at.cat.Name))})
	}
}

// without is the text without every spelling of the identifiers of the people it
// names.
func (p *planner) without(text string, l varsam.Located, field string) string {
	for _, h := range l.Hits {
		if h.Field != field {
			continue
		}
		for _, spelling := range p.spellings(h) {
			text = replaceWord(text, spelling)
		}
	}
	return text
}

// spellings are the ways a hit's identifiers are usually written, longest first,
// so that a short one never leaves the rest of a long one behind.
func (p *planner) spellings(h varsam.Hit) []string {
	region := p.in.Register.Organisation.Country
	var all []string
	for _, person := range p.in.People {
		for _, id := range person.Identifiers {
			if person.Number != h.Person || id.Type != h.Type {
				continue
			}
			all = append(all, id.Value)
			if canonical, err := id.Type.Canonical(id.Value, region, p.in.Today); err == nil {
				all = append(all, canonical)
				all = append(all, id.Type.Spellings(canonical, region)...)
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(all)
}

// replaceWord replaces a word whatever its case, where it is not part of a
// longer one.
func replaceWord(text, word string) string {
	if word == "" {
		return text
	}
	pattern := regexp.MustCompile(`(?i)(^|[^\pL\pN])` + regexp.QuoteMeta(word) + `($|[^\pL\pN])`)
	for pattern.MatchString(text) {
		text = pattern.ReplaceAllString(text, "${1}"+Redacted+"${2}")
	}
	return text
}
