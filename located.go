package varsam

import "slices"

// Located is a record that a search found, with whose it is and how it was
// reached.
type Located struct {
	Record    Record    `json:"record"`
	Ownership Ownership `json:"ownership"`

	// Persons are the numbers of the request's people that the record concerns,
	// ascending. An own record has one; a shared one may have several.
	Persons []int `json:"persons"`

	// Why says how it was reached and, for a record that is not the person's
	// own, whose it is and why.
	Why Reason `json:"why"`

	// Parents are the located records that led here, by Ref.String().
	Parents []string `json:"parents,omitempty"`

	// Related holds values of other records that the register's rules read
	// through a reference, under the register's path: "project_id.ended_on".
	Related []Field `json:"related,omitempty"`

	// Hits are the fields in which an identifier was found, for mentions and for
	// records found by value.
	Hits []Hit `json:"hits,omitempty"`
}

// Hit is one identifier found in one field.
type Hit struct {
	Field  string         `json:"field"`
	Type   IdentifierType `json:"type"`
	Person int            `json:"person"`

	// Place is where in a document or mail it stands, in the form that package
	// system describes; Text, how it is written there. Both are for what only
	// searching the texts shows, as the record itself does not hold them.
	Place string `json:"place,omitempty"`
	Text  string `json:"text,omitempty"`

	// Fast says that the system which holds the text cannot take it out there so that it is truly gone: a person does it.
	Fast bool `json:"fast,omitempty"`
}

// Gap is a place that was not searched, or not to the end. A gap is never "not
// found".
type Gap struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Why        Reason `json:"why"`

	// Unread are records that could not be read, as far as they are named.
	Unread []Ref `json:"unread,omitempty"`
}

// Read is the record with the related values beside its own, for conditions
// that read through a reference.
func (l Located) Read() Record {
	r := l.Record
	r.Fields = append(slices.Clone(r.Fields), l.Related...)
	return r
}

// Value looks a field up in the record and then among the
// related values.
func (l Located) Value(name string) Value {
	if l.Record.Has(name) {
		return l.Record.Get(name)
	}
	for _, f := range l.Related {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}
