package duty

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// SubjectType is what an obligation is about.
type SubjectType string

// The types of subject. The name of a subject of the staff is the id of its
// record, that of a person a mark of the address.
const (
	OfOrganisation SubjectType = "organisation"
	OfParty        SubjectType = "party"
	OfSystem       SubjectType = "system"
	OfActivity     SubjectType = "activity"
	OfStaff        SubjectType = "staff"
	OfRecord       SubjectType = "record" // an earlier record: an objection is about a change
	OfPerson       SubjectType = "person"
	OfCompany      SubjectType = "company" // a mark of its name
)

// Subject is who or what an obligation is about.
type Subject struct {
	Type SubjectType `json:"type"`
	Name string      `json:"name,omitempty"`
}

// String is "party:mailer", as commands write it; the organisation is itself.
func (s Subject) String() string {
	if s.Name == "" {
		return string(s.Type)
	}
	return string(s.Type) + ":" + s.Name
}

// ParseSubject reads what [Subject.String] writes.
func ParseSubject(text string) (Subject, error) {
	of, name, _ := strings.Cut(text, ":")
	s := Subject{SubjectType(of), name}
	switch s.Type {
	case OfOrganisation:
		if name == "" {
			return s, nil
		}
	case OfParty, OfSystem, OfActivity, OfStaff, OfRecord, OfPerson, OfCompany:
		if name != "" {
			return s, nil
		}
	}
	return s, varsam.Errorf(varsam.Invalid, "a subject is organisation, party:NAME, system:NAME, activity:NAME, staff:ID or record:ID")
}

// Facts are what a record says, by field. Nothing is kept for an empty value.
type Facts map[string]string

// Day is a fact that is a day; no day when there is none.
func (f Facts) Day(name string) varsam.Date {
	d, _ := varsam.ParseDate(f[name])
	return d
}

// Moment is a fact that is an instant.
func (f Facts) Moment(name string) time.Time {
	t, _ := time.Parse(time.RFC3339, f[name])
	return t
}

// Number is a fact that is a number.
func (f Facts) Number(name string) int {
	n, _ := strconv.Atoi(f[name])
	return n
}

// All are the words of a fact that holds several.
func (f Facts) All(name string) []string { return strings.Fields(f[name]) }

// Has reports whether a fact with several words has one of them.
func (f Facts) Has(name, word string) bool { return slices.Contains(f.All(name), word) }

// tidy drops blanks around values, and empty values.
func (f Facts) tidy() Facts {
	out := Facts{}
	for name, value := range f {
		if value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")); value != "" {
			out[name] = value
		}
	}
	return out
}

// settle reads days and instants that are counted from now, and gives an instant
// without a zone that of the organisation: people write what their clock shows.
func (f Facts) settle(d *Definition, w *World) {
	for _, field := range d.Fields {
		switch value := f[field.Name]; {
		case value == "":
		case field.Type == Day:
			f[field.Name] = dayOf(value, w)
		case field.Type == Moment:
			f[field.Name] = instantOf(value, w)
		}
	}
}

// dayOf is "today", "today-30" or "today+30" as a day; anything else as it is.
func dayOf(value string, w *World) string {
	rest, ok := strings.CutPrefix(value, "today")
	if !ok {
		return value
	}
	days, err := strconv.Atoi(rest)
	if err != nil && rest != "" {
		return value
	}
	return w.Today.AddDays(days).String()
}

// instantOf is "now", "now-24h" or "now+90m" as an instant, and an instant without a
// zone with the organisation's.
func instantOf(value string, w *World) string {
	if rest, ok := strings.CutPrefix(value, "now"); ok {
		ago, err := time.ParseDuration(rest)
		if err != nil && rest != "" {
			return value
		}
		return w.Now.Add(ago).In(w.Zone()).Format(time.RFC3339)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, value, w.Zone()); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return value
}

// State is where a record stands.
type State string

// The states.
const (
	Open  State = "open"
	Ended State = "ended" // it is over, and kept as evidence
)

// Record is one obligation that was taken down.
type Record struct {
	ID      string      `json:"id"`
	Kind    Kind        `json:"kind"`
	Subject Subject     `json:"subject"`
	Facts   Facts       `json:"facts"`
	Owner   string      `json:"owner,omitempty"`
	Next    varsam.Date `json:"next,omitzero"`
	State   State       `json:"state"`
	Version int64       `json:"version"`
	Files   int         `json:"files,omitempty"`
	Added   time.Time   `json:"added,omitzero"`
	Changed time.Time   `json:"changed,omitzero"`
	Over    time.Time   `json:"ended,omitzero"`

	// Register says that the register has it: it is changed there.
	Register bool `json:"register,omitempty"`

	// filled are the sealed facts that it has, when they are not open here; "owner"
	// is one.
	filled []string
	key    string
	mark   string
}

// says reports whether a record has a fact, open or sealed.
func (r Record) says(name string) bool {
	return r.Facts[name] != "" || slices.Contains(r.filled, name) || name == "owner" && r.Owner != ""
}

// Definition is what the record's kind is.
func (r Record) Definition() *Definition { return Define(r.Kind) }

// Title is what tells a record from others of its kind: its first fact, and of a
// choice its word.
func (r Record) Title(p locale.Printer) string {
	for _, f := range r.Definition().Fields {
		switch value := r.Facts[f.Name]; {
		case value == "":
		case f.Type == Line, f.Type == Address:
			return value
		case f.Type == Choice:
			return f.Option(p, value)
		case f.Type == Text:
			line, _, _ := strings.Cut(value, "\n")
			return line
		}
	}
	return ""
}
