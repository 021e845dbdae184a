package frame

import (
	"net/http"

	"github.com/varsam/varsam"
)

// Lost has the area tell visitors of its own that there is nothing at an address
// which no area has. An area without a test is for whom no other area knows.
func (a *Area) Lost(knows func(*Visit) bool) {
	if knows == nil {
		a.Site.lost = append(a.Site.lost, lost{a, func(*Visit) bool { return true }})
		return
	}
	a.Site.lost = append([]lost{{a, knows}}, a.Site.lost...)
}

type lost struct {
	area  *Area
	knows func(*Visit) bool
}

var errNowhere = varsam.Errorf(varsam.NotFound, "there is no page at this address")

// found answers by the mux what it has a route for, and shows a page of ours
// where a browser would show its own.
func (s *Site) found(w http.ResponseWriter, r *http.Request) {
	looks := r.Method == http.MethodGet || r.Method == http.MethodHead
	if _, route := s.mux.Handler(r); route != "" || !looks {
		s.mux.ServeHTTP(w, r)
		return
	}
	for _, l := range s.lost {
		if v := l.area.visit(w, r); l.knows(v) {
			if err := l.area.guarded(func(*Visit) error { return errNowhere })(v); err != nil {
				v.fail(err)
			}
			return
		}
	}
	http.NotFound(w, r)
}
