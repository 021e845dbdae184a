package web

import (
	"net/http"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPeople adds the accounts, for whoever manages them.
func (o *Office) mountPeople() {
	o.handle("GET /people", account.ManageUser, o.peoplePage)
	o.handle("POST /people", account.ManageUser, o.stepUp(o.addPerson))
	o.handle("POST /people/two", account.ManageUser, o.stepUp(o.setTwo))
	o.handle("POST /people/second", account.ManageUser, o.stepUp(o.setSecond))
	o.handle("POST /people/{id}/sessions", account.ManageUser, o.endTheirs)
	o.handle("POST /people/{id}", account.ManageUser, o.stepUp(o.changePerson))
	o.handle("POST /people/{id}/link", account.ManageUser, o.stepUp(o.linkPerson))
}

type peopleView struct {
	Accounts    []account.Account
	Roles       []account.Role
	Table       []mayRow
	Two         bool
	Second      bool   // a password alone is not enough
	Link        string // shown once
	For         string
	Name, Login string
	Chosen      []account.Role
	Faults      frame.Faults
}

// mayRow is one row of the table of who may do what.
type mayRow struct {
	May  account.May
	Have []bool // by role
}

func (o *Office) peopleView(v *frame.Visit) (p peopleView, err error) {
	if p.Accounts, err = o.Accounts.List(v.Context()); err != nil {
		return p, err
	}
	slices.SortFunc(p.Accounts, func(a, b account.Account) int { return v.Compare(a.Name, b.Name) })
	p.Roles = account.Roles
	for _, row := range account.Table {
		r := mayRow{May: row.May}
		for _, role := range account.Roles {
			r.Have = append(r.Have, slices.Contains(row.Roles, role))
		}
		p.Table = append(p.Table, r)
	}
	if p.Two, err = o.Accounts.TwoPeople(v.Context()); err != nil {
		return p, err
	}
	p.Second, err = o.Accounts.SecondFactor(v.Context())
	return p, err
}

func (o *Office) peoplePage(v *frame.Visit) error {
	p, err := o.peopleView(v)
	if err != nil {
		return err
	}
	return v.Show("people", p)
}

func roles(v *frame.Visit) (all []account.Role) {
	for _, word := range v.Fields("role") {
		all = append(all, account.Role(word))
	}
	return all
}

func (o *Office) addPerson(v *frame.Visit) error {
	name, login, chosen, faults := v.Field("name"), v.Field("login"), roles(v), frame.Faults{}
	faults.Require("name", name)
	faults.Require("login", login)
	if len(chosen) == 0 {
		faults.Add("role", "web.form.choose")
	}
	var a account.Account
	if len(faults) == 0 {
		var err error
		a, err = o.Accounts.New(v.Context(), name, login, chosen, who(v).Name)
		if varsam.CodeOf(err) == varsam.Conflict {
			faults.Add("login", "web.people.taken")
		} else if err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		p, err := o.peopleView(v)
		p.Name, p.Login, p.Chosen, p.Faults = name, login, chosen, faults
		if err != nil {
			return err
		}
		return v.ShowStatus(http.StatusUnprocessableEntity, "people", p)
	}
	return o.showLink(v, a)
}

// linkPerson makes a new one-time link, for somebody who lost the first or their
// password.
func (o *Office) linkPerson(v *frame.Visit) error {
	all, err := o.Accounts.List(v.Context())
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.ID == v.Param("id") {
			return o.showLink(v, a)
		}
	}
	return varsam.Errorf(varsam.NotFound, "there is no such account")
}

// showLink shows a link that only whoever asked for it sees, once.
func (o *Office) showLink(v *frame.Visit, a account.Account) error {
	token, err := o.Accounts.Link(v.Context(), a.ID, who(v).Name)
	if err != nil {
		return err
	}
	p, err := o.peopleView(v)
	if err != nil {
		return err
	}
	p.Link, p.For = "/welcome/"+token, a.Name
	return v.Show("people", p)
}

func (o *Office) changePerson(v *frame.Visit) error {
	if err := o.Accounts.Change(v.Context(), v.Param("id"), roles(v), v.Checked("off"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return v.Redirect("/people")
}

func (o *Office) setTwo(v *frame.Visit) error {
	if err := o.Accounts.SetTwoPeople(v.Context(), v.Checked("two"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return v.Redirect("/people")
}

func (o *Office) setSecond(v *frame.Visit) error {
	if err := o.Accounts.SetSecondFactor(v.Context(), v.Checked("second"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return v.Redirect("/people")
}

// endTheirs signs somebody out everywhere, at once.
func (o *Office) endTheirs(v *frame.Visit) error {
	if err := o.Accounts.EndOf(v.Context(), v.Param("id"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.people.ended")
	return v.Redirect("/people")
}

// Has reports whether a role was chosen, for the form.
func (p peopleView) Has(r account.Role) bool { return slices.Contains(p.Chosen, r) }
