package web

import (
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDoor adds how one comes in and goes out.
func (o *Office) mountDoor() {
	door := &frame.Area{Site: o.Site, Book: o.area.Book, Class: "door", Explain: true, Chrome: o.chrome}
	door.Handle("GET /sign-in", o.signInPage)
	door.Open("POST /sign-in", o.signIn)
	door.Open("POST /sign-in/passkey", o.signInKey)
	door.Handle("GET /sign-in/outside", o.signInOutside)
	door.Handle("GET /sign-in/outside/back", o.backFromOutside)
	door.Handle("GET /welcome/{token}", o.welcomePage)
	door.Handle("POST /welcome/{token}", o.welcome)
	o.area.Handle("POST /sign-out", o.signOut)
	o.mountAccount()
	o.mountKept()
}

type doorForm struct {
	Login, To string
	First     bool // nobody has an account yet
	Wrong     string
	Code      bool // all but the code of a device was right
	Key       *keyForm
	Outside   string // name of the organisation's own login
}

func (o *Office) signInPage(v *frame.Visit) error {
	if _, err := o.Accounts.Of(v.Context(), v.Cookie(sessionCookie)); err == nil {
		return v.Redirect("/")
	}
	empty, err := o.Accounts.Empty(v.Context())
	if err != nil {
		return err
	}
	return o.door(v, http.StatusOK, doorForm{To: v.Query("to"), First: empty})
}

// door shows the page to sign in at.
func (o *Office) door(v *frame.Visit, status int, form doorForm) (err error) {
	if form.Key, err = o.askKey(v, nil, "", "sign-in"); err != nil {
		return err
	}
	if o.Login != nil {
		form.Outside = o.Login.Name
	}
	return v.ShowStatus(status, "signin", form)
}

func (o *Office) signIn(v *frame.Visit) error {
	form := doorForm{Login: v.Field("login"), To: v.Field("to")}
	token, err := o.Accounts.SignIn(v.Context(), form.Login, v.R.PostFormValue("password"), v.Field("code"), browserOf(v))
	switch {
	case err == nil:
		return o.enter(v, token, form.To)
	case err == account.ErrNeedsCode:
		form.Code, form.Wrong = true, "web.door.code-needed"
		return o.door(v, http.StatusUnauthorized, form)
	case varsam.CodeOf(err) == varsam.Denied:
		form.Wrong, form.Code = "web.door.wrong", v.Field("code") != ""
		return o.door(v, http.StatusUnauthorized, form)
	case varsam.CodeOf(err) == varsam.Unavailable:
		form.Wrong = "web.door.often"
		return o.door(v, http.StatusTooManyRequests, form)
	}
	return err
}

// enter lets somebody in with a new session.
func (o *Office) enter(v *frame.Visit, token, to string) error {
	v.SetCookie(sessionCookie, token, 0)
	o.remember(v, token)
	if v.Cookie(keptCookie) != "" {
		to = keptPage
	}
	return v.Redirect(to)
}

// browserOf is the browser in a few words, to tell sessions apart: no version, and
// nothing that tells a person.
func browserOf(v *frame.Visit) string {
	agent := v.R.UserAgent()
	named := func(names ...string) string {
		for _, name := range names {
			if strings.Contains(agent, name) {
				return name
			}
		}
		return ""
	}
	browser, on := named("Firefox", "Edg", "Chrome", "Safari"), named("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
	if browser == "Edg" {
		browser = "Edge"
	}
	return strings.Trim(browser+", "+on, ", ")
}

func (o *Office) signOut(v *frame.Visit) error {
	if err := o.Accounts.SignOut(v.Context(), v.Cookie(sessionCookie)); err != nil {
		return err
	}
	v.DropCookie(sessionCookie)
	v.Flash(frame.Note, "web.door.out")
	return v.Redirect("/sign-in")
}

type welcomeForm struct {
	Account     account.Account // without an ID: the first of all
	Name, Login string
	Faults      frame.Faults
	Wrong       string // what was wrong, in the words of the rule
}

func (o *Office) welcomePage(v *frame.Visit) error {
	a, err := o.Accounts.Linked(v.Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return v.Show("welcome", welcomeForm{Account: a})
}

// welcome gives the account of a link its password; the first link of all makes
// the account.
func (o *Office) welcome(v *frame.Visit) error {
	a, err := o.Accounts.Linked(v.Context(), v.Param("token"))
	if err != nil {
		return err
	}
	form := welcomeForm{Account: a, Name: v.Field("name"), Login: v.Field("login"), Faults: frame.Faults{}}
	password := v.R.PostFormValue("password")
	if a.ID == "" {
		form.Faults.Require("name", form.Name)
		form.Faults.Require("login", form.Login)
	}
	if password != v.R.PostFormValue("again") {
		form.Faults.Add("again", "web.door.differ")
	}
	if len(form.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "welcome", form)
	}
	var session string
	if a.ID == "" {
		session, err = o.Accounts.First(v.Context(), v.Param("token"), form.Name, form.Login, password)
	} else {
		session, err = o.Accounts.Redeem(v.Context(), v.Param("token"), password)
	}
	if varsam.CodeOf(err) == varsam.Invalid {
		form.Faults.Add("password", "web.door.rule")
		return v.ShowStatus(http.StatusUnprocessableEntity, "welcome", form)
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.door.in")
	return o.enter(v, session, "/")
}
