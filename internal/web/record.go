package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// recordView is one record of a case: what it is, whose, what becomes of it and
// why, and how long each of its grounds lasts.
type recordView struct {
	Request request.Request
	Where   string
	Label   string
	Item    plan.Item
	Fate    string
	Law     string
	Why     []string
	Reached string
	Fields  []fieldRow
	Grounds []groundRow
	Line    timeline

	Revealed bool // the values are shown
	Reason   string
	Faults   frame.Faults
}

// Masked reports whether some value is not shown.
func (r recordView) Masked() bool {
	return slices.ContainsFunc(r.Fields, func(f fieldRow) bool { return f.Masked })
}

type fieldRow struct {
	Name, Value, Fate, Why string
	Chip                   varsam.FieldFate
	Masked                 bool
}

type groundRow struct {
	varsam.Ground
	Title, Says, Law string
	Alive            bool
}

// longest is how much of a field's text the page shows.
const longest = 400

// recordPage shows a record with its values masked, but for those of the visitor's
// own class.
func (o *Office) recordPage(v *frame.Visit) error {
	r, _, err := o.record(v)
	if err != nil {
		return err
	}
	return v.Show("record", r)
}

// revealRecord shows the values, to somebody who says why, and writes down that it
// did.
func (o *Office) revealRecord(v *frame.Visit) error {
	r, item, err := o.record(v)
	if err != nil {
		return err
	}
	if r.Reason = v.Field("reason"); r.Reason == "" {
		r.Faults.Require("reason", "")
		return v.ShowStatus(http.StatusUnprocessableEntity, "record", r)
	}
	if err := o.Requests.Reveal(v.Context(), r.Request.ID, item.Record.Ref, r.Reason, who(v).Name); err != nil {
		return err
	}
	r.Revealed = true
	for i, f := range item.Record.Fields {
		r.Fields[i].Value, r.Fields[i].Masked = short(f.Value.String(), longest), false
	}
	return v.Show("record", r)
}

// record is the record that the path names, masked.
func (o *Office) record(v *frame.Visit) (r recordView, item plan.Item, err error) {
	d, err := o.Requests.Dossier(v.Context(), v.Param("id"))
	if err != nil {
		return r, item, err
	}
	w := who(v)
	if !w.sees(d.Case) && !(w.May(account.SeeClass) && !d.Case.Shielded) {
		return r, item, varsam.Errorf(varsam.Denied, "your role does not show whom a case concerns, or they have protected data")
	}
	n, err := strconv.Atoi(v.Param("n"))
	if err != nil || n < 0 || n >= len(d.Plan.Items) {
		return r, item, varsam.Errorf(varsam.NotFound, "the plan has no such record")
	}
	item = d.Plan.Items[n]
	ref := item.Record.Ref
	r = recordView{
		Request: d.Request, Item: item, Label: ref.KeyLabel(), Faults: frame.Faults{},
		Where:   v.Name("system", ref.System) + " · " + collection(v.Printer, w.reg, ref.System, ref.Collection),
		Reached: v.Reason(item.Why), Line: timelineOf(v.Printer, item.Decision, d.Plan.Today),
	}
	if item.Decision.Law != "" {
		r.Law = v.Law(item.Decision.Law)
	}
	for _, why := range item.Decision.Reasons {
		r.Why = append(r.Why, v.Reason(why))
	}
	r.fields(v.Printer, w, item)
	r.grounds(v.Printer, item.Decision, d.Plan.Today)
	return r, item, nil
}

func (r *recordView) fields(say locale.Printer, w visitor, item plan.Item) {
	fates := map[string]varsam.FieldOutcome{}
	for _, f := range item.Decision.Fields {
		fates[f.Field] = f
	}
	for _, f := range item.Record.Fields {
		row := fieldRow{Name: f.Name, Value: masked(f.Value.String()), Masked: !f.Value.IsNull() && f.Value.String() != ""}
		if w.Reads(categoryOf(w.reg, item.Record.Ref, f.Name)) {
			row.Value, row.Masked = short(f.Value.String(), longest), false
		}
		if fate, ok := fates[f.Name]; ok {
			row.Chip, row.Fate, row.Why = fate.Fate, say.FieldFate(fate.Fate), say.Reason(fate.Reason)
		}
		r.Fields = append(r.Fields, row)
	}
}

// categoryOf is the kind of data in a column, empty where the register does not
// say.
func categoryOf(reg *register.Register, ref varsam.Ref, field string) varsam.Category {
	sys, _ := reg.System(ref.System)
	for _, c := range sys.Collections {
		if c.In() == ref.Collection {
			f, _ := c.Field(field)
			return f.Data
		}
	}
	return ""
}

// masked is enough of a text to know it by for whoever knows it already: the first
// letter of each of its first words.
func masked(text string) string {
	var out strings.Builder
	words, inWord := 0, false
	for _, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case !letter && (r == ' ' || r == '@' || r == '-'):
			out.WriteRune(r)
			inWord = false
		case !inWord && letter:
			if words++; words > 4 {
				return strings.TrimSpace(out.String())
			}
			out.WriteRune(r)
			out.WriteString("•••")
			inWord = true
		}
	}
	return out.String()
}

func (r *recordView) grounds(say locale.Printer, d varsam.Decision, today varsam.Date) {
	for _, g := range d.Grounds {
		row := groundRow{Ground: g, Title: say.Name("activity", g.Activity), Says: say.Basis(g.Basis), Alive: g.Alive(today)}
		if g.Law != "" {
			row.Law = say.Law(g.Law)
		}
		r.Grounds = append(r.Grounds, row)
	}
}
