package register

import (
	"cmp"
	"slices"
	"strings"
)

// Dependent is what names an element: another element, or a statement by its id.
type Dependent struct {
	Element   Element
	Statement string
}

// Dependents are what would have to change if an element went, in their order.
func (r *Register) Dependents(e Element) []Dependent {
	d := &dependents{of: e}
	for _, a := range r.Activities {
		d.activity(a)
	}
	for _, s := range r.Systems {
		d.system(s)
	}
	for _, s := range r.Statements {
		d.statement(s)
	}
	slices.SortStableFunc(d.all, func(a, b Dependent) int {
		return cmp.Compare(a.Element.String()+a.Statement, b.Element.String()+b.Statement)
	})
	return slices.CompactFunc(d.all, func(a, b Dependent) bool { return a == b })
}

type dependents struct {
	of  Element
	all []Dependent
}

func (d *dependents) add(when bool, e Element) {
	if when && e != d.of {
		d.all = append(d.all, Dependent{Element: e})
	}
}

func (d *dependents) activity(a Activity) {
	party := d.of.Kind == PartyKind
	d.add(party && (a.Party == d.of.Name || slices.Contains(a.Recipients, d.of.Name)), Element{Kind: ActivityKind, Name: a.Name})
}

func (d *dependents) system(s System) {
	at := Element{Kind: SystemKind, Name: s.Name}
	if d.of.Kind == PartyKind {
		d.add(s.Operator == d.of.Name || slices.ContainsFunc(s.Cookies, func(c Cookie) bool { return c.Provider == d.of.Name }), at)
	}
	if d.of.Kind == CollectionKind && s.Name == d.of.Name {
		d.add(s.Routine != nil && s.Routine.Messages == d.of.Collection || s.Requests != nil && s.Requests.Messages == d.of.Collection, at)
	}
	if s.Routine != nil {
		for _, filing := range []*Filing{s.Routine.Cases, s.Routine.Customers} {
			d.add(filing != nil && d.names(filing.Known), at)
		}
	}
	for _, c := range s.Collections {
		d.collection(s, c)
	}
}

// names reports whether system.collection.column is about what goes.
func (d *dependents) names(column string) bool {
	of := strings.Join(slices.DeleteFunc([]string{d.of.Name, d.of.Collection, d.of.Field}, func(s string) bool { return s == "" }), ".")
	system := d.of.Kind == SystemKind || d.of.Kind == CollectionKind || d.of.Kind == FieldKind
	return system && (column == of || strings.HasPrefix(column, of+"."))
}

func (d *dependents) collection(s System, c Collection) {
	at := Element{Kind: CollectionKind, Name: s.Name, Collection: c.Name}
	switch d.of.Kind {
	case ActivityKind:
		d.add(slices.ContainsFunc(c.CarriedBy, func(carry Carry) bool { return carry.Activity == d.of.Name }), at)
	case PartyKind:
		for _, f := range c.Fields {
			d.add(f.Source == d.of.Name, Element{Kind: FieldKind, Name: s.Name, Collection: c.Name, Field: f.Name})
		}
	case CollectionKind:
		d.add(s.Name == d.of.Name && c.leansOn(d.of.Collection), at)
	case FieldKind:
		d.add(s.Name == d.of.Name && c.reads(d.of.Collection, d.of.Field), at)
	}
}

// leansOn reports whether a collection names another of its system.
func (c Collection) leansOn(other string) bool {
	return slices.ContainsFunc(c.Person, func(l Link) bool { return l.To == other || l.From == other }) ||
		slices.ContainsFunc(c.References, func(r Reference) bool { return r.To == other }) || c.Restrict != nil && c.Restrict.Move == other
}

// reads reports whether a collection names a column, of its own or of another.
func (c Collection) reads(collection, column string) bool {
	own := c.Name == collection
	for _, l := range c.Person {
		if (own && l.From == "" || l.From == collection) && slices.Contains(l.Through, column) || l.To == collection && slices.Contains(l.Key, column) || own && slices.Contains(l.Asks(), column) {
			return true
		}
	}
	for _, carry := range c.CarriedBy {
		columns := []string{carry.From, carry.Until}
		if carry.Consent != nil {
			columns = append(columns, carry.Consent.Given, carry.Consent.Withdrawn, carry.Consent.Wording)
		}
		if own && slices.Contains(columns, column) {
			return true
		}
	}
	return own && slices.ContainsFunc(c.References, func(r Reference) bool { return slices.Contains(r.Columns, column) })
}

func (d *dependents) statement(s Statement) {
	for _, c := range s.KeptBy {
		system := d.of.Kind == SystemKind && (c.Routine == d.of.Name || c.Mails == d.of.Name)
		activity := d.of.Kind == ActivityKind && c.Activity == d.of.Name
		named := (d.of.Collection == "" && slices.Contains(c.Of, d.of.Name)) || slices.ContainsFunc(c.Cull, d.names)
		if system || activity || named {
			d.all = append(d.all, Dependent{Statement: s.ID})
		}
	}
}
