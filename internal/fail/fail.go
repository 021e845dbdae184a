// Package fail names the moments at which a crash would hurt most, so that
// tests can crash there: before and after every commit and every change in
// another system.
//
// In production a [Point] costs one atomic load. With VARSAM_FAIL=name or
// name:n in the environment the process kills itself at the n-th hit of that
// point, with a signal nothing can catch, as a power cut would.
package fail

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Variable is the environment variable that arms a point.
const Variable = "VARSAM_FAIL"

var (
	armed atomic.Bool

	mu    sync.Mutex
	kill  string
	left  int
	watch bool
	seen  = map[string]int{}
)

func init() {
	if value := os.Getenv(Variable); value != "" {
		kill, left = parse(value)
		armed.Store(true)
	}
}

// parse reads "name" and "name:n"; n is 1 where it is missing or no number.
func parse(value string) (name string, n int) {
	name, count, _ := strings.Cut(value, ":")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		n = 1
	}
	return name, n
}

// Point is a named moment, "room.what.before" or "room.what.after". Names are
// string constants, so that they can be listed from the source.
func Point(name string) {
	if armed.Load() {
		hit(name)
	}
}

func hit(name string) {
	mu.Lock()
	defer mu.Unlock()
	if watch {
		seen[name]++
	}
	if name != kill {
		return
	}
	if left--; left == 0 {
		die()
	}
}

// die ends the process at once: no deferred call, no flush.
func die() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		os.Exit(137)
	}
	select {}
}

// Watch makes Point count its hits, for [Names]. Only tests call it.
func Watch() {
	mu.Lock()
	defer mu.Unlock()
	watch = true
	armed.Store(true)
}

// Names are the points hit since [Watch], sorted.
func Names() []string {
	mu.Lock()
	defer mu.Unlock()
	return slices.Sorted(maps.Keys(seen))
}

// Hits is how often a point was hit since [Watch].
func Hits(name string) int {
	mu.Lock()
	defer mu.Unlock()
	return seen[name]
}
