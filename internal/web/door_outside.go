package web

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

const (
	outsideCookie = "varsam-outside"
	outsideBack   = "/sign-in/outside/back"
)

// signInOutside sends the browser to the organisation's own login.
func (o *Office) signInOutside(v *frame.Visit) error {
	if o.Login == nil {
		return varsam.Errorf(varsam.NotFound, "no other login is set up")
	}
	address, kept, err := o.Login.Begin(v.Context(), v.Origin()+outsideBack, v.Query("to"))
	if err != nil {
		return err
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "a sign-in cannot be written as JSON")
	}
	v.SetCookie(outsideCookie, v.Seal("outside", data, oidc.Life), oidc.Life)
	return v.Away(address)
}

// backFromOutside lets in whoever the organisation's own login vouches for and has
// an account here.
func (o *Office) backFromOutside(v *frame.Visit) error {
	if o.Login == nil {
		return varsam.Errorf(varsam.NotFound, "no other login is set up")
	}
	kept, err := pending(v, outsideCookie, "outside")
	if err != nil {
		return err
	}
	claims, err := o.Login.Finish(v.Context(), v.Origin()+outsideBack, kept, v.R.URL.Query())
	if err != nil {
		return err
	}
	id, err := o.Accounts.ByOutside(v.Context(), account.Outside{Issuer: claims.Issuer, Subject: claims.Subject, Email: claims.Email})
	if err != nil {
		return err
	}
	token, err := o.Accounts.Enter(v.Context(), id, account.ByLogin, browserOf(v))
	if err != nil {
		return err
	}
	return o.enter(v, token, kept.To)
}

// pending is what was kept while somebody was away; it is good once.
func pending(v *frame.Visit, cookie, purpose string) (kept oidc.Pending, err error) {
	data, ok := v.Open(purpose, v.Cookie(cookie))
	v.DropCookie(cookie)
	if !ok || json.Unmarshal(data, &kept) != nil {
		return kept, varsam.Errorf(varsam.Denied, "the sign-in took too long, or was begun in another browser; begin again")
	}
	return kept, nil
}
