package duty

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// Code is what a finding says. Its sentences lie under duty.says. and duty.next.
type Code string

// Finding is an obligation that is missing, late, or not as the law wants it.
type Finding struct {
	Code      Code              `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`
	Kind      Kind              `json:"kind"`
	Subject   Subject           `json:"subject"`
	Record    string            `json:"record,omitempty"` // the record it is about, where there is one
	Day       varsam.Date       `json:"day,omitzero"`     // since when, or by when
	Args      []string          `json:"args,omitempty"`   // names of the register, numbers; never personal data
}

// Args of a finding's sentences: 0 the kind, 1 the subject, 2 the day, then its
// own.
func (f Finding) args(p locale.Printer, subject string) []string {
	args := []string{p.T("duty.kind." + string(f.Kind)), subject, f.Day.String()}
	for i, arg := range f.Args {
		switch {
		case i == 0 && (f.Code == MechanismFallen || f.Code == MechanismFalls || f.Code == MechanismRests):
			arg = p.T("duty.option.mechanism." + arg)
		case i == 0 && (f.Code == NotAdequate || f.Code == FrameworkAbroad):
			arg = p.Country(arg)
		}
		args = append(args, arg)
	}
	return args
}

// Says is the finding in words, with the subject as the reader knows it.
func (f Finding) Says(p locale.Printer, subject string) string {
	return locale.Capital(p.T("duty.says."+string(f.Code), f.args(p, subject)...))
}

// Do is what to do about it.
func (f Finding) Do(p locale.Printer, subject string) string {
	return locale.Capital(p.T("duty.next."+string(f.Code), f.args(p, subject)...))
}

// Title is a subject as a reader knows it; names has those that only the store
// knows, by [Subject.String].
func (s Subject) Title(p locale.Printer, names map[string]string) string {
	if name := names[s.String()]; name != "" {
		return name
	}
	switch s.Type {
	case OfOrganisation:
		return p.T("duty.organisation")
	case OfParty, OfSystem, OfActivity:
		return p.Name(string(s.Type), s.Name)
	}
	return s.Name
}

// findings gathers what is found.
type findings struct {
	all []Finding
}

// about notes a finding of a record.
func (f *findings) about(r Record, code Code, day varsam.Date, args ...string) {
	f.note(code, r.Kind, r.Subject, r.ID, day, args...)
}

// note notes a finding.
func (f *findings) note(code Code, k Kind, s Subject, record string, day varsam.Date, args ...string) {
	paragraph, severity := Define(k).Article, register.Warning
	if grave[code] || code == Missing && demanded[k] {
		severity = register.Error
	}
	f.all = append(f.all, Finding{code, severity, "Art. " + paragraph, k, s, record, day, args})
}

// sorted puts errors first, then what has been so longest.
func (f *findings) sorted() []Finding {
	slices.SortStableFunc(f.all, func(a, b Finding) int {
		if a.Day.IsZero() != b.Day.IsZero() && a.Severity == b.Severity {
			if a.Day.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(
			cmp.Compare(a.Severity, b.Severity), a.Day.Compare(b.Day), strings.Compare(string(a.Kind), string(b.Kind)),
			strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Subject.String(), b.Subject.String()), strings.Compare(a.Record, b.Record),
		)
	})
	return f.all
}
