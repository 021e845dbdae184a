package register

import (
	"slices"
	"sync"
)

// Kind is what an element of a register is.
type Kind string

// The kinds.
const (
	OrganisationKind Kind = "organisation"
	ActivityKind     Kind = "activity"
	SystemKind       Kind = "system"
	CollectionKind   Kind = "collection"
	FieldKind        Kind = "field"
	PartyKind        Kind = "party"
)

// Kinds are all kinds of element that have a form.
var Kinds = []Kind{OrganisationKind, ActivityKind, SystemKind, CollectionKind, FieldKind, PartyKind}

// Form is how a part of an element is written.
type Form string

// The forms.
const (
	LineForm   Form = "line"   // a text of one line
	TextForm   Form = "text"   // a text of several
	NumberForm Form = "number" // a whole number
	TickForm   Form = "tick"   // true, or not said
	YesNoForm  Form = "yes-no" // true, false, or not said
	DayForm    Form = "day"    // YYYY-MM-DD
	PeriodForm Form = "period" // 24 months
	ChoiceForm Form = "choice" // one of Choices
	NameForm   Form = "name"   // a name, with From to choose among
	ManyForm   Form = "many"   // several names
	CellForm   Form = "cell"   // a value of a cell: text, number, true, null
	YAMLForm   Form = "yaml"   // what has no form of its own: a condition
	GroupForm  Form = "group"  // Parts, when any of them is filled in
	RowsForm   Form = "rows"   // any number of Parts
	PairsForm  Form = "pairs"  // any number of names with a value
)

// Source is where the names come from that a part may hold.
type Source string

// The sources.
const (
	FromParties     Source = "parties"
	FromOperators   Source = "operators" // self, and parties
	FromRecipients  Source = "recipients"
	FromActivities  Source = "activities"
	FromConnectors  Source = "connectors"
	FromCollections Source = "collections" // of the same system
	FromColumns     Source = "columns"     // of the same collection, as far as they are declared
	FromCategories  Source = "categories"
	FromIdentifiers Source = "identifiers"
	FromSources     Source = "sources"
	FromLaws        Source = "laws"
	FromCountries   Source = "countries"
	FromZones       Source = "zones"
	FromOwners      Source = "owners"
	FromRoles       Source = "roles" // with access
	FromSubjects    Source = "subjects"
	FromUses        Source = "uses"
	FromRecodings   Source = "recodings"
)

// Closed reports whether only the source's names are right: what is no name of it
// is a fault.
func (s Source) Closed() bool {
	switch s {
	case FromParties, FromOperators, FromActivities, FromConnectors, FromCountries:
		return true
	}
	return false
}

// Shape is one part of an element, as a form asks for it.
type Shape struct {
	Key      string
	Form     Form
	Required bool
	Choices  []string
	From     Source
	Parts    []Shape
	Help     string // what the schema says of it, in English

	short string // of rows: the part that alone is written as a word
}

// Shapes are the parts of a kind of element, in the order of its form. A system's
// collections and a collection's fields are elements of their own.
func Shapes(kind Kind) []Shape { return allShapes()[kind] }

var allShapes = sync.OnceValue(func() map[Kind][]Shape {
	all := map[Kind][]Shape{}
	for kind, parts := range outlines() {
		all[kind] = described(parts, schema().resolve(schemaURL+"#/$defs/"+string(kind)))
	}
	return all
})

// described adds what the schema says: choices, what is required, the help.
func described(parts []Shape, s map[string]any) []Shape {
	s = mappingOf(s)
	required, _ := s["required"].([]any)
	props, _ := s["properties"].(map[string]any)
	for i := range parts {
		p := &parts[i]
		prop, _ := props[p.Key].(map[string]any)
		p.Help = schema().text(prop, "description")
		p.Required = slices.Contains(required, any(p.Key))
		if p.Form == ChoiceForm || p.Form == ManyForm {
			p.Choices = append(p.Choices, choices(mappingOf(prop))...)
		}
		if p.Parts != nil {
			p.Parts = described(p.Parts, prop)
		}
	}
	return parts
}

// mappingOf follows a schema to where its keys stand: through references, lists,
// and short forms.
func mappingOf(s map[string]any) map[string]any {
	for range maxDepth {
		switch ref, ok := s["$ref"].(string); {
		case ok:
			s = schema().resolve(ref)
			continue
		case s["properties"] != nil || s["enum"] != nil:
			return s
		}
		if items, ok := s["items"].(map[string]any); ok {
			s = items
			continue
		}
		next := map[string]any(nil)
		forms, _ := s["anyOf"].([]any)
		for _, f := range forms {
			if m, ok := f.(map[string]any); ok && (m["properties"] != nil || m["$ref"] != nil || m["items"] != nil) && next == nil {
				next = m
			}
		}
		if next == nil {
			return s
		}
		s = next
	}
	return s
}

func choices(s map[string]any) (all []string) {
	values, _ := s["enum"].([]any)
	for _, v := range values {
		if text, ok := v.(string); ok {
			all = append(all, text)
		}
	}
	return all
}
