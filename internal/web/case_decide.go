package web

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDecisions adds what a person decides because a machine must not.
func (o *Office) mountDecisions() {
	o.onCase("rule", account.Handle, o.rule)
	o.onCase("confirm", account.Handle, o.confirm)
	o.onCase("refuse", account.Handle, o.refuse)
	o.onCase("told", account.Handle, o.told)
	o.onCase("recipients", account.Handle, o.tellLogged)
	o.onCase("confirmed", account.Handle, o.confirmTold)
	o.onCase("lift", account.Handle, o.lift)
	o.onCase("except", account.Handle, o.except)
}

// onCase adds something that is done to a case by whoever may do it and may see
// the case, after which its page is shown again.
func (o *Office) onCase(what string, may account.May, do func(v *frame.Visit, id string) error) {
	o.area.Handle("POST /requests/{id}/"+what, needsRegister(allowed(may, func(v *frame.Visit) error {
		id := v.Param("id")
		if err := o.mustSee(v, id); err != nil {
			return err
		}
		if seen := v.Field("seen"); seen != "" {
			v.R = v.R.WithContext(request.Seen(v.Context(), seen))
		}
		if err := do(v, id); err != nil || v.Answered() {
			return err
		}
		return v.Redirect("/requests/" + id)
	})))
}

// mustSee refuses whoever may not see the people of a case.
func (o *Office) mustSee(v *frame.Visit, id string) error {
	r, err := o.Requests.Get(v.Context(), id)
	if err != nil {
		return err
	}
	c, err := o.Requests.Case(v.Context(), r)
	if err != nil {
		return err
	}
	if !who(v).sees(c) {
		return varsam.Errorf(varsam.Denied, "the case is of somebody with protected data; only those whom it is given to see it")
	}
	return nil
}

// again has the case planned anew, because what was decided changes the plan.
func (o *Office) again(v *frame.Visit, id string) error {
	v.Flash(frame.Good, "web.decided")
	return o.Requests.Ask(v.Context(), id, request.KindPlan)
}

func (o *Office) rule(v *frame.Visit, id string) error {
	ruling := decide.Ruling{Upheld: v.Field("ruling") == "uphold", Grounds: v.Field("grounds"), Review: v.Day("review")}
	switch {
	case ruling.Upheld:
		ruling.Grounds = ""
	case ruling.Grounds == "":
		return varsam.Errorf(varsam.Invalid, "an objection that is not upheld needs the compelling grounds in words (Art. 21(1))")
	}
	if err := o.Requests.Rule(v.Context(), id, v.Field("activity"), ruling, who(v).Name); err != nil {
		return err
	}
	return o.again(v, id)
}

func (o *Office) confirm(v *frame.Visit, id string) error {
	err := o.Requests.Confirm(v.Context(), id, v.Field("system"), v.Field("collection"), v.Field("key"), v.Whole("person"), who(v).Name)
	if err != nil {
		return err
	}
	return o.again(v, id)
}

// refusalGrounds are what a refusal may rest on. Whoever refuses has to show it
// (Art. 12(5)).
var refusalGrounds = []string{"unfounded", "excessive", "unknown-person", "others", "freedom", "other-law"}

// Grounds are those of a refusal, for the form.
func (caseView) Grounds() []string { return refusalGrounds }

func (o *Office) refuse(v *frame.Visit, id string) error {
	why, ground := v.Field("why"), v.Field("ground")
	switch {
	case why == "":
		return varsam.Errorf(varsam.Invalid, "a refusal needs its reason: the person is told (Art. 12(4))")
	case !slices.Contains(refusalGrounds, ground):
		return varsam.Errorf(varsam.Invalid, "a refusal rests on a paragraph: say which")
	}
	lang, err := o.languageOf(v, id)
	if err != nil {
		return err
	}
	why += " (" + locale.For(lang).T("web.refusal."+ground) + ")"
	if err := o.Requests.Refuse(v.Context(), id, varsam.Right(v.Field("right")), why, who(v).Name); err != nil {
		return err
	}
	return o.again(v, id)
}

func (o *Office) told(v *frame.Visit, id string) error {
	told := letter.Told{Party: v.Field("party"), On: v.Day("on"), Impossible: v.Field("impossible")}
	if told.On.IsZero() == (told.Impossible == "") {
		return varsam.Errorf(varsam.Invalid, "say on which day the recipient was told, or why that was impossible")
	}
	v.Flash(frame.Good, "web.saved")
	return o.Requests.Told(v.Context(), id, told, who(v).Name)
}

func (o *Office) lift(v *frame.Visit, id string) error {
	v.Flash(frame.Good, "web.lift.planned")
	_, err := o.Requests.Lift(v.Context(), id, v.Day("told"), who(v).Name)
	return err
}

func (o *Office) except(v *frame.Visit, id string) error {
	if err := o.Requests.Except(v.Context(), id, v.Field("step"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return o.Requests.Ask(v.Context(), id, request.KindRun)
}
