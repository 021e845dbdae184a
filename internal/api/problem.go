package api

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Problem is why something was not done (RFC 9457).
type Problem struct {
	Type   string      `json:"type" doc:"A URI reference for the kind of problem: a place in the reference."`
	Title  string      `json:"title" doc:"The kind of problem, in the language asked for."`
	Status int         `json:"status"`
	Detail string      `json:"detail,omitempty" doc:"What happened, where. It holds no personal data."`
	Code   varsam.Code `json:"code"`
	Next   string      `json:"next" doc:"What to do about it, in the language asked for."`
	ID     string      `json:"id,omitempty" doc:"The number under which our log has it."`
	Faults []Fault     `json:"faults,omitempty" doc:"Every fault of the body."`
}

// problemPlace is where the reference explains a kind of problem.
const problemPlace = "/api/reference#problem-"

// Fault is one thing that is wrong with a body.
type Fault struct {
	At   string `json:"at" doc:"JSON pointer to the value."`
	Says string `json:"says"`
}

// fault is an error with a status of its own.
type fault struct {
	error
	status int
	wait   time.Duration
	faults []Fault
}

func (f *fault) Unwrap() error { return f.error }

var errNoToken = &fault{status: http.StatusUnauthorized, error: varsam.Errorf(varsam.Denied,
	"this needs a token that is in force, as Authorization: Bearer varsam_…")}

func tooMany(wait time.Duration) error {
	return &fault{status: http.StatusTooManyRequests, wait: wait, error: varsam.Errorf(varsam.Unavailable, "more calls than are answered in so short a time")}
}

// statuses of the codes. What is not here is a fault of ours.
var statuses = map[varsam.Code]int{
	varsam.Invalid: http.StatusUnprocessableEntity, varsam.NotFound: http.StatusNotFound, varsam.Conflict: http.StatusConflict,
	varsam.Changed: http.StatusConflict, varsam.Denied: http.StatusForbidden, varsam.Unsupported: http.StatusUnprocessableEntity,
	varsam.Unavailable: http.StatusServiceUnavailable, varsam.Full: http.StatusInsufficientStorage, varsam.Unknown: http.StatusServiceUnavailable,
}

// fail answers with a problem by the error's code, or by its own status.
func (c *call) fail(err error) {
	status, ok := statuses[varsam.CodeOf(err)]
	if !ok {
		status = http.StatusInternalServerError
	}
	c.problem(status, err)
}

func (c *call) problem(status int, err error) {
	code := varsam.CodeOf(err)
	p := Problem{Code: code, Detail: locale.Capital(err.Error()), ID: c.w.Header().Get("X-Request-Id")}
	var f *fault
	if errors.As(err, &f) {
		status, p.Faults, p.Detail = f.status, f.faults, locale.Capital(f.error.Error())
		if f.wait > 0 {
			c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.wait.Seconds()))))
		}
	}
	switch status {
	case http.StatusUnauthorized:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="varsam"`)
	case http.StatusInternalServerError: // what we did not expect is told to our log only
		c.Logger.Error("a call failed", "id", p.ID, "route", c.route.method+" "+c.route.path, "code", string(code), "why", err.Error())
		p.Detail = ""
	}
	p.Status, p.Type = status, problemPlace+string(code)
	p.Title, p.Next = c.say.T("web.problem."+string(code)), c.say.T("api.next."+string(code))
	data, err := encode(p)
	if err != nil {
		http.Error(c.w, fmt.Sprint(status), status)
		return
	}
	c.etag = ""
	c.send(status, "application/problem+json", data, "")
}

// Refused answers a call that the site before us has refused, as every other problem;
// it reports whether it was a call.
func (a *API) Refused(w http.ResponseWriter, r *http.Request, status int, err error) bool {
	call := strings.HasPrefix(r.URL.Path, Root+"/")
	if call {
		a.call(w, r).problem(status, err)
	}
	return call
}

// address is where a caller without a token comes from.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
