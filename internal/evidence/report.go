package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Report is what a verifier found in a genuine pack or log.
type Report struct {
	Checked  bool   // whether the signer's key was given
	Key      string // the signer's public key text
	Origin   string
	Request  Name // of a pack
	Tree     tlog.Tree
	Leaves   int
	Kinds    map[Kind]int
	Findings []Finding
}

// Finding is something genuine that is not in order.
type Finding struct {
	Fault Fault
	Index int64 // the leaf's number
}

// Fault is the kind of a [Finding].
type Fault string

// The faults.
const (
	OpenIntent    Fault = "open-intent"    // no outcome says what became of it
	NoIntent      Fault = "no-intent"      // an outcome of no intent that was open
	WrongIntent   Fault = "wrong-intent"   // an outcome about another step than its intent
	NotApproved   Fault = "not-approved"   // a step of a plan without an approval before it
	TooManyRows   Fault = "too-many-rows"  // more rows than the plan had
	TimeBackwards Fault = "time-backwards" // far earlier than a leaf before it
)

// OK reports that there is nothing to explain.
func (r Report) OK() bool { return len(r.Findings) == 0 }

func (r *Report) sort() {
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Fault, b.Fault))
	})
}

// String is the report as text. Its first line says what may be relied on.
func (r Report) String() string { return r.Text(fmt.Sprintf) }

// Text is that by whoever says sentences: the formats in the reader's language.
func (r Report) Text(say func(format string, args ...any) string) string {
	verdict := say("consistent, signer not checked")
	if r.Checked {
		verdict = say("consistent, signed by the given key")
	}
	lines := []string{verdict, say("log %s", r.Origin), say("key %s", r.Key)}
	if r.Request != "" {
		lines = append(lines, say("request %s", r.Request))
	}
	lines = append(lines, say("tree %d %s", r.Tree.N, r.Tree.Hash), say("leaves %d", r.Leaves))
	for kind := Kind(1); kind <= lastKind; kind++ {
		if n := r.Kinds[kind]; n > 0 {
			lines = append(lines, say("  %s %d", kind, n))
		}
	}
	for _, f := range r.Findings {
		lines = append(lines, say("finding %s at leaf %d", f.Fault, f.Index))
	}
	lines = append(lines,
		say("not proven: that the register names every system, that connected systems told the truth,"),
		say("that no copy exists outside them, and, by a pack alone, that the key holder left no leaf out"))
	return strings.Join(lines, "\n") + "\n"
}
