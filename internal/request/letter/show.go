package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// visibility is whether, and how far, a person may see a record.
type visibility int

const (
	hidden visibility = iota // nothing to do with the person, or for another controller to show
	counted
	masked // shared: other people's links are taken out
	full
)

// see decides what of a record its person is shown. Own records are shown in
// full: the person's own numbers are never masked to them. Another person's
// record is counted, with the reason. A text that names the person is shown
// once somebody has read it and found no other person in it.
func (c *composer) see(i plan.Item) visibility {
	if !slices.Contains(i.Persons, c.Subject) || i.Decision.Fate == varsam.Forward {
		return hidden
	}
	switch i.Ownership {
	case varsam.Own:
		return full
	case varsam.Shared:
		return masked
	case varsam.Mention:
		if slices.Contains(c.Released, i.Record.Ref.String()) {
			return full
		}
	}
	return counted
}

// withheld reports whether a field of a shared record may lead to another
// person: a link to, or an identifier of, somebody who is not the person.
func (c *composer) withheld(i plan.Item, collection register.Collection, field varsam.Field) bool {
	if i.Ownership != varsam.Shared || field.Value.IsNull() {
		return false
	}
	if declared, ok := collection.Field(field.Name); ok && declared.Identifies != "" {
		return !c.identifies(i, declared.Identifies, field)
	}
	for _, link := range collection.Person {
		if link.From == "" && slices.Contains(link.Through, field.Name) {
			return !c.leadsHome(i.Record.Ref.System, link.To, field.Value)
		}
	}
	return false
}

// identifies reports whether a field holds one of the person's identifiers.
func (c *composer) identifies(i plan.Item, t varsam.IdentifierType, field varsam.Field) bool {
	for _, hit := range i.Hits {
		if hit.Field == field.Name && hit.Person == c.Subject {
			return true
		}
	}
	region, today := c.Register.Organisation.Country, c.Plan.Today
	for _, person := range c.People {
		if person.Number != c.Subject {
			continue
		}
		for _, id := range person.Identifiers {
			canonical, err := t.Canonical(id.Value, region, today)
			if id.Type == t && err == nil && t.Same(canonical, field.Value.String(), region, today) {
				return true
			}
		}
	}
	return false
}

// leadsHome reports whether a link's value is part of the key of one of the
// person's own records.
func (c *composer) leadsHome(system, collection string, v varsam.Value) bool {
	for _, i := range c.Plan.Items {
		ref := i.Record.Ref
		if c.own(i) && ref.System == system && (ref.Collection == collection || c.collection(ref).Name == collection) &&
			slices.ContainsFunc(ref.Key, func(k varsam.Value) bool { return k.String() == v.String() }) {
			return true
		}
	}
	return false
}
