package web

import (
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
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
}

type fieldRow struct {
	Name, Value, Fate, Why string
	Chip                   varsam.FieldFate
}

type groundRow struct {
	varsam.Ground
	Title, Says, Law string
	Alive            bool
}

// longest is how much of a field's text the page shows.
const longest = 400

func (o *Office) recordPage(v *frame.Visit) error {
	d, err := o.Requests.Dossier(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	w := who(v)
	if !w.sees(d.Case) {
		return varsam.Errorf(varsam.Denied, "the case is of somebody with protected data; only those whom it is given to see it")
	}
	n, err := strconv.Atoi(v.Param("n"))
	if err != nil || n < 0 || n >= len(d.Plan.Items) {
		return varsam.Errorf(varsam.NotFound, "the plan has no such record")
	}
	item := d.Plan.Items[n]
	ref := item.Record.Ref
	r := recordView{
		Request: d.Request, Item: item, Label: ref.KeyLabel(),
		Where:   v.Name("system", ref.System) + " · " + collection(v.Printer, w.reg, ref.System, ref.Collection),
		Reached: v.Reason(item.Why), Line: timelineOf(v.Printer, item.Decision, d.Plan.Today),
	}
	if item.Decision.Law != "" {
		r.Law = v.Law(item.Decision.Law)
	}
	for _, why := range item.Decision.Reasons {
		r.Why = append(r.Why, v.Reason(why))
	}
	r.fields(v.Printer, item)
	r.grounds(v.Printer, item.Decision, d.Plan.Today)
	return v.Show("record", r)
}

func (r *recordView) fields(say locale.Printer, item plan.Item) {
	fates := map[string]varsam.FieldOutcome{}
	for _, f := range item.Decision.Fields {
		fates[f.Field] = f
	}
	for _, f := range item.Record.Fields {
		row := fieldRow{Name: f.Name, Value: short(f.Value.String(), longest)}
		if fate, ok := fates[f.Name]; ok {
			row.Chip, row.Fate, row.Why = fate.Fate, say.FieldFate(fate.Fate), say.Reason(fate.Reason)
		}
		r.Fields = append(r.Fields, row)
	}
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
