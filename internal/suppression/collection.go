package suppression

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// target is a collection to look in.
type target struct {
	system   string
	name     string // in the system
	ids      []register.Field
	consents []register.Consent
	regions  []string
	parties  []string // the controllers whose instructions concern it
	ours     bool     // it is not only processed for others
	zone     *register.System
	after    []varsam.Value
}

// targets are the collections of a system with identifying columns that some
// mark concerns, from where an earlier part of the look ended.
func (l *look) targets(sys register.System) []*target {
	if sys.Assisted() || l.From != nil && sys.Name < l.From.System {
		return nil
	}
	var all []*target
	for _, c := range sys.Collections {
		if t := l.target(sys, c); t != nil {
			all = append(all, t)
		}
	}
	if l.From != nil && sys.Name == l.From.System {
		if i := slices.IndexFunc(all, func(t *target) bool { return t.name == l.From.Collection }); i >= 0 {
			all[i].after = l.From.After
			all = all[i:]
		}
	}
	l.From = nil
	return all
}

func (l *look) target(sys register.System, c register.Collection) *target {
	t := &target{system: sys.Name, name: c.In(), regions: l.reg.Regions(sys), zone: &sys}
	parties, others := locate.Parties(l.reg, c)
	t.parties, t.ours = parties, !others
	if !slices.ContainsFunc(l.parties, t.concerns) {
		return nil
	}
	for _, f := range c.Fields {
		if f.Identifies != "" && f.Identifies.Selects() {
			t.ids = append(t.ids, f)
		}
	}
	for _, carry := range c.CarriedBy {
		if carry.Consent != nil && carry.Consent.Given != "" && !strings.Contains(carry.Consent.Given+carry.Consent.Withdrawn, ".") {
			t.consents = append(t.consents, *carry.Consent)
		}
	}
	if len(t.ids) == 0 {
		return nil
	}
	return t
}

// concerns reports whether a suppression for a party, or a person's own, is
// about the collection.
func (t *target) concerns(party string) bool {
	if party == "" {
		return t.ours
	}
	return slices.Contains(t.parties, party)
}

// fields are the columns to read: those of the target that the system has.
func (t *target) fields(cat varsam.Collection) (fields []string) {
	have := func(name string) bool { _, ok := cat.Column(name); return ok }
	t.ids = slices.DeleteFunc(t.ids, func(f register.Field) bool { return !have(f.Name) })
	for i := range t.ids {
		f := &t.ids[i]
		column, _ := cat.Column(f.Name)
		f.Several = locate.Several(*f, column)
		fields = append(fields, f.Name)
	}
	for _, c := range t.consents {
		for _, name := range []string{c.Given, c.Withdrawn} {
			if name != "" && have(name) && !slices.Contains(fields, name) {
				fields = append(fields, name)
			}
		}
	}
	return fields
}

// collection reads a collection page by page; one whose rows cannot be read from
// a key on is read in one go.
func (l *look) collection(ctx context.Context, conn system.System, catalogue varsam.Catalogue, t *target) error {
	cat, ok := catalogue.Find(t.name)
	if !ok {
		l.found.Gaps = append(l.found.Gaps, varsam.Gap{System: t.system, Collection: t.name, Why: varsam.Because(locate.GapNoCollection)})
		return nil
	}
	sel := system.Selection{Collection: t.name, Fields: t.fields(cat), After: t.after, Limit: pageRows}
	if len(t.ids) == 0 {
		return nil
	}
	if len(cat.Key) == 0 {
		sel.Limit = 0
	}
	for {
		last, n, err := l.page(ctx, conn, t, sel)
		if varsam.CodeOf(err) == varsam.Unsupported && sel.After != nil {
			sel.After, sel.Limit = nil, 0
			continue
		}
		if err != nil {
			l.gap(t.system, t.name, err)
			return ctx.Err()
		}
		if n < pageRows || sel.Limit == 0 {
			return nil
		}
		sel.After = last
		if l.Over != nil && l.Over() {
			l.found.Next = &Position{t.system, t.name, last}
			return nil
		}
	}
}

// forms appends what a cell may say.
func (l *look) forms(forms []string, t *target, f register.Field, cell varsam.Value) []string {
	if !f.Several { // nearly every cell: its parts would be made anew for each
		return locate.Forms(forms, f.Identifies, cell, t.regions, l.today)
	}
	for _, part := range locate.Parts(f, cell) {
		forms = locate.Forms(forms, f.Identifies, part, t.regions, l.today)
	}
	return forms
}

// page reads a page and notes what came back in it.
func (l *look) page(ctx context.Context, conn system.System, t *target, sel system.Selection) (last []varsam.Value, n int, err error) {
	var suspects []suspect
	var forms []string
	_, err = conn.Find(ctx, sel, func(r varsam.Record) error {
		n++
		last = r.Ref.Key
		for _, f := range t.ids {
			forms = l.forms(forms[:0], t, f, r.Get(f.Name))
			for _, form := range forms {
				if mark := l.of(f.Identifies, form); l.filter.may(mark) {
					suspects = append(suspects, suspect{mark, Place{r.Ref, f.Name}, t.newest(r)})
				}
			}
		}
		if len(suspects) >= pageRows { // a collection that is read in one go
			err := l.judge(ctx, t, suspects)
			suspects = suspects[:0]
			return err
		}
		return nil
	})
	l.found.Rows += int64(n)
	if err == nil && len(suspects) > 0 {
		err = l.judge(ctx, t, suspects)
	}
	if err != nil {
		return last, n, err
	}
	return last, n, l.pace.wait(ctx, int64(n))
}

// newest is the day of the newest consent in a record that has not been
// withdrawn since; none is no day.
func (t *target) newest(r varsam.Record) (day varsam.Date) {
	zone := t.zone.Location()
	for _, c := range t.consents {
		given, withdrawn := r.Get(c.Given).Date(zone), varsam.Date{}
		if c.Withdrawn != "" && !r.Get(c.Withdrawn).IsNull() {
			if withdrawn = r.Get(c.Withdrawn).Date(zone); withdrawn.IsZero() || !given.After(withdrawn) {
				continue
			}
		}
		day = varsam.Latest(day, given)
	}
	return day
}
