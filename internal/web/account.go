package web

import (
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/qr"
)

// mountAccount adds one's own account: how one shows who one is, and where one is
// signed in.
func (o *Office) mountAccount() {
	o.handle("GET /account", account.SeeSelf, o.accountPage)
	o.handle("POST /account", account.SeeSelf, o.changePassword)
	o.handle("POST /account/keys", account.SeeSelf, o.addKey)
	o.handle("POST /account/keys/{key}/drop", account.SeeSelf, o.stepUp(o.dropKey))
	o.handle("POST /account/codes", account.SeeSelf, o.setCode)
	o.handle("POST /account/codes/drop", account.SeeSelf, o.stepUp(o.dropCode))
	o.handle("POST /account/sessions/{session}/end", account.SeeSelf, o.endSession)
	o.handle("POST /account/sessions/end", account.SeeSelf, o.endSessions)
	o.handle("GET /step-up", account.SeeSelf, o.stepUpPage)
	o.handle("POST /step-up", account.SeeSelf, o.showAgain)
	o.handle("POST /step-up/passkey", account.SeeSelf, o.showKeyAgain)
}

type accountForm struct {
	Account  account.Account
	Faults   frame.Faults
	Factors  account.Factors
	Key      *keyForm // for a further passkey
	Secret   string   // of a device with codes, while one is set up
	Address  string   // the same as programs for codes read it
	Picture  qr.Code  // the address, for a camera
	Sealed   string
	Sessions []account.Session
	Here     string // this session
	Missing  bool   // nothing else goes before there is a second factor
	Grants   []account.Grant
}

func (o *Office) accountView(v *frame.Visit) (f accountForm, err error) {
	w := who(v)
	f = accountForm{Account: w.Account, Faults: frame.Faults{}, Here: w.in.ID, Missing: w.missing, Grants: w.Grants}
	if f.Factors, err = o.Accounts.Factors(v.Context(), w.ID); err != nil {
		return f, err
	}
	if f.Sessions, err = o.Accounts.Sessions(v.Context(), w.ID); err != nil {
		return f, err
	}
	if f.Key, err = o.newKey(v, w.Account); err != nil || f.Factors.Code {
		return f, err
	}
	f.Secret = account.NewSecret()
	return f, f.seal(v)
}

// URL is the address of the secret, which html/template would not let through: it
// is ours, and its parts are escaped.
func (f accountForm) URL() template.URL { return template.URL(f.Address) }

// codeLife is how long a device may be set up for.
const codeLife = 30 * time.Minute

func (f *accountForm) seal(v *frame.Visit) error {
	data, err := json.Marshal(f.Secret)
	f.Address = account.SecretAddress("Varsam", f.Account.Login, f.Secret)
	f.Picture, _ = qr.Of(f.Address) // a login that is too long for a picture is typed
	f.Sealed = v.Seal("codes "+f.Account.ID, data, codeLife)
	return err
}

func (o *Office) accountPage(v *frame.Visit) error {
	f, err := o.accountView(v)
	if err != nil {
		return err
	}
	return v.Show("account", f)
}

func (o *Office) changePassword(v *frame.Visit) error {
	form, err := o.accountView(v)
	if err != nil {
		return err
	}
	password := v.R.PostFormValue("password")
	if password != v.R.PostFormValue("again") {
		form.Faults.Add("again", "web.door.differ")
		return v.ShowStatus(http.StatusUnprocessableEntity, "account", form)
	}
	token, err := o.Accounts.SetPassword(v.Context(), form.Account, v.R.PostFormValue("old"), password)
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "web.door.changed")
		return o.enter(v, token, "/account")
	case varsam.Denied:
		form.Faults.Add("old", "web.door.old-wrong")
	case varsam.Invalid:
		form.Faults.Add("password", "web.door.rule")
	default:
		return err
	}
	return v.ShowStatus(http.StatusUnprocessableEntity, "account", form)
}

// settled says that one's account has changed, and shows it.
func settled(v *frame.Visit, err error) error {
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return v.Redirect("/account")
}

// addKey keeps a passkey. A second one, or one beside a device with codes, takes
// showing anew who one is: a stolen session must not become a stolen account.
func (o *Office) addKey(v *frame.Visit) error {
	factors, err := o.Accounts.Factors(v.Context(), who(v).ID)
	if err != nil {
		return err
	}
	if factors.Any() && !who(v).in.Fresh {
		return o.toStepUp(v)
	}
	if err := o.registeredKey(v.Context(), v, who(v).Account); err != nil {
		return err
	}
	return settled(v, o.Accounts.Show(v.Context(), v.Cookie(sessionCookie), account.ByKey))
}

func (o *Office) dropKey(v *frame.Visit) error {
	return settled(v, o.Accounts.DropKey(v.Context(), who(v).Account, v.Param("key")))
}

// setCode makes a device's codes the second factor, once a code has shown that the
// device has the secret.
func (o *Office) setCode(v *frame.Visit) error {
	data, ok := v.Open("codes "+who(v).ID, v.Field("sealed"))
	var secret string
	if !ok || json.Unmarshal(data, &secret) != nil {
		return varsam.Errorf(varsam.Denied, "the page is too old; load it again and try once more")
	}
	err := o.Accounts.SetCode(v.Context(), who(v).Account, secret, v.Field("code"))
	if err == nil {
		err = o.Accounts.Show(v.Context(), v.Cookie(sessionCookie), account.ByCode)
	}
	if varsam.CodeOf(err) != varsam.Denied {
		return settled(v, err)
	}
	form, err := o.accountView(v)
	if err != nil {
		return err
	}
	form.Secret = secret
	if err := form.seal(v); err != nil {
		return err
	}
	form.Faults.Add("code", "web.door.code-wrong")
	return v.ShowStatus(http.StatusUnprocessableEntity, "account", form)
}

func (o *Office) dropCode(v *frame.Visit) error {
	return settled(v, o.Accounts.DropCode(v.Context(), who(v).Account))
}

func (o *Office) endSession(v *frame.Visit) error {
	return settled(v, o.Accounts.End(v.Context(), who(v).ID, v.Param("session")))
}

func (o *Office) endSessions(v *frame.Visit) error {
	return settled(v, o.Accounts.EndOf(v.Context(), who(v).ID, who(v).Name))
}
