package web

import (
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountHolds adds what must not go for now ("gallringsstopp").
func (o *Office) mountHolds() {
	o.area.Handle("GET /culling/holds", needsRegister(allowed(account.Cull, o.holds)))
	o.area.Handle("POST /culling/holds", needsRegister(allowed(account.Cull, o.addHold)))
	o.area.Handle("POST /culling/holds/{id}/release", needsRegister(allowed(account.Cull, o.releaseHold)))
}

type holdsView struct {
	Holds  []holdRow
	Places []holdPlace
	Form   holdForm
	Today  varsam.Date
}

type holdRow struct {
	retention.Hold
	On      string
	Overdue bool
}

// holdPlace is a collection that can be held.
type holdPlace struct{ Value, Title string }

type holdForm struct {
	Email, National, Place, Where, Reason, Review string
	Faults                                        frame.Faults
}

func (o *Office) holds(v *frame.Visit) error { return o.showHolds(v, http.StatusOK, holdForm{}) }

func (o *Office) showHolds(v *frame.Visit, status int, form holdForm) error {
	all, err := o.Culling.Holds(v.Context())
	if err != nil {
		return err
	}
	reg := who(v).reg
	h := holdsView{Form: form, Today: today(reg)}
	for _, hold := range all {
		row := holdRow{Hold: hold, Overdue: hold.Review.Before(h.Today)}
		if hold.Person != nil {
			row.On = nameOf(*hold.Person)
		} else {
			row.On = place(v, hold.System, hold.Collection)
		}
		h.Holds = append(h.Holds, row)
	}
	for _, sys := range reg.Systems {
		for _, c := range sys.Collections {
			h.Places = append(h.Places, holdPlace{sys.Name + "/" + c.Name, place(v, sys.Name, c.Name)})
		}
	}
	return v.ShowStatus(status, "holds", h)
}

func (o *Office) addHold(v *frame.Visit) error {
	form := holdForm{v.Field("email"), v.Field("national"), v.Field("place"), v.Field("where"), v.Field("reason"), v.Field("review"), frame.Faults{}}
	hold := form.hold(who(v), v.Day("review"))
	if len(form.Faults) > 0 {
		return o.showHolds(v, http.StatusUnprocessableEntity, form)
	}
	if _, err := o.Culling.Hold(v.Context(), hold); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.hold.added")
	return v.Redirect("/culling/holds")
}

func (f *holdForm) hold(w visitor, review varsam.Date) retention.Hold {
	h := retention.Hold{Reason: f.Reason, Owner: w.Name, Review: review}
	f.Faults.Require("reason", f.Reason)
	if review.IsZero() {
		f.Faults.Add("review", "web.new.day")
	}
	person := f.Email != "" || f.National != ""
	switch {
	case person == (f.Place != ""):
		f.Faults.Add("email", "web.hold.whom")
	case person:
		h.Person = f.person(w.reg)
	default:
		f.place(w.reg, &h)
	}
	return h
}

// person is whom the hold keeps. A number with a slip in it would keep nobody.
func (f *holdForm) person(reg *register.Register) *varsam.Person {
	p := &varsam.Person{}
	take := func(field string, t varsam.IdentifierType, value string) {
		if value == "" {
			return
		}
		if _, err := t.Canonical(value, reg.Organisation.Country, today(reg)); err != nil {
			f.Faults.Add(field, "web.new.unread")
		}
		p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: t, Value: value, Verified: true})
	}
	take("email", varsam.Email, f.Email)
	take("national", varsam.NationalID, f.National)
	return p
}

func (f *holdForm) place(reg *register.Register, h *retention.Hold) {
	for _, sys := range reg.Systems {
		for _, c := range sys.Collections {
			if sys.Name+"/"+c.Name == f.Place {
				h.System, h.Collection = sys.Name, c.Name
			}
		}
	}
	if h.System == "" {
		f.Faults.Add("place", "web.form.choose")
	}
	if f.Where != "" {
		cond, err := register.ParseCondition(f.Where)
		if err != nil {
			f.Faults.Add("where", "web.hold.condition")
		}
		h.Where = &cond
	}
}

func (o *Office) releaseHold(v *frame.Visit) error {
	if err := o.Culling.Release(v.Context(), v.Param("id"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.hold.ended")
	return v.Redirect("/culling/holds")
}
