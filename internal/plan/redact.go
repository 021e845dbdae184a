package plan

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/redact"
	"github.com/varsam/varsam/internal/pii/subject"
)

// Redacted stands where a person's identifier stood.
const Redacted = "[…]"

// redact takes the person's identifiers out of texts. A text in which they cannot
// be found as they are usually written is a task, and so is one that is too large
// to hold where the system cannot take anything out of it by itself.
func (p *planner) redact(i int) {
	item, at := &p.items[i], p.at(i)
	var set, byHand []varsam.Assignment
	for _, f := range item.Decision.Fields {
		if f.Fate != varsam.FieldRedacted {
			continue
		}
		old := item.Record.Get(f.Field)
		if take := p.takes(i, f.Field); len(take) > 0 {
			set = append(set, varsam.Assignment{Field: f.Field, Value: varsam.TextOf(Redacted), Take: take})
			continue
		}
		text := old.String()
		if old.Kind() == varsam.Text {
			text = p.without(i, text, f.Field)
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

// takes are the texts that the system is to take out of a field, the longest
// first; none where it cannot, or nothing is known of how they are written there.
func (p *planner) takes(i int, field string) []string {
	at, l := p.at(i), p.items[i].Located
	if c, ok := at.cat.Column(field); !ok || !c.Takes {
		return nil
	}
	var all []string
	for _, h := range l.Hits {
		if h.Field == field && h.Fast {
			return nil
		}
		if h.Field == field && h.Text != "" && theirsToo(h, l.Hits) && !slices.Contains(all, h.Text) {
			all = append(all, h.Text)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return all
}

// theirsToo reports whether a hit is to be taken out: a name is, where another
// identifier of the same person stands in the record.
func theirsToo(h varsam.Hit, all []varsam.Hit) bool {
	return h.Type != varsam.Name || slices.ContainsFunc(all, func(o varsam.Hit) bool { return o.Person == h.Person && o.Type.Selects() })
}

// without is the text without the people whose identifiers were found in this field: all that is theirs by another identifier
// goes with it, their names too.
func (p *planner) without(i int, text, field string) string {
	l := p.items[i].Located
	finder, err := subject.New(p.named(l, field), subject.Options{Regions: p.in.Register.Regions(p.at(i).system), Today: p.in.Today})
	if err != nil {
		return text // as if nothing was found: a person does it
	}
	var spans []redact.Span
	for _, h := range theirs(finder.Find([]byte(text)), l.Hits) {
		spans = append(spans, redact.Span{Start: h.Start, End: h.End})
	}
	out, _, err := redact.Text(nil, []byte(text), spans, redact.Marker(Redacted))
	if err != nil {
		return text
	}
	return string(out)
}

// named are the people whom hits in the field name, with what they are known by.
func (p *planner) named(l varsam.Located, field string) []varsam.Person {
	var all []varsam.Person
	for _, person := range p.in.People {
		types := map[varsam.IdentifierType]bool{}
		for _, h := range l.Hits {
			if h.Field == field && h.Person == person.Number {
				types[h.Type] = true
			}
		}
		known := varsam.Person{Number: person.Number}
		for _, id := range person.Identifiers {
			if len(types) > 0 && (id.Verified || types[id.Type]) {
				known.Identifiers = append(known.Identifiers, id)
			}
		}
		all = append(all, known)
	}
	return all
}

// theirs are the hits to take out: those that are enough, and, in a record that has one of these, the person's names. A slip of the
// pen may be somebody else's name, and an initial with a family name a brother's: these stay unless what stands near tells whose.
func theirs(hits []subject.Hit, located []varsam.Hit) []subject.Hit {
	sure := map[int]bool{}
	for _, h := range located {
		sure[h.Person] = sure[h.Person] || h.Type.Selects()
	}
	return slices.DeleteFunc(hits, func(h subject.Hit) bool {
		full := h.Type == varsam.Name && h.Score >= subject.FullName && !h.Typo
		return h.Verdict != subject.Enough && !(full && sure[h.Person])
	})
}
