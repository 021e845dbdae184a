package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPrograms adds what other programs come in by, and what they are told.
func (o *Office) mountPrograms() {
	o.handle("GET /programs", account.ManageUser, o.programsPage)
	o.handle("POST /programs/tokens", account.ManageUser, o.stepUp(o.makeToken))
	o.handle("POST /programs/tokens/{token}/revoke", account.ManageUser, o.revokeToken)
	o.handle("POST /programs/hooks", account.ManageUser, o.stepUp(o.makeHook))
	o.handle("GET /programs/hooks/{hook}", account.ManageUser, o.hookPage)
	o.handle("POST /programs/hooks/{hook}/test", account.ManageUser, o.tryHook)
	o.handle("POST /programs/hooks/{hook}/end", account.ManageUser, o.stepUp(o.endHook))
}

type programsView struct {
	Tokens []tokenRow
	Hooks  []hook.Hook
	Scopes []token.Scope // that the visitor may give
	Events []string
	Form   tokenForm
	Faults frame.Faults

	Secret, For string // shown once
}

type tokenRow struct {
	token.Token
	Ended bool
}

// tokenForm is what was sent, to be shown again.
type tokenForm struct {
	Name, URL string
	Days      int
	Scopes    []token.Scope
	Events    []string
}

// Gives and Tells report what was chosen, for the form.
func (f tokenForm) Gives(s token.Scope) bool { return slices.Contains(f.Scopes, s) }

// Tells reports whether an event was chosen.
func (f tokenForm) Tells(event string) bool { return slices.Contains(f.Events, event) }

const usualDays = int(token.UsualLife / (24 * time.Hour))

func (o *Office) programsView(v *frame.Visit) (p programsView, err error) {
	p = programsView{Scopes: token.Grantable(who(v).Account), Events: hook.Events, Form: tokenForm{Days: usualDays}, Faults: frame.Faults{}}
	all, err := o.Programs.Tokens.List(v.Context())
	if err != nil {
		return p, err
	}
	for _, t := range all {
		p.Tokens = append(p.Tokens, tokenRow{t, !t.Revoked.IsZero() || t.Ends.Before(time.Now())})
	}
	p.Hooks, err = o.Programs.Hooks.List(v.Context())
	return p, err
}

func (o *Office) programsPage(v *frame.Visit) error {
	p, err := o.programsView(v)
	if err != nil {
		return err
	}
	return v.Show("programs", p)
}

// wrong shows the page once more with what was sent and what is wrong with it.
func (p programsView) wrong(v *frame.Visit) error {
	return v.ShowStatus(http.StatusUnprocessableEntity, "programs", p)
}

// makeToken makes a token that may do no more than who makes it, and shows its
// secret this once.
func (o *Office) makeToken(v *frame.Visit) error {
	p, err := o.programsView(v)
	if err != nil {
		return err
	}
	p.Form = tokenForm{Name: v.Field("name"), Days: v.Whole("days")}
	for _, s := range v.Fields("scope") {
		p.Form.Scopes = append(p.Form.Scopes, token.Scope(s))
	}
	p.Faults.Require("name", p.Form.Name)
	if len(p.Form.Scopes) == 0 {
		p.Faults.Add("scope", "web.form.choose")
	}
	if most := int(token.MostLife / (24 * time.Hour)); p.Form.Days < 1 || p.Form.Days > most {
		p.Faults.Add("days", "web.programs.days.wrong")
	}
	for _, s := range p.Form.Scopes {
		if !slices.Contains(p.Scopes, s) {
			return varsam.Errorf(varsam.Denied, "a token may do no more than who makes it")
		}
	}
	if len(p.Faults) > 0 {
		return p.wrong(v)
	}
	secret, made, err := o.Programs.Tokens.Make(v.Context(), token.New{
		Name: p.Form.Name, By: who(v).Name, Scopes: p.Form.Scopes, Life: time.Duration(p.Form.Days) * 24 * time.Hour, Signed: true,
	})
	if err != nil {
		return err
	}
	return o.showSecret(v, secret, made.Name)
}

// showSecret shows what nobody can show again.
func (o *Office) showSecret(v *frame.Visit, secret, what string) error {
	p, err := o.programsView(v)
	if err != nil {
		return err
	}
	p.Secret, p.For = secret, what
	return v.Show("programs", p)
}

func (o *Office) revokeToken(v *frame.Visit) error {
	if err := o.Programs.Tokens.Revoke(v.Context(), v.Param("token"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.programs.revoked")
	return v.Redirect("/programs")
}

func (o *Office) makeHook(v *frame.Visit) error {
	p, err := o.programsView(v)
	if err != nil {
		return err
	}
	p.Form.URL, p.Form.Events = v.Field("url"), v.Fields("event")
	if p.Faults.Require("url", p.Form.URL); len(p.Faults) > 0 {
		return p.wrong(v)
	}
	secret, made, err := o.Programs.Hooks.New(v.Context(), hook.Hook{URL: p.Form.URL, Events: append([]string{}, p.Form.Events...), By: who(v).Name})
	if varsam.CodeOf(err) == varsam.Invalid {
		p.Faults.Add("url", "web.programs.url.wrong")
		return p.wrong(v)
	}
	if err != nil {
		return err
	}
	return o.showSecret(v, secret, made.URL)
}

type hookView struct {
	hook.Hook
	Attempts []hook.Attempt
	Behind   int64 // entries of the log that it has not been told
}

func (o *Office) hookPage(v *frame.Visit) error {
	all, err := o.Programs.Hooks.List(v.Context())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(h hook.Hook) bool { return h.ID == v.Param("hook") })
	if at < 0 {
		return varsam.Errorf(varsam.NotFound, "there is no webhook %s", v.Param("hook"))
	}
	view := hookView{Hook: all[at]}
	if view.Attempts, err = o.Programs.Hooks.Attempts(v.Context(), view.ID); err != nil {
		return err
	}
	head, err := o.Log.Head(v.Context(), o.Tenant)
	if err != nil {
		return err
	}
	view.Behind = max(0, head.Leaves-view.Next)
	return v.Show("hook", view)
}

// tryHook sends an empty delivery, and says what came back.
func (o *Office) tryHook(v *frame.Visit) error {
	a, err := o.Programs.Hooks.Try(v.Context(), v.Param("hook"))
	if err != nil {
		return err
	}
	if a.Taken() {
		v.Flash(frame.Good, "web.hook.taken")
	} else {
		v.Flash(frame.Bad, "web.hook.refused")
	}
	return v.Redirect("/programs/hooks/" + v.Param("hook"))
}

func (o *Office) endHook(v *frame.Visit) error {
	if err := o.Programs.Hooks.Remove(v.Context(), v.Param("hook"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.hook.ended")
	return v.Redirect("/programs")
}
