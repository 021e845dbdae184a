package web

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
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

// databases are the connectors that a first look is made with.
var databases = []string{"postgres", "mariadb", "mysql", "sqlite"}

func newDatabaseForm() databaseForm {
	return databaseForm{Connectors: databases, Connector: databases[0], Country: "SE", Faults: frame.Faults{}}
}

var systemName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// readDatabaseForm reads the form, and notes what is wrong where it is wrong. A
// password is never typed here: the place of a server is said by reference.
func readDatabaseForm(v *frame.Visit) databaseForm {
	f := newDatabaseForm()
	f.Name, f.Connector, f.Place = strings.ToLower(v.Field("name")), v.Field("connector"), v.Field("place")
	f.Title, f.Country = v.Field("title"), cmp.Or(v.Field("country"), "SE")
	if !systemName.MatchString(f.Name) {
		f.Faults.Add("name", "web.start.database.name.wrong")
	}
	if who(v).reg != nil {
		if _, taken := who(v).reg.System(f.Name); taken {
			f.Faults.Add("name", "web.start.database.taken")
		}
	}
	if !slices.Contains(databases, f.Connector) {
		f.Faults.Add("connector", "web.form.choose")
	}
	reference := strings.HasPrefix(f.Place, "env:") || strings.HasPrefix(f.Place, "file:")
	if f.Place == "" || f.Connector != "sqlite" && !reference || strings.ContainsAny(f.Place, "\n\t") {
		f.Faults.Add("place", "web.start.database.place.wrong")
	}
	return f
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
	settings := map[string]string{"dsn": f.Place}
	catalogue, err := o.structure(v, register.System{Name: f.Name, Connector: f.Connector, Settings: settings})
	if err != nil {
		f.Silent = varsam.CodeOf(err)
		return again()
	}
	e, err := o.beginning(v, f.Title, f.Country)
	if err != nil {
		return err
	}
	e.Files["systems/"+f.Name+".yaml"] = string(register.Draft(f.Name, f.Connector, settings, catalogue))
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

// structure is what a system that stands in no register yet says of itself.
func (o *Office) structure(v *frame.Visit, entry register.System) (varsam.Catalogue, error) {
	ctx, cancel := context.WithTimeout(v.Context(), takePatience)
	defer cancel()
	alone := &register.Register{Systems: []register.System{entry}}
	sys, err := o.Open(alone, today(who(v).reg)).Open(ctx, entry.Name)
	if err != nil {
		return varsam.Catalogue{}, err
	}
	defer sys.Close()
	return sys.Describe(ctx)
}
