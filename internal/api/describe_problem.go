package api

import (
	"net/http"

	"github.com/varsam/varsam/internal/api/openapi"
)

// headerSays are the headers that come with some problems.
var headerSays = map[string]string{
	"Retry-After":      "How many seconds to wait, where that is known.",
	"WWW-Authenticate": "Bearer.",
}

// problemSays is what each status of a problem means, in the order of the document.
var problemSays = []struct {
	status int
	says   string
	header string
}{
	{http.StatusBadRequest, "The body is no JSON.", ""},
	{http.StatusUnauthorized, "No token that is in force came.", "WWW-Authenticate"},
	{http.StatusForbidden, "The token may not, or a yes is missing.", ""},
	{http.StatusNotFound, "There is no such thing, or it is not yours.", ""},
	{http.StatusConflict, "The state does not allow it now, or somebody else was first.", "Retry-After"},
	{http.StatusPreconditionFailed, "It is not as the ETag of If-Match has it.", ""},
	{http.StatusRequestEntityTooLarge, "The body is too large.", ""},
	{http.StatusUnsupportedMediaType, "The body is of another kind than the route takes.", ""},
	{http.StatusUnprocessableEntity, "What was sent cannot be so; `faults` says where.", ""},
	{http.StatusPreconditionRequired, "It needs If-Match.", ""},
	{http.StatusTooManyRequests, "More calls than are answered in so short a time.", "Retry-After"},
	{http.StatusInternalServerError, "A fault of ours; the log has it under `id`.", ""},
	{http.StatusServiceUnavailable, "A system does not answer, or it is not known what became of it.", "Retry-After"},
	{http.StatusInsufficientStorage, "There is no room left; nothing was changed.", ""},
}

// problemAnswers are the problems that routes refer to.
func problemAnswers(d describer) (all []openapi.Answer) {
	for _, p := range problemSays {
		a := openapi.Answer{Status: p.status, Says: p.says, Content: []openapi.Content{d.problem(p.status)}}
		if p.header != "" {
			a.Headers = map[string]string{p.header: headerSays[p.header]}
		}
		all = append(all, a)
	}
	return all
}

// problems are the statuses that a route may answer with when it does not do what was
// asked.
func (r route) problems() (all []int) {
	body := r.in != nil || r.takes != ""
	for _, p := range problemSays {
		switch p.status {
		case http.StatusPreconditionFailed:
			if !r.edits && !r.mustMatch {
				continue
			}
		case http.StatusPreconditionRequired:
			if !r.mustMatch {
				continue
			}
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
			if !body {
				continue
			}
		}
		all = append(all, p.status)
	}
	return all
}
