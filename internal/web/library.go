package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountLibrary adds how ordinary activities are taken over, many at a time: into
// the register in force, or into a first one.
func (o *Office) mountLibrary() {
	o.handle("GET /register/library", account.SetUp, o.libraryPage)
	o.handle("POST /register/library", account.SetUp, o.takeEntries)
}

// libraryView is the library as it fits one country, with what was chosen.
type libraryView struct {
	Has     bool   // there is a register, which the drafts are added to
	Country string // whose activities are shown beside those that fit any
	Title   string // of the organisation, while there is no register
	Entries []libraryRow
	Nothing bool // nothing was chosen
}

type libraryRow struct {
	Key, Title, Purpose, Basis, Law, Keep string
	On, Taken                             bool
}

func (o *Office) libraryPage(v *frame.Visit) error {
	return v.Show("library", libraryOf(v, v.Query("country"), nil))
}

// libraryOf lists what fits a country by title, in the visitor's order.
func libraryOf(v *frame.Visit, country string, chosen []string) libraryView {
	reg := who(v).reg
	view := libraryView{Has: reg != nil, Country: cmp.Or(country, "SE")}
	if reg != nil {
		view.Country = cmp.Or(country, reg.Organisation.Country)
	}
	if view.Country == "AX" {
		view.Country = "FI"
	}
	taken := ropa.Taken(reg)
	for _, e := range register.Library() {
		if e.Country != "" && e.Country != view.Country {
			continue
		}
		a := e.Activity
		row := libraryRow{
			Key: e.Key, Title: cmp.Or(e.Title.In(v.Lang()), e.Key), Purpose: e.Purpose.In(v.Lang()), Basis: v.Basis(a.Basis.Article),
			Keep: cmp.Or(a.Keep.In(v.Printer), "–"), On: slices.Contains(chosen, e.Key), Taken: taken[a.Name],
		}
		if a.Basis.Law != "" {
			row.Law = v.Law(a.Basis.Law)
		}
		view.Entries = append(view.Entries, row)
	}
	slices.SortFunc(view.Entries, func(a, b libraryRow) int { return v.Compare(a.Title, b.Title) })
	return view
}

// takeEntries makes drafts of the activities that were chosen. A file of theirs
// that is there already is never written over.
func (o *Office) takeEntries(v *frame.Visit) error {
	chosen := v.Fields("entry")
	if len(chosen) == 0 {
		view := libraryOf(v, v.Field("country"), nil)
		view.Nothing, view.Title = true, v.Field("title")
		return v.ShowStatus(http.StatusUnprocessableEntity, "library", view)
	}
	e, err := o.beginning(v, v.Field("title"), v.Field("country"))
	if err != nil {
		return err
	}
	names, err := e.take(chosen, today(who(v).reg))
	if err != nil {
		return err
	}
	_, archive, faults, err := e.load()
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return err
	}
	if err := o.replaceRegister(v, archive, e.Number); err != nil {
		return err
	}
	if len(names) == 1 {
		v.Flash(frame.Good, "web.library.taken.one")
		return v.Redirect("/register/form/activity?name=" + names[0])
	}
	v.Flash(frame.Good, "web.library.taken", strconv.Itoa(len(names)))
	return v.Redirect("/register")
}

// take adds entries of the library to the files, and gives the names of their
// activities.
func (e edition) take(keys []string, day varsam.Date) (names []string, err error) {
	library := register.Library()
	for _, key := range keys {
		i := slices.IndexFunc(library, func(entry register.Entry) bool { return entry.Key == key })
		if i < 0 {
			return nil, varsam.Errorf(varsam.NotFound, "the library has no such activity")
		}
		name := "activities/" + key + ".yaml"
		if _, has := e.Files[name]; has {
			return nil, varsam.Errorf(varsam.Conflict, "the register has the activity %s already", library[i].Activity.Name)
		}
		e.Files[name] = string(library[i].Take(day))
		names = append(names, library[i].Activity.Name)
	}
	return names, nil
}

// beginning is the register in force as files, or a first one of an organisation.
func (o *Office) beginning(v *frame.Visit, title, country string) (edition, error) {
	if who(v).reg != nil {
		return o.edition(v, 0)
	}
	title = cmp.Or(strings.TrimSpace(title), v.T("web.start.organisation"))
	return edition{Files: map[string]string{"organisation.yaml": string(ropa.Organisation("main", title, cmp.Or(country, "SE")))}}, nil
}
