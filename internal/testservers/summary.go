package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// summary reads what go test -json writes, prints what go test prints without
// -v, and at the end lists the tests that were skipped, by reason: go test hides
// those of a package that passes.
type summary struct {
	out     io.Writer
	rest    []byte // the last line, until its end comes
	output  map[string][]event
	over    map[test]bool       // whether a test has said how it came out
	ended   map[test]string     // how each test ended
	reasons map[string][]string // tests by why they were skipped
}

type test struct{ pkg, name string }

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action, Package, Test, Output, ImportPath string
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, output: map[string][]event{}, over: map[test]bool{}, ended: map[test]string{}, reasons: map[string][]string{}}
}

// Write takes the command's output in any pieces.
func (s *summary) Write(p []byte) (int, error) {
	s.rest = append(s.rest, p...)
	for {
		line, rest, ok := bytes.Cut(s.rest, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		s.line(line)
		s.rest = rest
	}
}

// line handles one event; what is none is printed as it is.
func (s *summary) line(line []byte) {
	var e event
	if len(line) == 0 || line[0] != '{' || json.Unmarshal(line, &e) != nil {
		fmt.Fprintf(s.out, "%s\n", line)
		return
	}
	switch {
	case e.Action == "build-output":
		fmt.Fprint(s.out, e.Output)
	case e.Action == "output":
		s.keep(e)
	case e.Action != "pass" && e.Action != "fail" && e.Action != "skip":
	case e.Test == "":
		s.finish(e)
	default:
		s.ended[test{e.Package, e.Test}] = e.Action
		if e.Action == "skip" {
			why := s.why(e)
			s.reasons[why] = append(s.reasons[why], e.Package+"."+e.Test)
		}
	}
}

// keep stores what was said. What comes under a test's name after its end is
// nobody's: go test gives the panic of a hung package to whichever test ended last.
func (s *summary) keep(e event) {
	name := test{e.Package, e.Test}
	if s.over[name] {
		e.Test = ""
	}
	s.over[name] = s.over[name] || e.Test != "" && end.MatchString(e.Output)
	s.output[e.Package] = append(s.output[e.Package], e)
}

// end is the line that says how a test came out.
var end = regexp.MustCompile(`^\s*--- (PASS|FAIL|SKIP): `)

// finish prints a package: its last line when it passed; when it failed, all
// that its tests said that neither passed nor were skipped.
func (s *summary) finish(e event) {
	lines := s.output[e.Package]
	delete(s.output, e.Package)
	for i, l := range lines {
		how := s.ended[test{l.Package, l.Test}]
		spoke := l.Test == "" || how != "pass" && how != "skip"
		if e.Action == "fail" && spoke || i == len(lines)-1 {
			fmt.Fprint(s.out, l.Output)
		}
	}
}

// why is the last thing a skipped test said, without the place in the source.
func (s *summary) why(e event) string {
	why := "no reason given"
	for _, l := range s.output[e.Package] {
		text := strings.TrimSpace(l.Output)
		if l.Test != e.Test || text == "" || strings.HasPrefix(text, "=== ") || strings.HasPrefix(text, "--- ") {
			continue
		}
		if text = place.ReplaceAllString(text, ""); text != "" {
			why = text
		}
	}
	return why
}

// place is where in the source a test spoke.
var place = regexp.MustCompile(`^\S+\.go:\d+:\s*`)

// close lists what was skipped.
func (s *summary) close() {
	if len(s.rest) > 0 {
		s.line(s.rest)
	}
	byCount := func(a, b string) int {
		return cmp.Or(cmp.Compare(len(s.reasons[b]), len(s.reasons[a])), strings.Compare(a, b))
	}
	for _, why := range slices.SortedFunc(maps.Keys(s.reasons), byCount) {
		fmt.Fprintf(s.out, "left out: %s (%s)\n", some(s.reasons[why]), why)
	}
}

// some names the first few.
func some(names []string) string {
	const few = 4
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
