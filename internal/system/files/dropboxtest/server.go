// Package dropboxtest is a Dropbox in memory, for tests: API v2 as Dropbox's Stone
// specification has it, with refused arguments, cursors that are reset, 429 with
// Retry-After, access tokens that end, a bin, revisions, permanent deletion that may fail to
// purge, and legal holds.
package dropboxtest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// Server is both of Dropbox's servers.
type Server struct {
	*httptest.Server
	mu      sync.Mutex
	nodes   map[string]*node // by path in small letters, of the namespace that is asked
	spaces  []*space         // of a team
	asked   *space           // the one of them that is asked
	last    int              // of revisions and cursors
	cursors map[string]*cursor
	token   string
	calls   int
	faults  Faults
}

// Faults are what goes wrong.
type Faults struct {
	Busy        int  // every so many requests: 429
	Resets      int  // so many continued listings: reset
	NoPermanent bool // the app may not delete permanently
	NoPurge     bool // permanent deletion deletes, and does not purge
	Holds       int  // legal holds in force
	Page        int  // entries in a page
	NoRoom      bool // nothing more can be written
	WriteBusy   int  // so many changes: too_many_write_operations
}

type node struct {
	name    string
	folder  bool
	deleted bool
	revs    []revision // the newest last
}

type revision struct {
	rev      string
	content  []byte
	modified time.Time
}

type cursor struct {
	names []string
	from  int
}

// New starts a Dropbox that pages early.
func New(f Faults) *Server {
	if f.Page == 0 {
		f.Page = 50
	}
	s := &Server{nodes: map[string]*node{}, cursors: map[string]*cursor{}, faults: f, token: "none yet"}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Break sets the faults.
func (s *Server) Break(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Page == 0 {
		f.Page = s.faults.Page
	}
	s.faults = f
}

// EndToken ends the access token.
func (s *Server) EndToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = "ended"
}

// Put writes a file as somebody else would.
func (s *Server) Put(path, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write("/"+path, []byte(content), time.Now().UTC().Truncate(time.Second))
}

// Holds reports whether a text is still anywhere, in revisions and in the bin too.
func (s *Server) Holds(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := maps.Clone(s.nodes)
	for _, one := range s.spaces {
		for path, n := range one.nodes {
			all[one.id+path] = n
		}
	}
	for path, n := range all {
		if strings.Contains(path, strings.ToLower(text)) {
			return true
		}
		for _, r := range n.revs {
			if bytes.Contains(r.content, []byte(text)) {
				return true
			}
		}
	}
	return false
}

// failure is an answer that is no success: a status with a body.
type failure struct {
	status int
	body   any
}

// union is an error of an endpoint, by its tags.
func union(summary string) *failure {
	tag, _, _ := strings.Cut(summary, "/")
	return &failure{http.StatusConflict, map[string]any{"error_summary": summary + "/..", "error": map[string]string{".tag": tag}}}
}

func bad(text string) *failure { return &failure{http.StatusBadRequest, text} }

// routes are those of the specification that are served.
var routes = map[string]func(*Server, *request) (any, *failure){
	"files/list_folder": (*Server).listFolder, "files/list_folder/continue": (*Server).listMore, "files/get_metadata": (*Server).getMetadata,
	"files/download": (*Server).download, "files/upload": (*Server).upload, "files/move_v2": (*Server).move, "files/delete_v2": (*Server).delete,
	"files/permanently_delete": (*Server).permanentlyDelete, "files/list_revisions": (*Server).listRevisions,
	"team/legal_holds/list_policies": (*Server).listPolicies, "team/namespaces/list": (*Server).listSpaces, "team/namespaces/list/continue": (*Server).listMoreSpaces,
}

// changes are the routes that write.
var changes = map[string]bool{"files/move_v2": true, "files/delete_v2": true, "files/permanently_delete": true}

// request is one call: its argument, and the content that came with it.
type request struct {
	header  http.Header
	arg     []byte
	content []byte
}

// into reads the argument strictly: Dropbox refuses fields that it does not know.
func (r *request) into(arg any) *failure {
	d := json.NewDecoder(bytes.NewReader(r.arg))
	d.DisallowUnknownFields()
	if err := d.Decode(arg); err != nil {
		return bad("request body: " + err.Error())
	}
	return nil
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, f := s.answer(w, r, body)
	if f != nil {
		answer = f.body
		w.WriteHeader(f.status)
	}
	switch a := answer.(type) {
	case []byte:
		_, _ = w.Write(a)
	case string:
		_, _ = io.WriteString(w, a)
	default:
		_ = json.NewEncoder(w).Encode(a)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, body []byte) (any, *failure) {
	if r.URL.Path == "/oauth2/token" {
		return s.refresh(body)
	}
	route := strings.TrimPrefix(r.URL.Path, "/2/")
	do := routes[route]
	s.calls++
	switch {
	case r.Method != http.MethodPost || do == nil:
		return nil, &failure{http.StatusNotFound, "no such route"}
	case r.Header.Get("Authorization") != "Bearer "+s.token:
		return nil, &failure{http.StatusUnauthorized, map[string]any{"error_summary": "expired_access_token/..", "error": map[string]string{".tag": "expired_access_token"}}}
	case s.faults.Busy > 0 && s.calls%s.faults.Busy == 0:
		w.Header().Set("Retry-After", "0")
		return nil, &failure{http.StatusTooManyRequests, map[string]any{
			"error_summary": "too_many_requests/..", "error": map[string]any{"reason": map[string]string{".tag": "too_many_requests"}, "retry_after": 0},
		}}
	case s.spaces != nil && strings.HasPrefix(route, "files/") && !s.enter(r.Header):
		return nil, &failure{http.StatusUnprocessableEntity, map[string]any{"error_summary": "no_permission/..", "error": map[string]string{".tag": "no_permission"}}}
	case changes[route] && s.faults.WriteBusy > 0:
		s.faults.WriteBusy--
		return nil, union("too_many_write_operations")
	}
	q := &request{header: r.Header, arg: body}
	if arg := r.Header.Get("Dropbox-API-Arg"); route == "files/upload" || route == "files/download" {
		if strings.ContainsFunc(arg, func(r rune) bool { return r > 0x7e }) || r.Header.Get("Content-Type") != "application/octet-stream" {
			return nil, bad("Error in call to API function: bad header")
		}
		q.arg, q.content = []byte(arg), body
	} else if r.Header.Get("Content-Type") != "application/json" {
		return nil, bad("Error in call to API function: bad Content-Type")
	}
	return do(s, q)
}

func (s *Server) refresh(body []byte) (any, *failure) {
	text := string(body)
	if !strings.Contains(text, "grant_type=refresh_token") || !strings.Contains(text, "refresh_token=refresh") || !strings.Contains(text, "client_id=key") {
		return nil, &failure{http.StatusBadRequest, map[string]string{"error": "invalid_grant"}}
	}
	s.last++
	s.token = "token" + s.number()
	return map[string]any{"access_token": s.token, "token_type": "bearer", "expires_in": 14400}, nil
}
