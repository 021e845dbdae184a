package web

import (
	"net/http"
	"net/url"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// stepUp lets through who has shown just now who they are, and asks others to do so
// first: before a yes, an export, a reveal, a key.
func (o *Office) stepUp(h frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		if !who(v).in.Fresh {
			return o.toStepUp(v)
		}
		return h(v)
	}
}

// toStepUp leads to where one shows who one is, and from there back to the page
// that the button stood on: what was pressed is pressed again, and what was
// written is kept.
func (o *Office) toStepUp(v *frame.Visit) error {
	v.Flash(frame.Note, "web.step-up.why")
	to := formPage(v)
	if wrote(v) && o.keep(v, who(v).ID) {
		to = keptPage
	}
	return v.Detour("/step-up?to=" + url.QueryEscape(to))
}

// formPage is the page that a form stood on, as far as the path tells.
func formPage(v *frame.Visit) string {
	if v.R.Method == http.MethodGet {
		return v.Path()
	}
	if back := v.Field("back"); back != "" {
		return back
	}
	for _, base := range []string{"/requests/", "/claims/", "/culling/"} {
		if id := v.Param("id"); id != "" && len(v.R.URL.Path) > len(base) && v.R.URL.Path[:len(base)] == base {
			return base + id
		}
	}
	return "/account"
}

type stepUpForm struct {
	To, Wrong string
	Code      bool
	Key       *keyForm
}

func (o *Office) stepUpPage(v *frame.Visit) error {
	return o.showStepUp(v, http.StatusOK, stepUpForm{To: v.Query("to")})
}

func (o *Office) showStepUp(v *frame.Visit, status int, f stepUpForm) error {
	a := who(v).Account
	factors, err := o.Accounts.Factors(v.Context(), a.ID)
	if err != nil {
		return err
	}
	f.Code = factors.Code
	if f.Key, err = o.askKey(v, &a, "", "step-up"); err != nil {
		return err
	}
	return v.ShowStatus(status, "stepup", f)
}

// showAgain takes the password once more, with the code of a device where there is
// one.
func (o *Office) showAgain(v *frame.Visit) error {
	err := o.Accounts.ShowAgain(v.Context(), who(v).Account, v.Cookie(sessionCookie), v.R.PostFormValue("password"), v.Field("code"))
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "web.step-up.done")
		return v.Redirect(v.Field("to"))
	case varsam.Denied:
		return o.showStepUp(v, http.StatusUnauthorized, stepUpForm{To: v.Field("to"), Wrong: "web.door.wrong"})
	case varsam.Unavailable:
		return o.showStepUp(v, http.StatusTooManyRequests, stepUpForm{To: v.Field("to"), Wrong: "web.door.often"})
	}
	return err
}

func (o *Office) showKeyAgain(v *frame.Visit) error {
	err := o.shownKey(v, "", "step-up")
	if varsam.CodeOf(err) == varsam.Denied {
		return o.showStepUp(v, http.StatusUnauthorized, stepUpForm{To: v.Field("to"), Wrong: "web.door.key-wrong"})
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.step-up.done")
	return v.Redirect(v.Field("to"))
}

// shownKey notes that whoever is signed in answered with a passkey of theirs.
func (o *Office) shownKey(v *frame.Visit, what, purpose string) error {
	id, err := o.answeredKey(v, what, purpose)
	if err != nil {
		return err
	}
	if id != who(v).ID {
		return varsam.Errorf(varsam.Denied, "that is another account's passkey")
	}
	return o.Accounts.Show(v.Context(), v.Cookie(sessionCookie), account.ByKey)
}
