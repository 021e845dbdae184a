package web

import (
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDoor adds how one comes in and goes out.
func (o *Office) mountDoor() {
	door := &frame.Area{Site: o.Site, Book: o.area.Book, Class: "door", Explain: true, Chrome: o.chrome}
	door.Handle("GET /sign-in", o.signInPage)
	door.Handle("POST /sign-in", o.signIn)
	door.Handle("GET /welcome/{token}", o.welcomePage)
	door.Handle("POST /welcome/{token}", o.welcome)
	o.area.Handle("POST /sign-out", o.signOut)
	o.area.Handle("GET /account", o.accountPage)
	o.area.Handle("POST /account", o.changePassword)
}

type doorForm struct {
	Login, To string
	First     bool // nobody has an account yet
	Wrong     string
}

func (o *Office) signInPage(v *frame.Visit) error {
	if _, err := o.Accounts.Of(v.Context(), v.Cookie(sessionCookie)); err == nil {
		return v.Redirect("/")
	}
	empty, err := o.Accounts.Empty(v.Context())
	if err != nil {
		return err
	}
	return v.Show("signin", doorForm{To: v.Query("to"), First: empty})
}

func (o *Office) signIn(v *frame.Visit) error {
	token, err := o.Accounts.SignIn(v.Context(), v.Field("login"), v.R.PostFormValue("password"))
	switch varsam.CodeOf(err) {
	case "":
		v.SetCookie(sessionCookie, token, 0)
		return v.Redirect(v.Field("to"))
	case varsam.Denied:
		return v.ShowStatus(http.StatusUnauthorized, "signin", doorForm{Login: v.Field("login"), To: v.Field("to"), Wrong: "web.door.wrong"})
	case varsam.Unavailable:
		return v.ShowStatus(http.StatusTooManyRequests, "signin", doorForm{Login: v.Field("login"), To: v.Field("to"), Wrong: "web.door.often"})
	}
	return err
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
	v.SetCookie(sessionCookie, session, 0)
	v.Flash(frame.Good, "web.door.in")
	return v.Redirect("/")
}

type accountForm struct {
	Account account.Account
	Faults  frame.Faults
}

func (o *Office) accountPage(v *frame.Visit) error {
	return v.Show("account", accountForm{Account: who(v).Account})
}

func (o *Office) changePassword(v *frame.Visit) error {
	form := accountForm{who(v).Account, frame.Faults{}}
	password := v.R.PostFormValue("password")
	if password != v.R.PostFormValue("again") {
		form.Faults.Add("again", "web.door.differ")
		return v.ShowStatus(http.StatusUnprocessableEntity, "account", form)
	}
	token, err := o.Accounts.SetPassword(v.Context(), form.Account, v.R.PostFormValue("old"), password)
	switch varsam.CodeOf(err) {
	case "":
		v.SetCookie(sessionCookie, token, 0)
		v.Flash(frame.Good, "web.door.changed")
		return v.Redirect("/account")
	case varsam.Denied:
		form.Faults.Add("old", "web.door.old-wrong")
	case varsam.Invalid:
		form.Faults.Add("password", "web.door.rule")
	default:
		return err
	}
	return v.ShowStatus(http.StatusUnprocessableEntity, "account", form)
}
