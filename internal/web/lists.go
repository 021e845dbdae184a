package web

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountLists adds the lists of the pages as files: what is here can leave.
func (o *Office) mountLists() {
	o.handle("GET /lists", account.SeeWork, o.listsPage)
	o.handle("GET /lists/{name}", account.SeeWork, o.stepUp(o.listFile))
	o.handle("POST /lists/calendar", account.ManageUser, o.stepUp(o.newCalendar))
}

// listsView is the lists that a visitor may take, and the calendar's link, which
// is shown once.
type listsView struct {
	Lists    []listLink
	Calendar string
}

var errNoLists = varsam.Errorf(varsam.Unsupported, "lists do not leave from here")

type listLink struct {
	Name    string
	Formats []string
}

// listsPage names the lists that the visitor may take.
func (o *Office) listsPage(v *frame.Visit) error { return o.showLists(v, "") }

// newCalendar makes the link of the calendar of last days anew.
func (o *Office) newCalendar(v *frame.Visit) error {
	if o.Programs == nil {
		return errNoLists
	}
	path, err := o.Programs.NewFeed(v.Context())
	if err != nil {
		return err
	}
	return o.showLists(v, v.Origin()+path)
}

func (o *Office) showLists(v *frame.Visit, calendar string) error {
	view := listsView{Calendar: calendar}
	for _, k := range api.ListKinds {
		if who(v).May(mayOf(k.Scope)) {
			view.Lists = append(view.Lists, listLink{k.Name, sheet.Formats})
		}
	}
	return v.Show("lists", view)
}

// mayOf is what a page asks of whoever does what a scope lets a program do.
func mayOf(scope token.Scope) account.May {
	for _, s := range token.Scopes {
		if s.Scope == scope {
			return s.May
		}
	}
	return ""
}

func (o *Office) listFile(v *frame.Visit) error {
	k, err := api.KindOfList(v.Param("name"))
	if err != nil {
		return err
	}
	if !who(v).May(mayOf(k.Scope)) {
		return varsam.Errorf(varsam.Denied, "your role does not let you take this list away; whoever manages accounts can give you another")
	}
	if o.Programs == nil {
		return errNoLists
	}
	table, err := api.Lists{API: o.Programs, Say: v.Printer, Only: api.ListFilter{State: v.Query("state"), Right: varsam.Right(v.Query("right"))}}.Table(v.Context(), k)
	if err != nil {
		return err
	}
	format := v.Query("as")
	if format == "" {
		format = "xlsx"
	}
	f, err := table.As(format, v.Lang())
	if err != nil {
		return err
	}
	return v.Download(f.Name, f.MediaType, f.Data)
}
