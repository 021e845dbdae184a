package frame

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Site is one web application: all its areas on one mux.
type Site struct {
	// Key signs the tokens of forms and the messages between pages: 32 bytes that
	// stay the same over restarts and servers.
	Key []byte

	// Secure says that browsers reach us by TLS only: cookies are then marked so.
	Secure bool

	// Hosts are the names under which we answer; any when empty. A page on
	// another name that leads to our address is refused (DNS rebinding).
	Hosts []string

	// Language is what a browser gets that asks for none of ours.
	Language varsam.Lang

	Log *slog.Logger

	// Seen hears of every answer: the route as the program names it, the status and
	// how long it took. It may be nil.
	Seen func(route string, status int, took time.Duration)

	// Proxies are the networks of proxies that stand before the site: what they say
	// of where a visitor comes from is believed, and nobody else's word.
	Proxies []netip.Prefix

	// Frozen reports whether a request would change what is only to be looked at:
	// it is refused. Nil where everything may change.
	Frozen func(*http.Request) bool

	// Refused answers a program, in the form that it knows, where the site refuses what
	// was sent to it; it reports whether it did. It may be nil.
	Refused func(w http.ResponseWriter, r *http.Request, status int, err error) bool

	// Presses knows the forms that other servers of the same store answered; nil where
	// there is one server.
	Presses Memory

	// Now is the clock; time.Now when nil.
	Now func() time.Time

	mux    *http.ServeMux
	routes []Route
	lost   []lost
	once   *once
}

// Route is one thing that the site answers to.
type Route struct {
	Pattern string // "GET /requests/{id}"
	Area    string // the class of the area it belongs to
}

// Routes are all that areas have added, in that order: what a test of who may do
// what enumerates.
func (s *Site) Routes() []Route { return slices.Clone(s.routes) }

// Limits of what a browser may send.
const (
	maxForm   = 1 << 20
	MaxUpload = 64 << 20 // of an area's Upload
)

// NewSite is a site with the routes that all areas share: style, script and
// pictures, and the choice of language.
func NewSite(s Site) *Site {
	s.mux, s.once = http.NewServeMux(), &once{}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Language == "" {
		s.Language = varsam.Swedish
	}
	site := &s
	site.mux.HandleFunc("GET /static/{name}", serveAsset)
	site.mux.HandleFunc("POST /language", site.chooseLanguage)
	return site
}

// Mount adds what is no page – an interface for programs, a look at how we are –
// behind the same names, headers and log lines. It has no forms, so no tokens.
func (s *Site) Mount(pattern string, h http.Handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if s.frozen(r) {
			s.refuse(w, r, http.StatusForbidden, errFrozen)
			return
		}
		h.ServeHTTP(w, r)
	})
}

var errFrozen = varsam.Errorf(varsam.Denied, "this is a copy to look at: nothing in it is changed")

func (s *Site) frozen(r *http.Request) bool { return s.Frozen != nil && s.Frozen(r) }

// Handler is the whole site, with everything that every answer needs.
func (s *Site) Handler() http.Handler {
	var h http.Handler = http.HandlerFunc(s.found)
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusForbidden, errForeign)
	}))
	return s.guard(protection.Handler(h))
}

var (
	errElsewhere = varsam.Errorf(varsam.Unsupported, "Varsam is not told of this address: use the one that --public says; a proxy has to pass on the Host header")
	errForeign   = varsam.Errorf(varsam.Denied, "this was sent from a page of another site, and is not taken; open the page here and send it again")
)

// refuse says why nobody of the site looked at what was asked: to programs as they
// know it, to browsers in a line.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	if s.Refused != nil && s.Refused(w, r, status, err) {
		return
	}
	http.Error(w, strconv.Itoa(status)+" "+locale.For(s.languageOf(r)).Fault(err), status)
}

// ours reports whether a name is one that we answer under. Who asks whether we are
// well does so by the machine's address, and has no session that a page could use.
func (s *Site) ours(r *http.Request) bool {
	return len(s.Hosts) == 0 || slices.Contains(s.Hosts, hostOf(r.Host)) || r.URL.Path == "/healthz" || r.URL.Path == "/metrics"
}

// Server serves the site with limits on how long anybody may take.
func (s *Site) Server() *http.Server {
	return &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
}

// policy lets a page use what we ship and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard answers only for our own names, and logs a line without address, path or
// person: the route says which page it was.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, began := newID(), s.Now()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Request-Id", id)
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !s.ours(r) {
			s.refuse(w, r, http.StatusMisdirectedRequest, errElsewhere)
			return
		}
		r.RemoteAddr = s.visitor(r)
		seen := &seenWriter{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), idKey{}, id))
		defer func() {
			if fault := recover(); fault != nil {
				s.Log.Error("a page broke", "id", id, "route", r.Pattern)
				if seen.status == 0 {
					http.Error(seen, "500 "+id, http.StatusInternalServerError)
				}
				if fault == http.ErrAbortHandler {
					panic(fault)
				}
			}
			if s.Seen != nil {
				s.Seen(r.Pattern, seen.status, s.Now().Sub(began))
			}
			s.Log.Debug("answered", "id", id, "route", r.Pattern, "status", seen.status, "bytes", seen.bytes, "took", s.Now().Sub(began))
		}()
		next.ServeHTTP(seen, r)
	})
}

type idKey struct{}

func newID() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// seenWriter remembers what was answered.
type seenWriter struct {
	http.ResponseWriter
	status, bytes int
}

func (w *seenWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
