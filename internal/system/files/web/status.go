package web

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Status is an answer that is no success; Code 0 is none at all.
type Status struct {
	Code   int
	Header http.Header
	Body   []byte
}

func (s Status) Error() string { return "HTTP " + strconv.Itoa(s.Code) }

// StatusOf is the answer that an error tells of.
func StatusOf(err error) Status {
	var s Status
	errors.As(err, &s)
	return s
}

// code is what a status means, where the server has no words of its own.
func (s Status) code() varsam.Code {
	switch s.Code {
	case http.StatusUnauthorized, http.StatusForbidden:
		return varsam.Denied
	case http.StatusNotFound, http.StatusGone:
		return varsam.NotFound
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return varsam.Unsupported
	case http.StatusConflict, http.StatusLocked:
		return varsam.Conflict
	case http.StatusInsufficientStorage:
		return varsam.Full
	case http.StatusPreconditionFailed, http.StatusNotModified:
		return varsam.Changed
	case http.StatusBadRequest, http.StatusRequestURITooLong, http.StatusUnprocessableEntity:
		return varsam.Invalid
	}
	return varsam.Unavailable
}

// longestWait is the most that a server may ask us to wait.
const longestWait = 5 * time.Minute

// again says whether to send a request once more, and after which while. A server
// that is busy has not done what was asked; one that failed, or did not answer, may have.
func (s Status) again(changes bool, try int) (time.Duration, bool) {
	busy := s.Code == http.StatusTooManyRequests || s.Code == http.StatusServiceUnavailable
	failed := s.Code == 0 || s.Code == http.StatusInternalServerError || s.Code == http.StatusBadGateway || s.Code == http.StatusGatewayTimeout
	if !busy && (changes || !failed) {
		return 0, false
	}
	pause := time.Duration(1<<try) * 100 * time.Millisecond
	pause += rand.N(pause)
	if asked, ok := s.after(); ok {
		pause = asked
	}
	return pause, pause <= longestWait
}

// after reads Retry-After: seconds or a moment.
func (s Status) after() (time.Duration, bool) {
	text := strings.TrimSpace(s.Header.Get("Retry-After"))
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return time.Duration(n) * time.Second, true
	}
	if t, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(t)), true
	}
	return 0, false
}
