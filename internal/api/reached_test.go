package api_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/varsam/varsam/internal/api"
)

// TestMain fails a whole run in which a route was never answered with success: each
// has a test that does what it is for.
func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && wholeRun() {
		for _, route := range api.Routes() {
			if !reached.has(route) {
				fmt.Fprintln(os.Stderr, route, "was answered with success by no test")
				code = 1
			}
		}
	}
	os.Exit(code)
}

// wholeRun reports whether all tests were run.
func wholeRun() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return true
}

// reached are the routes that were answered with success.
var reached = &routesReached{of: map[string]bool{}}

type routesReached struct {
	mu sync.Mutex
	of map[string]bool
}

func (r *routesReached) has(route string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.of[route]
}

// watch notes what a server answers.
func (r *routesReached) watch(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, asked *http.Request) {
		seen := &statusSeen{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(seen, asked)
		if seen.status > 299 {
			return
		}
		if route := routeOf(asked.Method, asked.URL.Path); route != "" {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.of[route] = true
		}
	})
}

// routeOf is the most exact route that a path fits.
func routeOf(method, path string) string {
	all := slices.DeleteFunc(api.Routes(), func(route string) bool {
		of, pattern, _ := strings.Cut(route, " ")
		return of != method || !fits(pattern, path)
	})
	if len(all) == 0 {
		return ""
	}
	return slices.MinFunc(all, func(a, b string) int { return strings.Count(a, "{") - strings.Count(b, "{") })
}

type statusSeen struct {
	http.ResponseWriter
	status int
}

func (s *statusSeen) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}
