// Package metric counts what is served, and writes numbers in the text format that
// Prometheus reads. Its labels are routes and states, never an address, a path
// with values, or a person.
package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds are those of the histogram of how long answers took, in seconds.
var Bounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}

// Served counts answers. The zero value is ready; it is safe for concurrent use.
type Served struct {
	mu     sync.Mutex
	routes map[route]*count
}

type route struct {
	pattern string
	status  int
}

type count struct {
	n       int64
	seconds float64
	within  [16]int64 // by bound
}

// maxRoutes bounds the labels: there are as many as routes times statuses.
const maxRoutes = 4000

// Add counts one answer of a route, as the program names it.
func (s *Served) Add(pattern string, status int, took time.Duration) {
	if pattern == "" {
		pattern = "none"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.routes == nil {
		s.routes = map[route]*count{}
	}
	c := s.routes[route{pattern, status}]
	if c == nil {
		if len(s.routes) >= maxRoutes {
			return
		}
		c = &count{}
		s.routes[route{pattern, status}] = c
	}
	c.n++
	seconds := took.Seconds()
	c.seconds += seconds
	for i, bound := range Bounds {
		if seconds <= bound {
			c.within[i]++
		}
	}
}

// Gauge is a number as it is now.
type Gauge struct {
	Name   string // varsam_requests
	Says   string
	Labels []string // name, value, name, value …
	Value  float64
}

// Text writes the numbers: gauges in their order, then what was served.
func Text(gauges []Gauge, served *Served) []byte {
	var b strings.Builder
	said := map[string]bool{}
	for _, g := range gauges {
		if !said[g.Name] {
			said[g.Name] = true
			fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", g.Name, g.Says, g.Name)
		}
		fmt.Fprintf(&b, "%s%s %s\n", g.Name, labels(g.Labels...), number(g.Value))
	}
	served.write(&b)
	return []byte(b.String())
}

func (s *Served) write(b *strings.Builder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const name = "varsam_http_seconds"
	fmt.Fprintf(b, "# HELP %s How long answers took, by route and status.\n# TYPE %s histogram\n", name, name)
	keys := make([]route, 0, len(s.routes))
	for r := range s.routes {
		keys = append(keys, r)
	}
	slices.SortFunc(keys, func(a, b route) int { return cmp.Or(cmp.Compare(a.pattern, b.pattern), a.status-b.status) })
	for _, r := range keys {
		c, of := s.routes[r], []string{"route", r.pattern, "status", strconv.Itoa(r.status)}
		for i, bound := range Bounds {
			fmt.Fprintf(b, "%s_bucket%s %d\n", name, labels(append(of, "le", number(bound))...), c.within[i])
		}
		fmt.Fprintf(b, "%s_bucket%s %d\n", name, labels(append(of, "le", "+Inf")...), c.n)
		fmt.Fprintf(b, "%s_sum%s %s\n%s_count%s %d\n", name, labels(of...), number(c.seconds), name, labels(of...), c.n)
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// labels writes names and values; a value may hold anything.
func labels(pairs ...string) string {
	if len(pairs) == 0 {
		return ""
	}
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	var all []string
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, pairs[i]+`="`+escape.Replace(pairs[i+1])+`"`)
	}
	return "{" + strings.Join(all, ",") + "}"
}
