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
			switch {
			case v.R.Method == http.MethodGet && v.Path() != "/":
				to += "?to=" + url.QueryEscape(v.Path())
			case o.keep(v, owner(v)):
				v.Flash(frame.Note, "web.kept.why")
				to += "?to=" + keptPage
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
		if v.R.Method == http.MethodPost && v.Field(keptField) != "" { // it comes from the page of what was kept
			if err := o.forgetKept(v); err != nil {
				return err
			}
		}
		v.Who = visitor{a.On(v.Param("id")), reg, in, missing}
		v.Printer = titles(v.Printer, reg)
		if reg != nil {
			v.Zone = reg.Organisation.Location()
		}
		return next(v)
	}
}

// signedIn reports whether a browser is somebody's on the staff.
func (o *Office) signedIn(v *frame.Visit) bool {
	_, err := o.Accounts.Of(v.Context(), v.Cookie(sessionCookie))
	return err == nil
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
			return v.Detour("/account")
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
			return v.Detour("/start")
		}
		return h(v)
	}
}
