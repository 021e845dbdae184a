package duty

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Type is what a field holds, and so how it is asked for and checked.
type Type string

// The types. A Line, a Text and an Address are sealed unless the field is Plain;
// the rest tells nobody who somebody is.
const (
	Line    Type = "line"
	Text    Type = "text" // several lines
	Address Type = "address"
	Day     Type = "day"    // 2026-11-22
	Moment  Type = "moment" // RFC 3339, with its zone
	Choice  Type = "choice" // one of Options
	Many    Type = "many"   // several of Options, with blanks between
	Yes     Type = "yes"    // "yes", or nothing
	Number  Type = "number" // a whole number, not below zero
	Party   Type = "party"  // a name of the register, as the next three
	Parties Type = "parties"
	System  Type = "system"
	Systems Type = "systems"
	Entry   Type = "entry"   // the id of a record of kind Of
	Country Type = "country" // two letters
)

// Types are all of them.
var Types = []Type{Line, Text, Address, Day, Moment, Choice, Many, Yes, Number, Party, Parties, System, Systems, Entry, Country}

// Field is one fact of a kind.
type Field struct {
	Name     string
	Type     Type
	Options  []string
	Of       Kind // of an Entry
	Required bool
	Plain    bool // free text that names nobody: it is not sealed
	Hidden   bool // the program's own: no form asks for it, and a form leaves it as it is
}

// Sealed reports whether what the field holds may tell who somebody is.
func (f Field) Sealed() bool {
	return !f.Plain && (f.Type == Line || f.Type == Text || f.Type == Address)
}

// The longest texts, in bytes.
const (
	maxLine = 500
	maxText = 64 << 10
)

// Fault says that a field cannot be taken as it is.
type Fault string

// The faults.
const (
	FaultNeeded  Fault = "needed"
	FaultLong    Fault = "long"
	FaultDay     Fault = "day"
	FaultMoment  Fault = "moment"
	FaultOption  Fault = "option"
	FaultNumber  Fault = "number"
	FaultUnknown Fault = "unknown" // the register or the store has no such thing
	FaultAddress Fault = "address"
	FaultFuture  Fault = "future"
	FaultOrder   Fault = "order"   // it comes before what must come first
	FaultReason  Fault = "reason"  // the decision needs its reason
	FaultRepeat  Fault = "repeat"  // there is one already
	FaultField   Fault = "field"   // the kind has no such field
	FaultCountry Fault = "country" // two letters, as ISO 3166
)

// Faults are by field name.
type Faults map[string]Fault

// err is the faults as one error, in the order of the fields.
func (f Faults) err(d *Definition) error {
	if len(f) == 0 {
		return nil
	}
	var parts []string
	for _, field := range d.Fields {
		if fault, ok := f[field.Name]; ok {
			parts = append(parts, field.Name+": "+string(fault))
		}
	}
	for name, fault := range f {
		if _, ok := d.Field(name); !ok {
			parts = append(parts, name+": "+string(fault))
		}
	}
	slices.Sort(parts)
	return &FaultsError{Faults: f, error: varsam.Errorf(varsam.Invalid, "%s cannot be kept like this (%s); varsam duty kinds %s tells its fields",
		d.Kind, strings.Join(parts, "; "), d.Kind)}
}

// FaultsError carries the faults of a form beside the sentence for a terminal.
type FaultsError struct {
	Faults Faults
	error
}

// Unwrap gives the sentence with its code.
func (e *FaultsError) Unwrap() error { return e.error }

// check says what is wrong with a value, or nothing. An empty value is only wrong
// where one is required.
func (f Field) check(value string, w *World) Fault {
	if value == "" {
		if f.Required {
			return FaultNeeded
		}
		return ""
	}
	limit := maxLine
	if f.Type == Text {
		limit = maxText
	}
	if len(value) > limit || !utf8.ValidString(value) {
		return FaultLong
	}
	if f.Type == Line && strings.ContainsAny(value, "\r\n") {
		return FaultLong
	}
	return f.form(value, w)
}

// form checks what the type asks for.
func (f Field) form(value string, w *World) Fault {
	switch f.Type {
	case Day:
		if d, err := varsam.ParseDate(value); err != nil || d.Year() < 1900 || d.Year() > 2200 {
			return FaultDay
		}
	case Moment:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return FaultMoment
		}
	case Choice:
		if !slices.Contains(f.Options, value) {
			return FaultOption
		}
	case Many:
		for _, v := range strings.Fields(value) {
			if !slices.Contains(f.Options, v) {
				return FaultOption
			}
		}
	case Yes:
		if value != "yes" {
			return FaultOption
		}
	case Number:
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return FaultNumber
		}
	case Address:
		if a, err := mail.ParseAddress(value); err != nil || a.Address != value {
			return FaultAddress
		}
	case Country:
		if len(value) != 2 || strings.ToUpper(value) != value {
			return FaultCountry
		}
	default:
		return f.named(value, w)
	}
	return ""
}

// named checks that what is named is there.
func (f Field) named(value string, w *World) Fault {
	known := func(of SubjectType, name string) bool { return w.knows(Subject{of, name}) }
	var all []string
	of := OfParty
	switch f.Type {
	case Party:
		all = []string{value}
	case Parties:
		all = strings.Fields(value)
	case System:
		of, all = OfSystem, []string{value}
	case Systems:
		of, all = OfSystem, strings.Fields(value)
	case Entry:
		if r, ok := w.Record(value); !ok || r.Kind != f.Of {
			return FaultUnknown
		}
	}
	for _, name := range all {
		if !known(of, name) {
			return FaultUnknown
		}
	}
	return ""
}

// Label is the field's name for a reader; a kind may have its own word.
func (f Field) Label(p locale.Printer, k Kind) string {
	if own := "duty.field." + string(k) + "." + f.Name; p.Has(own) {
		return p.T(own)
	}
	return p.T("duty.field." + f.Name)
}

// Option is one of the field's options for a reader.
func (f Field) Option(p locale.Printer, option string) string {
	return p.T("duty.option." + f.Name + "." + option)
}

// Shows is a value for a reader: days and options in words, names by their titles.
func (f Field) Shows(p locale.Printer, value string, zone *time.Location) string {
	if value == "" {
		return ""
	}
	switch f.Type {
	case Day:
		d, _ := varsam.ParseDate(value)
		return p.Date(d)
	case Moment:
		t, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return value
		}
		return p.Date(varsam.DateIn(t, zone)) + " " + t.In(zone).Format("15:04")
	case Choice:
		return f.Option(p, value)
	case Yes:
		return p.T("duty.yes")
	case Many, Parties, Systems:
		var words []string
		for _, one := range strings.Fields(value) {
			words = append(words, f.word(p, one))
		}
		return strings.Join(words, ", ")
	case Party, System:
		return f.word(p, value)
	case Country:
		return p.Country(value)
	}
	return value
}

func (f Field) word(p locale.Printer, one string) string {
	switch f.Type {
	case Party, Parties:
		return p.Name("party", one)
	case System, Systems:
		return p.Name("system", one)
	}
	return f.Option(p, one)
}
