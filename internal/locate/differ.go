package locate

import (
	"slices"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
)

// types are the identifier types of the candidate's columns, sorted.
func (c *candidate) types() []varsam.IdentifierType {
	var types []varsam.IdentifierType
	for _, f := range c.node.coll.ids {
		types = append(types, f.Identifies)
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// values are what the row's identifying columns hold, by type.
func (c *candidate) values() map[varsam.IdentifierType][]string {
	n := c.node
	if n.values != nil {
		return n.values
	}
	n.values = map[varsam.IdentifierType][]string{}
	for _, f := range n.coll.ids {
		forms := c.place.readAll(f, n.rec)
		if text := textOf(n.rec.Get(f.Name)); len(forms) == 0 && !f.Several && numberLike(text) {
			forms = []string{"?" + text} // not of the type, yet it tells people apart
		}
		n.values[f.Identifies] = append(n.values[f.Identifies], forms...)
	}
	return n.values
}

// numberLike tells a number we cannot read, such as a foreign passport's, from
// words and placeholders like "0000".
func numberLike(s string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	return len(digits) >= 4 && strings.Count(digits, digits[:1]) < len(digits)
}

func (c *candidate) agreesOn(t varsam.IdentifierType) bool {
	return slices.ContainsFunc(c.agrees, func(k known) bool { return k.typ == t })
}

// contradicts reports whether two rows cannot well be one person's: they have
// different values of a type – unless both are this person's –, or other names,
// or other birth dates. Two rows with the person's national number do not.
func (c *candidate) contradicts(d *candidate) bool {
	if c.number && d.number {
		return false
	}
	for _, t := range c.types() {
		a, b := c.values()[t], d.values()[t]
		if len(a) > 0 && len(b) > 0 && !(c.agreesOn(t) && d.agreesOn(t)) && disjoint(a, b) {
			return true
		}
	}
	return c.otherPerson(d)
}

// untold reports whether two certain rows still cannot both be the person's.
func (c *candidate) untold(d *candidate) bool {
	if c.number && d.number {
		return false
	}
	a, b := c.values()[varsam.NationalID], d.values()[varsam.NationalID]
	return len(a) > 0 && len(b) > 0 && disjoint(a, b) || c.otherPerson(d)
}

func disjoint(a, b []string) bool {
	return !slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// Names and birth dates never find or prove anybody, but they tell rows apart.
const (
	nameData  = varsam.Category("person.name")
	birthData = varsam.Category("person.birth")
)

func (c *candidate) otherPerson(d *candidate) bool {
	if a, b := c.born(), d.born(); a != "" && b != "" && a != b {
		return true
	}
	a, b := c.names(), d.names()
	return len(a) > 0 && len(b) > 0 && !within(a, b) && !within(b, a)
}

// namesake reports whether another row bears the same full name, and no other
// birth date.
func (c *candidate) namesake(d *candidate) bool {
	a, b := c.names(), d.names()
	return len(a) > 1 && len(b) > 1 && (within(a, b) || within(b, a)) && !c.otherPerson(d)
}

func (c *candidate) born() string { return strings.Join(c.words(birthData), " ") }

func (c *candidate) names() []string { return c.words(nameData) }

// words are the words of all the row's fields of a category, in small letters.
func (c *candidate) words(data varsam.Category) []string {
	var words []string
	for _, f := range c.node.coll.reg.Fields {
		if data.Covers(f.Data) {
			text := strings.ToLower(c.node.rec.Get(f.Name).String())
			words = append(words, strings.FieldsFunc(text, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r)
			})...)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// within reports whether each word of a name stands in the other, an initial for
// any word that it begins.
func within(a, b []string) bool {
	for _, word := range a {
		if !slices.ContainsFunc(b, func(other string) bool { return sameName(word, other) }) {
			return false
		}
	}
	return true
}

func sameName(a, b string) bool {
	if a == b {
		return true
	}
	if len([]rune(a)) > len([]rune(b)) {
		a, b = b, a
	}
	return len([]rune(a)) == 1 && strings.HasPrefix(b, a)
}
