package frame

import (
	"context"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Visit is one request of a browser while it is answered.
type Visit struct {
	W  http.ResponseWriter
	R  *http.Request
	ID string // of this request, in the log and on error pages

	// Printer says things in the visitor's language; a guard may give it the
	// register's titles.
	locale.Printer

	// Zone is where the organisation's clocks are; UTC when nil.
	Zone *time.Location

	// Refresh makes a browser without script ask for the page again after so many
	// seconds; 0 is never.
	Refresh int

	// Who is whoever the guard let in.
	Who any

	area     *Area
	answered bool
	browser  string // the cookie that tokens are bound to
	page     string // what tells this page's forms from those of another
	went     string // where a form was sent on to
	flashes  []Flash
}

// Context ends with the browser's patience.
func (v *Visit) Context() context.Context { return v.R.Context() }

// Param is a part of the path, as the pattern names it.
func (v *Visit) Param(name string) string { return v.R.PathValue(name) }

// Query is a value of the address.
func (v *Visit) Query(name string) string { return v.R.URL.Query().Get(name) }

// Field is what a form sent under a name, without blanks around it and without
// characters that are none.
func (v *Visit) Field(name string) string { return clean(v.R.PostFormValue(name)) }

// Fields are all values that a form sent under a name, empty ones left out.
func (v *Visit) Fields(name string) (all []string) {
	_ = v.R.PostFormValue(name) // reads the form
	for _, value := range v.R.PostForm[name] {
		if value = clean(value); value != "" {
			all = append(all, value)
		}
	}
	return all
}

// Checked reports whether a form's box was ticked.
func (v *Visit) Checked(name string) bool { return v.Field(name) != "" }

// Whole is a whole number that a form sent, and 0 for anything else.
func (v *Visit) Whole(name string) int {
	n, _ := strconv.Atoi(v.Field(name))
	return n
}

// Day is a day that a form sent; no day when there is none that exists.
func (v *Visit) Day(name string) varsam.Date {
	day, _ := varsam.ParseDate(v.Field(name))
	return day
}

// Column are all values that a form sent under a name, as Field has them, in the
// places of the form's rows.
func (v *Visit) Column(name string) []string {
	_ = v.R.PostFormValue(name) // reads the form
	all := make([]string, len(v.R.PostForm[name]))
	for i, value := range v.R.PostForm[name] {
		all[i] = clean(value)
	}
	return all
}

// clean keeps a text as it was written, but for control characters, which no
// form of ours asks for: of ASCII, and of those that turn the direction of what
// follows round, which is others' text on every page that shows it.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f, r == utf8.RuneError,
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// Show answers with a page of the area's book.
func (v *Visit) Show(page string, data any) error { return v.ShowStatus(http.StatusOK, page, data) }

// ShowStatus is Show with another status: 422 for a form that is shown again.
func (v *Visit) ShowStatus(status int, page string, data any) error {
	return v.area.Book.render(v, status, page, data)
}

// Answered reports whether the visit has been sent on already.
func (v *Visit) Answered() bool { return v.answered }

// Redirect sends the browser on to a path of ours, by GET.
func (v *Visit) Redirect(to string) error {
	v.keepFlashes()
	v.answered, v.went = true, ownPath(to)
	http.Redirect(v.W, v.R, v.went, http.StatusSeeOther)
	return nil
}

// Detour is Redirect to somewhere that has to be seen to first: the form has not
// been answered, and may be sent again.
func (v *Visit) Detour(to string) error {
	err := v.Redirect(to)
	v.went = ""
	return err
}

// ownPath is the path, or the first page when it could lead away from us.
func ownPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// Download hands over a file. A browser never shows it as a page of ours.
func (v *Visit) Download(name, mediaType string, data []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, err := v.W.Write(data)
	return err
}

// Sheet shows a page of its own that another room made, with its style inside:
// within a frame of ours, without script, forms or a way out.
func (v *Visit) Sheet(html []byte) error {
	h := v.W.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src "+styleHashes(html)+"; img-src data:; frame-ancestors 'self'; sandbox")
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, err := v.W.Write(html)
	return err
}

// Asset is the address of a file that we ship, which changes with its content.
func (v *Visit) Asset(name string) (string, error) {
	if a, ok := assets[name]; ok {
		return a.path, nil
	}
	return "", fmt.Errorf("there is no asset %s", name)
}

// Token is the hidden field that every form of ours begins with.
func (v *Visit) Token() template.HTML {
	return template.HTML(`<input type="hidden" name="` + tokenField + `" value="` + v.token() + `">`)
}

// Path is the path that was asked for, with its question.
func (v *Visit) Path() string { return v.R.URL.RequestURI() }

// Origin is the address of the site as this browser has it: https://host:port.
func (v *Visit) Origin() string {
	if v.area.Site.Secure {
		return "https://" + v.R.Host
	}
	return "http://" + v.R.Host
}

// fail shows what went wrong: in words by its code, with the number under which
// the log has it. The code decides the status.
func (v *Visit) fail(err error) {
	code := varsam.CodeOf(err)
	status, ok := statuses[code]
	if !ok {
		status = http.StatusInternalServerError
		v.area.Site.Log.Error("a page failed", "id", v.ID, "route", v.R.Pattern, "code", string(code), "why", err.Error())
	}
	data := Problem{Status: status, Code: code, ID: v.ID}
	if v.area.Explain && ok {
		data.Says = locale.Capital(v.Fault(err))
	}
	if v.area.Wrote != nil && v.R.Method == http.MethodPost {
		data.Wrote = v.area.Wrote(v)
	}
	if shown := v.area.Book.render(v, status, "problem", data); shown != nil {
		v.area.Site.Log.Error("an error page failed", "id", v.ID, "why", shown.Error())
		http.Error(v.W, http.StatusText(status)+" "+v.ID, status)
	}
}

// Problem is what the page "problem" shows.
type Problem struct {
	Status int
	Code   varsam.Code
	Says   string // what the error says, where the area explains
	ID     string
	Wrote  []string // what would be lost otherwise
}
