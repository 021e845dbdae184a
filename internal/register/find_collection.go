package register

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// hidden reports whether a machine finds nobody in a collection of people: no column
// says who they are, no text may name them, and no record that does leads here.
func hidden(s System, c Collection) bool {
	if s.Assisted() || !slices.ContainsFunc(c.Fields, personal) || slices.ContainsFunc(c.Person, func(l Link) bool { return !l.Self }) {
		return false
	}
	tells := func(f Field) bool { return f.Text || f.Identifies != "" && f.Identifies.Selects() }
	leads := func(o Collection) bool {
		return slices.ContainsFunc(o.Fields, tells) && slices.ContainsFunc(o.Person, func(l Link) bool { return l.To == c.Name })
	}
	return !slices.ContainsFunc(c.Fields, tells) && !slices.ContainsFunc(s.Collections, leads)
}

func (f *finder) collection(at spot, s System, c Collection) {
	if c.Draft && !s.Draft {
		at.in("draft").found("draft-collection")
	}
	for _, field := range c.Fields {
		f.field(at.field(field.Name), s, c, field)
	}
	if len(c.Person) == 0 {
		if slices.ContainsFunc(c.Fields, personal) {
			at.in("person").found("no-person-link")
		}
		return
	}
	if hidden(s, c) {
		at.in("fields").found("nobody-identified")
	}
	if len(c.CarriedBy) == 0 {
		at.in("carried_by").found("not-carried")
	} else if c.End == "" {
		at.in("end").found("no-end")
	}
	for i, carry := range c.CarriedBy {
		f.carry(at.in("carried_by", strconv.Itoa(i)), s, carry)
	}
	f.restriction(at.in("restrict"), s, c)
	if c.End == varsam.Anonymise {
		f.anonymising(at, c)
	}
}

func personal(field Field) bool {
	return field.Data != "" && !field.Data.IsKey() && field.About != "organisation"
}

// carry checks that an end can be computed: a rule, and the day it counts from.
func (f *finder) carry(at spot, s System, c Carry) {
	a, ok := f.reg.Activity(c.Activity)
	if !ok {
		return
	}
	keep := a.Keep
	if c.Keep != nil {
		keep = *c.Keep
		f.keepRule(at.in("keep"), keep, a)
	}
	if a.Basis.Article == varsam.Consent && a.Role != varsam.Processor {
		f.proof(at.in("consent"), c.Consent)
	}
	from := c.From != "" || keep.From != ""
	switch {
	case c.Until != "":
	case keep == Keep{}:
		at.found("no-retention", c.Activity)
	case keep.While == "consent" && a.Basis.Article == varsam.Consent: // the proof says when
	case keep.While != "" && !from && c.When == nil:
		at.found("while-without-end", c.Activity, keep.While)
	case keep.While == "" && !from && f.needsTrigger(keep):
		at.found("no-trigger", c.Activity)
	}
}

func (f *finder) needsTrigger(k Keep) bool {
	if k.Law == "" {
		return true
	}
	r, ok := f.rule(k.Law)
	return !ok || r.HasEnd()
}

func (f *finder) proof(at spot, c *Consent) {
	switch {
	case c == nil || c.Given == "":
		at.found("consent-without-given")
	default:
		if c.Wording == "" {
			at.found("consent-without-wording")
		}
		if c.Withdrawn == "" {
			at.found("consent-without-withdrawal")
		}
	}
}

// restriction: what only a duty keeps must be kept from other uses.
func (f *finder) restriction(at spot, s System, c Collection) {
	duty, books := f.duties(c)
	r := c.Restrict
	switch {
	case r == nil && duty != "" && s.Connector != "assisted" && !movedTo(s, c.Name):
		at.found("no-restriction", duty)
	case r == nil:
	case len(r.Flag) > 0 && r.Obeys == "":
		at.in("flag").found("flag-without-obeys")
	case r.Blank && books != "":
		at.in("blank").found("blank-books", books, f.paragraph(books))
	}
	if r != nil && r.Move != "" {
		if _, ok := s.Collection(r.Move); !ok {
			at.in("move").found("move-undeclared", r.Move)
		}
	}
}

// movedTo reports whether restricted records end up in the collection: there
// they are kept from other uses by where they are.
func movedTo(s System, name string) bool {
	return slices.ContainsFunc(s.Collections, func(c Collection) bool { return c.Restrict != nil && c.Restrict.Move == name })
}

// duties are a must-keep rule that carries the collection, and one of
// bookkeeping, whose records are kept as they were.
func (f *finder) duties(c Collection) (duty, books string) {
	for _, carry := range c.CarriedBy {
		a, _ := f.reg.Activity(carry.Activity)
		keep := a.Keep
		if carry.Keep != nil {
			keep = *carry.Keep
		}
		r, ok := f.rule(keep.Law)
		if !ok || r.Kind != law.MustKeep {
			continue
		}
		duty = r.ID
		if r.Trigger == law.FiscalYearEnd && (strings.HasPrefix(r.ID, "SE-BFL") || strings.HasPrefix(r.ID, "FI-KPL")) {
			books = r.ID
		}
	}
	return duty, books
}

func (f *finder) field(at spot, s System, c Collection, field Field) {
	f.category(at, field.Data)
	if field.Draft && !c.Draft && !s.Draft {
		at.found("draft-field")
	}
	if (varsam.Category("person.national-id").Covers(field.Data) || field.Identifies == varsam.NationalID) && field.Reason == "" {
		at.found("national-id-without-reason", map[bool]string{true: "dataskyddslagen (1050/2018) 29 §", false: "dataskyddslagen 3 kap. 10 §"}[f.reg.Organisation.Country == "FI"])
	}
	if field.Stop != nil && !slices.Contains(f.allUses(), field.Stop.Use) {
		at.in("stop").found("stop-of-nothing", string(field.Stop.Use))
	}
	if personal(field) && len(c.CarriedBy) > 0 {
		f.needed(at, c, field)
	}
}

func (f *finder) allUses() []varsam.Use {
	var uses []varsam.Use
	for _, a := range f.reg.Activities {
		uses = append(uses, a.Uses...)
	}
	return uses
}

// needed holds a field against every activity that carries it: one of them must
// need it, and for special categories one of those must have a condition.
func (f *finder) needed(at spot, c Collection, field Field) {
	var needing []Activity
	for _, carry := range c.CarriedBy {
		a, ok := f.reg.Activity(carry.Activity)
		if !ok || len(a.Needs) == 0 {
			return
		}
		if field.Data.CoveredBy(a.Needs) {
			needing = append(needing, a)
		}
	}
	if len(needing) == 0 {
		at.found("not-needed", string(field.Data))
		return
	}
	if !field.Data.Special() {
		return
	}
	want, code := "9.2.", "special-without-condition"
	if varsam.Category("special.criminal").Covers(field.Data) {
		want, code = "10", "criminal-without-law"
	}
	if !slices.ContainsFunc(needing, func(a Activity) bool { return strings.HasPrefix(a.Basis.Condition, want) }) {
		at.found(code, string(field.Data))
	}
}
