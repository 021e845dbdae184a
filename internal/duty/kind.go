package duty

import (
	"time"

	"github.com/varsam/varsam"
)

// Kind is a kind of obligation.
type Kind string

// Definition is all that is known of a kind.
type Definition struct {
	Kind    Kind
	Article string // "28(3)": the paragraph that asks for it
	About   []SubjectType
	Fields  []Field

	// One says that a subject has one open record of the kind at a time.
	One bool

	// Next is the field with the next day. When a new record leaves it empty and
	// Every is set, it is so long after the day it is taken down.
	Next  string
	Every varsam.Period

	// Due is the next day where a field alone does not tell it.
	Due func(r Record, zone *time.Location) varsam.Date

	// Tells says that Judge tells when its day has passed, in words of its own.
	Tells bool

	// Proof says that a file belongs to it: without one there is a finding.
	Proof bool

	// Check refuses facts that cannot be.
	Check func(r Record, w *World) Faults

	// Judge is what the law says of an open record; Missing of those that are not
	// there. Both may be nil.
	Judge   func(w *World, r Record, found *findings)
	Missing func(w *World, found *findings)

	// End refuses to end what is not done; nil lets it end.
	End func(r Record, w *World) Faults

	// Mark is what finds a record by what lies sealed in it: an address, in small
	// letters.
	Mark func(r Record) string
}

// Field is the kind's field of that name.
func (d *Definition) Field(name string) (Field, bool) {
	for _, f := range d.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// shown are the fields that people see.
func (d *Definition) shown() (all []Field) {
	for _, f := range d.Fields {
		if !f.Hidden {
			all = append(all, f)
		}
	}
	return all
}

// accepts reports whether the kind can be about a subject of that type.
func (d *Definition) accepts(t SubjectType) bool {
	for _, a := range d.About {
		if a == t {
			return true
		}
	}
	return false
}

// next is the day of a record's next act; no day when there is none.
func (d *Definition) next(r Record, zone *time.Location) varsam.Date {
	if d.Due != nil {
		return d.Due(r, zone)
	}
	return r.Facts.Day(d.Next)
}

// split parts the facts into what may stand in clear and what is sealed.
func (d *Definition) split(all Facts) (clear, sealed Facts) {
	clear, sealed = Facts{}, Facts{}
	for name, value := range all {
		if f, ok := d.Field(name); !ok || f.Sealed() {
			sealed[name] = value
		} else {
			clear[name] = value
		}
	}
	return clear, sealed
}

// definitions are the kinds by name. They are filled at start and not where they
// are declared, because judging a record asks for its definition.
var definitions = map[Kind]*Definition{}

func init() {
	for _, d := range Definitions() {
		definitions[d.Kind] = d
	}
}

// Define is the definition of a kind; nil when there is none.
func Define(k Kind) *Definition { return definitions[k] }

// FindKind is the definition of a kind that somebody has named.
func FindKind(name string) (*Definition, error) {
	if d := Define(Kind(name)); d != nil {
		return d, nil
	}
	return nil, varsam.Errorf(varsam.NotFound, "there is no kind of duty %q; varsam duty kinds lists them", name)
}
