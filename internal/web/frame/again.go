package frame

import (
	"bytes"
	"errors"
	"html"
	"net/http"
	"net/url"
	"path"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// beside is an error that is about one field of a form.
type beside struct {
	error
	field, key string
}

func (b beside) Unwrap() error { return b.error }

// Beside makes an error one about a field: the form comes back with the sentence of
// a key beside it.
func Beside(field, key string, err error) error {
	if err == nil {
		return nil
	}
	return beside{err, field, key}
}

// again answers with the page that the refused form stood on: opened there, filled
// in as it was sent, with what is wrong. It reports false, and has answered nothing,
// where that page is not to be had or nothing was written: then a page of its own
// says what is wrong.
func (v *Visit) again(err error) bool {
	code := varsam.CodeOf(err)
	status, ours := statuses[code]
	if v.R.Method != http.MethodPost || !ours {
		return false
	}
	says := v.T("web.explain." + string(code))
	if v.area.Explain {
		says = locale.Capital(v.Fault(err))
	}
	r := refill{action: v.R.URL.Path, sent: v.sent(), says: html.EscapeString(says)}
	if b, ok := errors.AsType[beside](err); ok {
		r.field, r.says = b.field, html.EscapeString(v.T(b.key))
	}
	for _, at := range pagesOf(r.action) {
		page, header := v.page200(at)
		if filled, ok := r.on(string(page), at); ok {
			v.answerAgain(status, header, filled)
			return true
		}
	}
	return false
}

// pagesOf are the pages that a form may stand on by where it is sent, the likeliest
// first.
func pagesOf(action string) []string {
	all := []string{action, action + "/new"}
	for at := path.Dir(action); at != "/" && at != "."; at = path.Dir(at) {
		all = append(all, at)
	}
	return append(all, "/")
}

// sent is what stood in the form, tidied.
func (v *Visit) sent() url.Values {
	all := url.Values{}
	for name := range v.R.PostForm {
		all[name] = v.Column(name)
	}
	return all
}

// page200 is a page of ours as this visitor sees it; empty where there is none.
func (v *Visit) page200(at string) ([]byte, http.Header) {
	ask := v.R.Clone(v.Context())
	ask.Method, ask.Body, ask.ContentLength = http.MethodGet, http.NoBody, 0
	ask.URL = &url.URL{Path: at}
	ask.Form, ask.PostForm, ask.MultipartForm = nil, nil, nil
	ask.Header.Del("Content-Type")
	w := &aside{header: http.Header{}}
	if _, route := v.area.Site.mux.Handler(ask); route == "" {
		return nil, nil
	}
	v.area.Site.mux.ServeHTTP(w, ask)
	if w.status != http.StatusOK {
		return nil, nil
	}
	return w.body.Bytes(), w.header
}

func (v *Visit) answerAgain(status int, header http.Header, page string) {
	h := v.W.Header()
	for _, cookie := range header.Values("Set-Cookie") {
		h.Add("Set-Cookie", cookie)
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(page)))
	v.W.WriteHeader(status)
	_, _ = v.W.Write([]byte(page)) // a browser that went away needs none
}

// aside takes an answer down that nobody is sent.
type aside struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *aside) Header() http.Header { return a.header }

func (a *aside) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *aside) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}
