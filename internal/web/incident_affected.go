package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

type affectedView struct {
	Record duty.Record
	Traced *duty.Traced
	Gaps   []string
	People []duty.Reached // a page of them
	Page   int
	Prev   int
	Next   int // 0 for none

	MayAsk              bool
	Places              []dutyOption
	Typed, Where, Wrong string
}

func (o *Office) affected(v *frame.Visit) error {
	return o.showAffected(v, http.StatusOK, affectedView{})
}

// showAffected shows whom an incident concerns, how far finding them has come, and
// the form to look for them.
func (o *Office) showAffected(v *frame.Visit, status int, view affectedView) error {
	r, _, err := o.oneIncident(v)
	if err != nil {
		return err
	}
	view.Record = r
	if view.Traced, err = o.traced(v, r.ID); err != nil {
		return err
	}
	if t := view.Traced; t != nil {
		if t.Working {
			v.Refresh = 3
		}
		for _, gap := range t.Gaps {
			view.Gaps = append(view.Gaps, v.Name("system", gap.System)+": "+v.Reason(gap.Why))
		}
		view.Page = max(1, atoi(v.Query("page")))
		if view.People, err = o.Duties.AffectedPeople(v.Context(), r.ID, view.Page); err != nil {
			return err
		}
		if view.Prev = view.Page - 1; view.Page < t.Parts {
			view.Next = view.Page + 1
		}
	}
	view.MayAsk = r.State == duty.Open && who(v).May(account.Handle) && (view.Traced == nil || !view.Traced.Working)
	o.places(v, r, &view)
	return v.ShowStatus(status, "incident_affected", view)
}

// places are where the incident may have struck, its systems' first and chosen.
func (o *Office) places(v *frame.Visit, r duty.Record, view *affectedView) {
	reg, systems := who(v).reg, r.Facts.All("systems")
	chosen := v.Fields("place")
	for _, spot := range duty.Spots(reg, nil) {
		name := spot.System + "." + spot.Collection
		in := slices.Contains(systems, spot.System)
		on := slices.Contains(chosen, name) || in && v.R.Method == http.MethodGet
		option := dutyOption{name, v.Name("system", spot.System) + " · " + collection(v.Printer, reg, spot.System, spot.Collection), on}
		at := len(view.Places)
		if in {
			at = 0
			for at < len(view.Places) && slices.Contains(systems, before(view.Places[at].Value)) {
				at++
			}
		}
		view.Places = slices.Insert(view.Places, at, option)
	}
}

// before is the system of system.collection.
func before(place string) string {
	system, _, _ := strings.Cut(place, ".")
	return system
}

func (o *Office) findAffected(v *frame.Visit) error {
	id := v.Param("id")
	view := affectedView{Typed: v.Field("people"), Where: v.Field("where")}
	var order duty.Order
	for _, place := range v.Fields("place") {
		system, collection, _ := strings.Cut(place, ".")
		order.Spots = append(order.Spots, duty.Struck{System: system, Collection: collection, Where: view.Where})
	}
	for _, mail := range strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(view.Typed)) {
		order.People = append(order.People, varsam.Person{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: mail, Verified: true}}})
	}
	err := o.Duties.AskAffected(v.Context(), id, order, who(v).Name)
	if varsam.CodeOf(err) == varsam.Invalid {
		view.Wrong = "web.incident.wrong"
		return o.showAffected(v, http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	return v.Redirect("/duties/at/" + id + "/affected")
}
