package retention

import (
	"slices"

	"github.com/varsam/varsam"
)

// protected is somebody whose records must not go now.
type protected struct {
	varsam.Person
	held      bool
	confirmed []string // records that somebody found to be theirs, by Ref.String()
}

// together makes one of those who are the same person, in two requests or in a
// request and a hold: taken for two, neither could be told from the other.
func together(all []protected, region string, today varsam.Date) []protected {
	var apart []protected
	for _, p := range all {
		for i := 0; i < len(apart); i++ {
			if same(p.identified(region, today), apart[i].identified(region, today)) {
				p = p.with(apart[i])
				apart, i = slices.Delete(apart, i, i+1), -1 // joined, it may be another one's too
			}
		}
		apart = append(apart, p)
	}
	return apart
}

func (p protected) with(q protected) protected {
	p.Identifiers = slices.Concat(p.Identifiers, q.Identifiers)
	p.confirmed = slices.Concat(p.confirmed, q.confirmed)
	p.held = p.held || q.held
	return p
}

// identifier is one in its canonical form.
type identifier struct {
	typ  varsam.IdentifierType
	text string
}

// identified are the identifiers that select records, each once.
func (p protected) identified(region string, today varsam.Date) []identifier {
	var all []identifier
	for _, id := range p.Identifiers {
		text, err := id.Type.Canonical(id.Value, region, today)
		if x := (identifier{id.Type, text}); err == nil && id.Verified && id.Type.Selects() && !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// same reports whether two are one person: they share what identifies, or one of
// them gave nothing that the other did not. A phone number alone may be a family's,
// and two personal identity numbers are two people's.
func same(a, b []identifier) bool {
	shared, sure := 0, false
	for _, id := range a {
		if slices.Contains(b, id) {
			shared, sure = shared+1, sure || id.typ != varsam.Phone
		}
	}
	return shared > 0 && (sure || shared == len(a) || shared == len(b)) && !numbersDiffer(a, b)
}

func numbersDiffer(a, b []identifier) bool {
	number := func(id identifier) bool { return id.typ == varsam.NationalID }
	agree := func(id identifier) bool { return number(id) && slices.Contains(b, id) }
	return slices.ContainsFunc(a, number) && slices.ContainsFunc(b, number) && !slices.ContainsFunc(a, agree)
}
