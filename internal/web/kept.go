package web

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// What stands in a form that was sent when the session had ended, or before one
// had shown once more who one is, is not lost: it waits on a page of its own until
// the same person has signed in at the same browser.
const (
	keptPage   = "/kept"
	keptCookie = "varsam-kept"
	keptField  = "_kept"
	mostKept   = 700 << 10

	// ownerCookie says whose session this browser had last, in a way that only we
	// can have written.
	ownerCookie = "varsam-owner"
	ownerLife   = account.Most + 24*time.Hour
)

// keptForm is a form as it was sent.
type keptForm struct {
	To     string     `json:"to"`
	Back   string     `json:"back"`
	Fields url.Values `json:"fields"`
}

// secrets are fields that are never kept.
var secrets = []string{"_token", keptField, "password", "again", "old", "code", "key-answer", "key-state"}

func (o *Office) mountKept() {
	o.handle("GET "+keptPage, account.SeeSelf, o.keptPage)
	o.handle("POST "+keptPage+"/drop", account.SeeSelf, o.dropKept)
}

// keep keeps the form of this visit for an account. It reports false when there is
// nothing to keep, or it cannot be: nothing was written, a file, too much.
func (o *Office) keep(v *frame.Visit, owner string) bool {
	if v.R.Method != http.MethodPost || owner == "" || v.R.MultipartForm != nil && len(v.R.MultipartForm.File) > 0 {
		return false
	}
	form := keptForm{To: v.Path(), Back: pageOf(v), Fields: url.Values{}}
	for name := range v.R.PostForm {
		if all := v.Fields(name); len(all) > 0 && !slices.Contains(secrets, name) {
			form.Fields[name] = v.Column(name)
		}
	}
	data, err := json.Marshal(form)
	if err != nil || len(form.Fields) == 0 || len(data) > mostKept {
		return false
	}
	secret, err := o.Accounts.Keep(v.Context(), owner, data)
	if err != nil {
		return false
	}
	v.SetCookie(keptCookie, secret, 0)
	return true
}

// pageOf is the page that a form stood on, as far as the path tells.
func pageOf(v *frame.Visit) string {
	if back := formPage(v); back != "/account" {
		return back
	}
	return "/"
}

// remember notes whose session this browser has.
func (o *Office) remember(v *frame.Visit, token string) {
	if a, err := o.Accounts.Of(v.Context(), token); err == nil {
		v.SetCookie(ownerCookie, v.Seal("owner", []byte(a.ID), ownerLife), 0)
	}
}

// owner is whose session this browser had last.
func owner(v *frame.Visit) string {
	id, _ := v.Open("owner", v.Cookie(ownerCookie))
	return string(id)
}

// wrote reports whether a form has something in it that a person wrote.
func wrote(v *frame.Visit) bool { return len(written(v)) > 0 }

// written is what a person wrote in the form that was sent, in the order of its
// fields' names.
func written(v *frame.Visit) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(v.R.PostForm)) {
		if typed()[name] {
			all = append(all, v.Fields(name)...)
		}
	}
	return all
}

var (
	inTemplate = regexp.MustCompile(`\{\{template "(?:input|area)" \(dict [^)]*"name" "([a-z-]+)"([^)]*)\)`)
	inElement  = regexp.MustCompile(`<(?:textarea|input)\b([^>]*)>`)
	fieldName  = regexp.MustCompile(`\bname="([a-z-]+)"`)
	notTyped   = regexp.MustCompile(`type="?(hidden|radio|checkbox|password|file)|"type" "password"`)
)

// typed are the names of the fields of our forms that people write in.
var typed = sync.OnceValue(func() map[string]bool { return typedFields(files) })

func typedFields(pages fs.FS) map[string]bool {
	names := map[string]bool{}
	all, _ := fs.Glob(pages, "*.html")
	for _, page := range all {
		text, _ := fs.ReadFile(pages, page) // embedded: it is there
		for _, m := range inTemplate.FindAllStringSubmatch(string(text), -1) {
			names[m[1]] = names[m[1]] || !notTyped.MatchString(m[2])
		}
		for _, m := range inElement.FindAllStringSubmatch(string(text), -1) {
			if name := fieldName.FindStringSubmatch(m[1]); name != nil && !notTyped.MatchString(m[1]) {
				names[name[1]] = true
			}
		}
	}
	for _, name := range secrets {
		delete(names, name)
	}
	return names
}

// keptView is what the page shows.
type keptView struct {
	To, Back string
	Sent     []keptValue // all of it, to be sent again
	Wrote    []string    // what a person wrote
}

type keptValue struct{ Name, Value string }

func (o *Office) keptPage(v *frame.Visit) error {
	data, err := o.Accounts.Kept(v.Context(), who(v).Account, v.Cookie(keptCookie))
	if varsam.CodeOf(err) == varsam.NotFound {
		v.DropCookie(keptCookie)
		return v.Redirect(home(v))
	}
	if err != nil {
		return err
	}
	var form keptForm
	if json.Unmarshal(data, &form) != nil {
		return varsam.Errorf(varsam.Corrupt, "a form that was kept does not read back")
	}
	view := keptView{To: form.To, Back: form.Back}
	for _, name := range slices.Sorted(maps.Keys(form.Fields)) {
		for _, value := range form.Fields[name] {
			view.Sent = append(view.Sent, keptValue{name, value})
			if typed()[name] && strings.TrimSpace(value) != "" {
				view.Wrote = append(view.Wrote, value)
			}
		}
	}
	return v.Show("kept", view)
}

// dropKept throws away what was kept.
func (o *Office) dropKept(v *frame.Visit) error {
	if err := o.forgetKept(v); err != nil {
		return err
	}
	return v.Redirect(home(v))
}

// home is the first page that whoever is signed in may see.
func home(v *frame.Visit) string {
	if who(v).May(account.SeeWork) {
		return "/"
	}
	return "/account"
}

func (o *Office) forgetKept(v *frame.Visit) error {
	secret := v.Cookie(keptCookie)
	v.DropCookie(keptCookie)
	if secret == "" {
		return nil
	}
	return o.Accounts.DropKept(v.Context(), secret)
}
