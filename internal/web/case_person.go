package web

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPerson adds what goes between us, the person and controllers for whom we
// process.
func (o *Office) mountPerson() {
	o.onCase("forward", account.HandOver, o.forward)
	o.onCase("shield", account.SeeShield, func(v *frame.Visit, id string) error {
		v.Flash(frame.Good, "web.saved")
		return o.Requests.Shield(v.Context(), id, v.Field("is") == "yes", who(v).Name)
	})
}

// claim adds what came by the portal to the case of a request.
func (o *Office) claim(v *frame.Visit, c *caseView) error {
	if o.Reception == nil {
		return nil
	}
	found, err := o.Reception.Identity.Of(v.Context(), c.Request.ID)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	view, err := o.claimView(v, found.ID)
	if err != nil {
		return err
	}
	view.Sees = view.Sees && c.Sees
	blocked, err := o.Requests.Blocked(v.Context(), c.Request.ID)
	if err != nil {
		return err
	}
	for _, st := range blocked {
		c.Blocked += st.Applied
	}
	c.Claim = &view
	c.CopyOut, c.CopyIsOut = view.Released(reception.Copy)
	c.AnswerOut, c.AnswerIsOut = view.Released(reception.Answer)
	return nil
}

// Assured is how the person showed who they are: in words where we know the way,
// and otherwise as it was noted.
func (c caseView) Assured(p frame.Page) string {
	if key := "web.level." + c.Case.Identity; p.Has(key) {
		return p.T(key)
	}
	return c.Case.Identity
}

// controller is somebody for whom we process and who decides about what was found,
// or was not searched.
type controller struct {
	Name, Title string
	On          varsam.Date // the request was passed on
}

// controllers are those whom the request may be passed on to.
func (c *caseView) controllers(v *frame.Visit, d request.Dossier) {
	var names []string
	add := func(name string) {
		if p, ok := who(v).reg.Party(name); ok && p.Kind == "controller" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, item := range d.Plan.Items {
		for _, g := range forwarded(item) {
			add(g.Party)
		}
	}
	for _, gap := range d.Plan.Gaps {
		if gap.Why.Code == locate.GapProcessor {
			for _, name := range gap.Why.Args {
				add(name)
			}
		}
	}
	for _, f := range d.Case.Forwarded {
		add(f.Party)
	}
	for _, name := range names {
		to := controller{Name: name, Title: v.Name("party", name)}
		for _, f := range d.Case.Forwarded {
			if f.Party == name {
				to.On = f.On
			}
		}
		c.Controllers = append(c.Controllers, to)
	}
}

func forwarded(item plan.Item) []varsam.Ground {
	if item.Decision.Fate != varsam.Forward {
		return nil
	}
	return item.Decision.Grounds
}

// forward notes that the request was passed on.
func (o *Office) forward(v *frame.Visit, id string) error {
	if err := o.Requests.Forward(v.Context(), id, v.Field("party"), v.Day("on"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.forward.noted")
	return nil
}
