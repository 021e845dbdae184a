// Package verify shows that a plan's changes are really there, over fresh
// connections: every frozen reference is read again by its key and must be in
// its planned state, other people's records must be as they were, and the
// identifiers are searched again with the statements that found them before.
// What cannot be read is unknown, not gone. It changes nothing.
package verify

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Input is what was planned, what was found before, and what was done.
type Input struct {
	Register *register.Register
	Plan     plan.Plan
	Search   locate.Search
	Options  locate.Options

	// States are the steps' states; only those applied are verified.
	States map[string]varsam.StepState

	// Versions are the versions that our own steps left, by Ref.String().
	Versions map[string][]string

	// Open opens systems anew, to their primaries.
	Open locate.Opener
}

// Report is what a verification saw.
type Report struct {
	Steps     []StepCheck  `json:"steps"`
	Bystander Bystanders   `json:"bystanders"`
	Remaining []Remaining  `json:"remaining,omitempty"`
	Gaps      []varsam.Gap `json:"gaps,omitempty"`
}

// StepCheck is one step seen again.
type StepCheck struct {
	Step     string                  `json:"step"`
	System   string                  `json:"system"`
	Rows     map[varsam.RowState]int `json:"rows"`
	Verified bool                    `json:"verified"` // every target is in its planned state
	Back     bool                    `json:"back"`     // some target is not
	Word     bool                    `json:"word"`     // an assisted step: verified by its owner's word only
}

// Bystanders are the located records that no step touches: other people's, and
// the person's own that stay.
type Bystanders struct {
	Unchanged  int `json:"unchanged"`
	Changed    int `json:"changed"` // by somebody else since the plan: no step of ours names them
	Unreadable int `json:"unreadable"`
}

// Remaining is a record that an identifier still finds.
type Remaining struct {
	Ref      varsam.Ref            `json:"ref"`
	Field    string                `json:"field"`
	Type     varsam.IdentifierType `json:"type"`
	Expected bool                  `json:"expected"` // the plan says that it stays
}

// Clean reports whether everything applied is verified and nothing unexpected
// is found.
func (r Report) Clean() bool {
	bad := func(s StepCheck) bool { return !s.Verified }
	missed := func(g varsam.Gap) bool { return !ByDesign(g) }
	return !slices.ContainsFunc(r.Gaps, missed) && !slices.ContainsFunc(r.Steps, bad) && len(r.Unexpected()) == 0
}

// ByDesign reports whether a gap is no failure: another controller's data, a
// system that its owner searches, or what employees' own mailboxes keep.
func ByDesign(g varsam.Gap) bool {
	switch g.Why.Code {
	case locate.GapAssisted, locate.GapProcessor, locate.GapWithheld, locate.GapPrivate:
		return true
	}
	return false
}

// Unexpected are the records that should be found no more.
func (r Report) Unexpected() []Remaining {
	var all []Remaining
	for _, rem := range r.Remaining {
		if !rem.Expected {
			all = append(all, rem)
		}
	}
	return all
}

// Check verifies. Its error is a fault of ours; a system that cannot be read is
// part of the report.
func Check(ctx context.Context, in Input) (Report, error) {
	c := &checker{Input: in, systems: map[string]opened{}}
	defer c.close()
	for _, s := range in.Plan.Steps {
		if state := in.States[s.ID]; state == varsam.StepApplied || state == varsam.StepVerified || state == varsam.StepRevived {
			c.report.Steps = append(c.report.Steps, c.step(ctx, s))
		}
	}
	c.bystanders(ctx)
	err := c.search(ctx)
	return c.report, err
}

type checker struct {
	Input
	report  Report
	systems map[string]opened
	byRow   map[string][]touch
}

type opened struct {
	system.System
	err error
}

func (c *checker) connect(ctx context.Context, name string) (system.System, error) {
	o, ok := c.systems[name]
	if !ok {
		o.System, o.err = c.Open.Open(ctx, name)
		c.systems[name] = o
	}
	return o.System, o.err
}

func (c *checker) close() {
	for _, o := range c.systems {
		if o.err == nil {
			o.Close()
		}
	}
}

// step reads the targets of one step again.
func (c *checker) step(ctx context.Context, s plan.Step) StepCheck {
	check := StepCheck{Step: s.ID, System: s.System, Rows: map[varsam.RowState]int{}}
	if s.Assisted != nil {
		check.Verified, check.Word = true, true
		return check
	}
	for _, state := range c.observe(ctx, s.System, c.withVersions(s.Op)) {
		check.Rows[state]++
	}
	check.Verified = check.Rows[varsam.RowPlanned] == len(s.Op.Targets)
	check.Back = check.Rows[varsam.RowOriginal]+check.Rows[varsam.RowOther] > 0
	return check
}

// observe asks a system; all targets are unreadable when it does not answer.
func (c *checker) observe(ctx context.Context, name string, op varsam.Operation) []varsam.RowState {
	sys, err := c.connect(ctx, name)
	if err == nil {
		var seen varsam.Observation
		if seen, err = sys.Observe(ctx, op); err == nil {
			return seen.States
		}
	}
	return slices.Repeat([]varsam.RowState{varsam.RowUnreadable}, len(op.Targets))
}

func (c *checker) withVersions(op varsam.Operation) varsam.Operation {
	targets := make([]varsam.Target, len(op.Targets))
	for i, t := range op.Targets {
		t.Versions = append(slices.Clone(t.Versions), c.Versions[t.Ref.String()]...)
		targets[i] = t
	}
	op.Targets = targets
	return op
}
