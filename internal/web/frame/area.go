package frame

import (
	"net/http"

	"github.com/varsam/varsam"
)

// Handler answers one visit. An error becomes a page by its code.
type Handler func(*Visit) error

// Area is a part of the site whose pages look alike and are guarded alike: the
// staff's, the public's.
type Area struct {
	Site *Site
	Book *Book

	// Class is set on the body: what the style tells areas apart by.
	Class string

	// Guard runs before every handler; it may refuse by returning an error, or
	// answer itself by not calling next. Nil lets everybody in.
	Guard func(next Handler) Handler

	// Explain shows an error's message on its page: for staff, whom it tells what
	// to do. Others see the words of its code only.
	Explain bool

	// Wrote is what a person wrote in the form that was sent: it stands on the page
	// that says why it was refused, so that it is not lost. It may be nil.
	Wrote func(*Visit) []string

	// Chrome is what "top" and "bottom" show, as $.Chrome; it may be nil.
	Chrome func(*Visit) any
}

// Handle adds a route: a pattern of [http.ServeMux] with a method.
func (a *Area) Handle(pattern string, h Handler) { a.handle(pattern, maxForm, a.guarded(only(h))) }

// Upload adds a route that takes a file of up to MaxUpload bytes.
func (a *Area) Upload(pattern string, h Handler) { a.handle(pattern, MaxUpload, a.guarded(only(h))) }

// Open adds a route that the guard does not keep: signing in, for one.
func (a *Area) Open(pattern string, h Handler) { a.handle(pattern, maxForm, h) }

func (a *Area) guarded(h Handler) Handler {
	if a.Guard == nil {
		return h
	}
	return a.Guard(h)
}

func (a *Area) handle(pattern string, most int64, h Handler) {
	a.Site.routes = append(a.Site.routes, Route{pattern, a.Class})
	a.Site.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		v := a.visit(w, r)
		err := v.checkForm()
		if err == nil && a.Site.frozen(r) {
			err = errFrozen
		}
		if err != nil { // nothing of a form that may be another's is shown
			v.fail(err)
			return
		}
		if err := h(v); err != nil && !v.again(err) {
			v.fail(err)
		}
	})
}

func (a *Area) visit(w http.ResponseWriter, r *http.Request) *Visit {
	v := &Visit{W: w, R: r, area: a}
	v.ID, _ = r.Context().Value(idKey{}).(string)
	v.speak(a.Site.languageOf(r))
	return v
}

// statuses of the codes. What is not here is a fault of ours.
var statuses = map[varsam.Code]int{
	varsam.Invalid: http.StatusUnprocessableEntity, varsam.NotFound: http.StatusNotFound, varsam.Conflict: http.StatusConflict,
	varsam.Changed: http.StatusConflict, varsam.Denied: http.StatusForbidden, varsam.Unsupported: http.StatusUnprocessableEntity,
	varsam.Unavailable: http.StatusServiceUnavailable, varsam.Full: http.StatusInsufficientStorage, varsam.Unknown: http.StatusServiceUnavailable,
}
