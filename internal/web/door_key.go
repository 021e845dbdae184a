package web

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/passkey"
)

// keyForm is what a form needs to be answered by a passkey: options for the
// browser, and our own state, signed.
type keyForm struct {
	Options, State string
}

// keySite is the site as passkeys know it: by the address that this browser has.
func (o *Office) keySite(v *frame.Visit) passkey.Site {
	return passkey.Site{Name: "Varsam", Origin: v.Origin()}
}

// askKey prepares a form that a passkey answers: of one account, or of anybody when
// a is nil. What the answer is bound to stands in what. Nil where there can be
// none.
func (o *Office) askKey(v *frame.Visit, a *account.Account, what, purpose string) (*keyForm, error) {
	site := o.keySite(v)
	if !site.Usable() {
		return nil, nil
	}
	var user *passkey.User
	if a != nil {
		u, err := o.Accounts.User(v.Context(), a.ID)
		if err != nil || len(u.Keys) == 0 {
			return nil, err
		}
		user = &u
	}
	c, err := site.Ask(user, what)
	if err != nil {
		return nil, err
	}
	return &keyForm{c.Options, v.Seal("passkey "+purpose+" "+what, c.State, passkey.Life)}, nil
}

// answeredKey is whose passkey answered the form that askKey prepared; each answer
// is good once.
func (o *Office) answeredKey(v *frame.Visit, what, purpose string) (id string, err error) {
	state, ok := v.Open("passkey "+purpose+" "+what, v.Field("key-state"))
	if !ok {
		return "", varsam.Errorf(varsam.Denied, "the page is too old; load it again and try once more")
	}
	find := func(id string) (passkey.User, error) { return o.Accounts.User(v.Context(), id) }
	user, key, challenge, err := o.keySite(v).Answered(state, v.R.PostFormValue("key-answer"), find)
	if err != nil {
		return "", err
	}
	return user.ID, o.Accounts.Answered(v.Context(), user.ID, key, challenge)
}

// signInKey lets in whoever has a passkey.
func (o *Office) signInKey(v *frame.Visit) error {
	id, err := o.answeredKey(v, "", "sign-in")
	if varsam.CodeOf(err) == varsam.Denied {
		return o.door(v, 401, doorForm{To: v.Field("to"), Wrong: "web.door.key-wrong"})
	}
	if err != nil {
		return err
	}
	token, err := o.Accounts.Enter(v.Context(), id, account.ByKey, browserOf(v))
	if err != nil {
		return err
	}
	return o.enter(v, token, v.Field("to"))
}

// newKey prepares the form that gives an account a further passkey; nil where there
// can be none.
func (o *Office) newKey(v *frame.Visit, a account.Account) (*keyForm, error) {
	site := o.keySite(v)
	if !site.Usable() {
		return nil, nil
	}
	user, err := o.Accounts.User(v.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	c, err := site.Register(user)
	if err != nil {
		return nil, err
	}
	return &keyForm{c.Options, v.Seal("passkey new "+a.ID, c.State, passkey.Life)}, nil
}

// registeredKey keeps the passkey that the browser made.
func (o *Office) registeredKey(ctx context.Context, v *frame.Visit, a account.Account) error {
	state, ok := v.Open("passkey new "+a.ID, v.Field("key-state"))
	if !ok {
		return varsam.Errorf(varsam.Denied, "the page is too old; load it again and try once more")
	}
	user, err := o.Accounts.User(ctx, a.ID)
	if err != nil {
		return err
	}
	key, err := o.keySite(v).Registered(user, state, v.R.PostFormValue("key-answer"))
	if err != nil {
		return err
	}
	name := v.Field("name")
	if name == "" {
		name = browserOf(v)
	}
	return o.Accounts.AddKey(ctx, a, name, key)
}
