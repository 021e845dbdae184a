package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

const sessionCookie = "varsam-session"

// visitor is who is signed in, with the register they look at.
type visitor struct {
	account.Account
	reg     *register.Register // nil while there is none
	in      account.Session
	missing bool // a second factor has to be shown, or made, before anything else
}

// guard lets in who is signed in and sends others to the door, from where they
// come back to the page they wanted.
func (o *Office) guard(next frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		a, in, err := o.Accounts.Whose(v.Context(), v.Cookie(sessionCookie))
		if varsam.CodeOf(err) == varsam.Denied {
			to := "/sign-in"
			if v.R.Method == http.MethodGet && v.Path() != "/" {
				to += "?to=" + url.QueryEscape(v.Path())
			}
			return v.Redirect(to)
		}
		if err != nil {
			return err
		}
		reg, err := o.register(v.Context())
		if err != nil {
			return err
		}
		missing, err := o.missing(v.Context(), in)
		if err != nil {
			return err
		}
		v.Who = visitor{a.On(v.Param("id")), reg, in, missing}
		v.Printer = titles(v.Printer, reg)
		if reg != nil {
			v.Zone = reg.Organisation.Location()
		}
		return next(v)
	}
}

// who is the visitor that the guard let in.
func who(v *frame.Visit) visitor {
	w, _ := v.Who.(visitor)
	return w
}

// handle adds a route for whoever may do something.
func (o *Office) handle(pattern string, may account.May, h frame.Handler) {
	o.area.Handle(pattern, allowed(may, h))
}

// missing reports whether more than the password of a session has to be shown.
func (o *Office) missing(ctx context.Context, in account.Session) (bool, error) {
	if in.Strong() {
		return false, nil
	}
	return o.Accounts.SecondFactor(ctx)
}

func allowed(may account.May, h frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		if who(v).missing && may != account.SeeSelf {
			v.Flash(frame.Note, "web.door.second")
			return v.Redirect("/account")
		}
		if !who(v).May(may) {
			return varsam.Errorf(varsam.Denied, "your role does not let you do that; whoever manages accounts can give you another")
		}
		return h(v)
	}
}

// needsRegister refuses what makes no sense before there is a register.
func needsRegister(h frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		if who(v).reg == nil {
			v.Flash(frame.Note, "web.start.first")
			return v.Redirect("/start")
		}
		return h(v)
	}
}

// chrome is what stands around every page of the staff.
type chrome struct {
	Who   visitor
	Demo  bool
	Copy  bool
	Links []link
}

type link struct {
	Href, Key, Icon string
	Current         bool
	Count           int
}

func (o *Office) chrome(v *frame.Visit) any {
	w, ok := v.Who.(visitor)
	c := chrome{Who: w, Demo: o.Demo, Copy: o.Copy}
	if !ok {
		return c
	}
	for _, l := range links {
		if w.May(l.may) {
			here := v.R.URL.Path == l.Href || l.Href != "/" && len(v.R.URL.Path) > len(l.Href) && v.R.URL.Path[:len(l.Href)+1] == l.Href+"/"
			c.Links = append(c.Links, link{Href: l.Href, Key: l.Key, Icon: l.Icon, Current: here, Count: o.counts.of(l.Href)})
		}
	}
	return c
}

// links are the pages in the margin, in their order.
var links = []struct {
	link
	may account.May
}{
	{link{Href: "/", Key: "web.todo", Icon: "todo"}, account.SeeWork},
	{link{Href: "/requests", Key: "web.requests", Icon: "requests"}, account.SeeWork},
	{link{Href: "/claims", Key: "web.claims", Icon: "claims"}, account.SeeWork},
	{link{Href: "/proposals", Key: "web.proposals", Icon: "proposals"}, account.SeeWork},
	{link{Href: "/letters", Key: "web.post", Icon: "post"}, account.SeeWork},
	{link{Href: "/tasks", Key: "web.tasks", Icon: "tasks"}, account.SeeWork},
	{link{Href: "/culling", Key: "web.culling", Icon: "culling"}, account.SeeWork},
	{link{Href: "/duties", Key: "web.duties", Icon: "duties"}, account.SeeWork},
	{link{Href: "/mailboxes", Key: "web.mailboxes", Icon: "mailboxes"}, account.SeeSelf},
	{link{Href: "/register", Key: "web.register", Icon: "register"}, account.SeeWork},
	{link{Href: "/publishing", Key: "web.publishing", Icon: "publishing"}, account.SeeWork},
	{link{Href: "/evidence", Key: "web.evidence", Icon: "evidence"}, account.SeeWork},
	{link{Href: "/search", Key: "web.search.person", Icon: "search"}, account.SeeValues},
	{link{Href: "/people", Key: "web.people", Icon: "people"}, account.ManageUser},
	{link{Href: "/programs", Key: "web.programs", Icon: "programs"}, account.ManageUser},
}
