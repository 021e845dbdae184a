package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountSearch adds the search for a person who has asked nothing: with a reason,
// and written down.
func (o *Office) mountSearch() {
	o.area.Handle("GET /search", needsRegister(allowed(account.SeeValues, o.searchPage)))
	o.area.Handle("POST /search", needsRegister(allowed(account.SeeValues, o.stepUp(o.search))))
}

// searchPatience is how long all systems together may take.
const searchPatience = 90 * time.Second

type searchForm struct {
	Types  []varsam.IdentifierType
	Type   varsam.IdentifierType
	Value  string
	Reason string
	Faults frame.Faults
	Done   bool
	Found  []searchRow
	Gaps   []string
	Looked []account.Look
}

// searchRow is how many records of a collection are, or may be, the person's.
type searchRow struct {
	Where     string
	Ownership varsam.Ownership
	N         int
}

func (o *Office) searchForm(v *frame.Visit) (f searchForm, err error) {
	f = searchForm{Types: who(v).reg.SearchTypes(), Type: varsam.Email, Faults: frame.Faults{}}
	f.Looked, err = o.Accounts.Looks(v.Context(), who(v).Account)
	return f, err
}

func (o *Office) searchPage(v *frame.Visit) error {
	f, err := o.searchForm(v)
	if err != nil {
		return err
	}
	return v.Show("search", f)
}

// search looks in all systems, once it is written down who does, and why. It shows
// where and how much, never what.
func (o *Office) search(v *frame.Visit) error {
	f, err := o.searchForm(v)
	if err != nil {
		return err
	}
	reg, day := who(v).reg, today(who(v).reg)
	f.Type, f.Value, f.Reason = varsam.IdentifierType(v.Field("type")), v.Field("value"), v.Field("reason")
	f.Faults.Require("reason", f.Reason)
	f.Faults.Require("value", f.Value)
	if !slices.Contains(f.Types, f.Type) {
		f.Faults.Add("type", "web.form.choose")
	}
	if _, err := f.Type.Canonical(f.Value, reg.Organisation.Country, day); err != nil {
		f.Faults.Add("value", "web.new.unread")
	}
	if len(f.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "search", f)
	}
	if err := o.Accounts.Look(v.Context(), who(v).Account, f.Reason); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.Context(), searchPatience)
	defer cancel()
	people := []varsam.Person{{Identifiers: []varsam.Identifier{{Type: f.Type, Value: f.Value, Verified: true}}}}
	found, err := locate.Locate(ctx, reg, o.Open(reg, day), people, locate.Options{Today: day, Mentions: true})
	if err != nil {
		return err
	}
	f.Done = true
	f.rows(v, found)
	return v.Show("search", f)
}

func (f *searchForm) rows(v *frame.Visit, found locate.Search) {
	at := map[searchRow]int{}
	for _, l := range found.Located {
		ref := l.Record.Ref
		row := searchRow{Where: v.Name("system", ref.System) + " · " + collection(v.Printer, who(v).reg, ref.System, ref.Collection), Ownership: l.Ownership}
		i, seen := at[row]
		if !seen {
			i = len(f.Found)
			at[row] = i
			f.Found = append(f.Found, row)
		}
		f.Found[i].N++
	}
	for _, gap := range found.Gaps {
		f.Gaps = append(f.Gaps, v.Name("system", gap.System)+": "+v.Reason(gap.Why))
	}
}
