package retention

import (
	"slices"

	"github.com/varsam/varsam"
)

// protected is somebody whose records must not go now.
type protected struct {
	varsam.Person
	held      bool
	review    varsam.Date // of the hold; the first of several
	confirmed []string    // records that somebody found to be theirs, by Ref.String()
}

// together makes one of those who are the same person, in two requests or in a
// request and a hold: taken for two, neither could be told from the other. Only who
// shares an identifier is compared; an instruction may be about thousands.
func together(all []protected, region string, today varsam.Date) []protected {
	groups := make([]*group, len(all))
	by := map[identifier][]int{}
	for n, p := range all {
		g := &group{p, p.identified(region, today)}
		for again := true; again; { // joined, it may be another one's too
			again = false
			for _, id := range g.ids {
				for _, i := range by[id] {
					if groups[i] != nil && same(g.ids, groups[i].ids) {
						g.join(groups[i])
						groups[i], again = nil, true
					}
				}
			}
		}
		groups[n] = g
		for _, id := range g.ids {
			by[id] = append(by[id], n)
		}
	}
	var apart []protected
	for _, g := range groups {
		if g != nil {
			apart = append(apart, g.protected)
		}
	}
	return apart
}

// group are some who are one person.
type group struct {
	protected
	ids []identifier
}

func (g *group) join(other *group) {
	g.Identifiers = slices.Concat(g.Identifiers, other.Identifiers)
	g.confirmed = slices.Concat(g.confirmed, other.confirmed)
	g.held = g.held || other.held
	g.review = earlier(g.review, other.review)
	for _, id := range other.ids {
		if !slices.Contains(g.ids, id) {
			g.ids = append(g.ids, id)
		}
	}
}

// earlier is the first of two days, where there are any.
func earlier(a, b varsam.Date) varsam.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
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
