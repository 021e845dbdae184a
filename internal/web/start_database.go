package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

// databaseForm is a database to look at: what it is called, and where it is.
type databaseForm struct {
	Name, Connector, Place string
	Title, Country         string // of the organisation, while there is no register
	Connectors             []string
	Faults                 frame.Faults
	Silent                 varsam.Code // of a database that does not answer
}

func newDatabaseForm() databaseForm {
	return databaseForm{Connectors: discover.NewcomerConnectors, Connector: discover.NewcomerConnectors[0], Country: "SE", Faults: frame.Faults{}}
}

// newcomerFaults are the parts of the form that are wrong, and what is said of each.
var newcomerFaults = map[discover.Part][2]string{
	discover.WrongName: {"name", "web.start.database.name.wrong"}, discover.NameTaken: {"name", "web.start.database.taken"},
	discover.WrongConnector: {"connector", "web.form.choose"}, discover.WrongPlace: {"place", "web.start.database.place.wrong"},
}

// readDatabaseForm reads the form, and notes what is wrong where it is wrong.
func readDatabaseForm(v *frame.Visit) databaseForm {
	f := newDatabaseForm()
	f.Name, f.Connector, f.Place = strings.ToLower(v.Field("name")), v.Field("connector"), v.Field("place")
	f.Title, f.Country = v.Field("title"), cmp.Or(v.Field("country"), "SE")
	for _, part := range f.newcomer().Wrong(who(v).reg) {
		f.Faults.Add(newcomerFaults[part][0], newcomerFaults[part][1])
	}
	return f
}

func (f databaseForm) newcomer() discover.Newcomer {
	return discover.Newcomer{Name: f.Name, Connector: f.Connector, Place: f.Place}
}

// startDatabase reads a database's structure, and makes of it a draft of the
// register's entry. Nothing of the data is read.
func (o *Office) startDatabase(v *frame.Visit) error {
	f := readDatabaseForm(v)
	again := func() error {
		return v.ShowStatus(http.StatusUnprocessableEntity, "start", startView{Has: who(v).reg != nil, Library: len(register.Library()), Base: f, Open: "database"})
	}
	if len(f.Faults) > 0 {
		return again()
	}
	n := f.newcomer()
	draft, err := n.Draft(v.Context(), func(alone *register.Register) discover.Opener { return o.Open(alone, today(who(v).reg)) })
	if err != nil {
		f.Silent = varsam.CodeOf(err)
		return again()
	}
	e, err := o.beginning(v, f.Title, f.Country)
	if err != nil {
		return err
	}
	e.Files[n.Path()] = string(draft)
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
	v.Flash(frame.Good, "web.start.database.drafted")
	return v.Redirect("/register/systems/" + f.Name)
}
