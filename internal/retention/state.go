package retention

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/system"
)

// State is how far a run has come.
type State string

// The states of a run.
const (
	Waiting   State = "waiting"   // planned; no rule of it may run yet
	Running   State = "running"   // rules of it are being carried out
	Paused    State = "paused"    // somebody paused it
	Stopped   State = "stopped"   // the world is no longer the planned one: plan again
	Cancelled State = "cancelled" // somebody ended it
	Done      State = "done"
)

func (s State) over() bool { return s == Stopped || s == Cancelled || s == Done }

// RuleState is how far a rule of a run has come.
type RuleState string

// The states of a rule in a run.
const (
	RuleNothing RuleState = "nothing" // nothing is due
	RuleWaiting RuleState = "waiting" // for somebody's yes; Why says why
	RuleCannot  RuleState = "cannot"  // a machine cannot; Why says why
	RuleRunning RuleState = "running"
	RuleDone    RuleState = "done" // every range is settled
)

// RangeState is how far one range has come.
type RangeState string

// The states of a range. An unknown one is looked at before anything else.
const (
	RangePlanned  RangeState = "planned"
	RangeIntended RangeState = "intended"
	RangeUnknown  RangeState = "unknown"
	RangeVerified RangeState = "verified" // applied, and seen to be
	RangeChanged  RangeState = "changed"  // no longer as frozen; nothing was changed
	RangeRefused  RangeState = "refused"  // the system said no
	RangeBack     RangeState = "back"     // applied, but not so when it was looked at
	RangeSplit    RangeState = "split"    // cut in two smaller ones
)

// Run is one night's culling, or one that somebody asked for.
type Run struct {
	ID       string        `json:"run"`
	Day      varsam.Date   `json:"day"`      // by which day it was decided what is due
	Register string        `json:"register"` // digest of the version it was planned by
	Digest   string        `json:"digest"`   // of the plan: what an approval says yes to
	State    State         `json:"state"`
	Why      varsam.Reason `json:"why,omitzero"`
	Rate     int64         `json:"rate,omitempty"` // rows a second at most
	Created  time.Time     `json:"created"`
	Ended    time.Time     `json:"ended,omitzero"`
	Rules    []Planned     `json:"rules,omitempty"`

	// Silent are systems that did not answer when the run was planned.
	Silent []varsam.Gap `json:"silent,omitempty"`

	// Overdue are holds past their day of review.
	Overdue []varsam.Reason `json:"overdue,omitempty"`

	key seal.KeyID
}

// Planned is a rule as one run has it.
type Planned struct {
	Rule
	Place     int64            `json:"place"`
	State     RuleState        `json:"state"`
	Why       varsam.Reason    `json:"why,omitzero"`
	Standing  string           `json:"standing,omitempty"` // the approval it runs under
	Due       int64            `json:"due"`                // records whose every ground has ended
	Needed    int64            `json:"needed"`             // of these, kept because others need them
	Protected int64            `json:"protected"`          // of these, kept by a hold, a restriction or an open request
	Unclear   int64            `json:"unclear"`            // beside them, for a person to look at
	Small     int64            `json:"small,omitempty"`    // of these, waiting for others that are like them
	Linked    int64            `json:"linked,omitempty"`   // of these, anonymised but for what leads to a person
	Classes   string           `json:"classes,omitempty"`  // digest of the table of classes, when records are anonymised
	Chosen    *Chosen          `json:"chosen,omitempty"`   // what becomes of columns, where the register leaves it to a choice
	Frozen    int64            `json:"frozen"`             // records in the plan's ranges
	Done      int64            `json:"done"`               // of these, gone or restricted, and seen to be
	Years     map[string]int64 `json:"years,omitempty"`    // due, by the year in which they became so; "before" for the rest
	Finality  varsam.Finality  `json:"finality,omitempty"`
	Until     varsam.Date      `json:"until,omitzero"`
	Ranges    []RangeCount     `json:"ranges,omitempty"`

	fingerprint string
	sealed      []byte
	ranges      []rowRange
	except      [][]varsam.Value
	class       *system.Class
}

// cull is what the rule's ranges are cut from.
func (r Planned) cull() system.Cull {
	c := r.over(r.closed, r.fingerprint, r.except)
	c.Class = r.class
	return c
}

// Left says what of the rule stays, and why.
func (r Planned) Left() (all []varsam.Reason) {
	add := func(code string, n int64) {
		if n > 0 {
			all = append(all, varsam.Because(code, text(n)))
		}
	}
	if r.Why.Code != "" {
		all = append(all, r.Why)
	}
	add(ReasonNeeded, r.Needed)
	add(ReasonProtected, r.Protected)
	add(ReasonUnclear, r.Unclear)
	return append(all, r.unhidden()...)
}

// unhidden is what anonymising leaves: records that are too few of their kind,
// that something still leads back from, or that may live on elsewhere.
func (r Planned) unhidden() (all []varsam.Reason) {
	if r.Small > 0 {
		all = append(all, varsam.Because(ReasonSmall, text(r.Small)))
	}
	if r.Linked > 0 {
		all = append(all, varsam.Because(ReasonLinked, text(r.Linked)))
	}
	return append(all, r.notes...)
}

// frozen is what of a planned rule is sealed: conditions and keys may tell who
// somebody is.
type frozen struct {
	Cull  system.Cull `json:"cull"`
	Check *check      `json:"check,omitempty"`
}

// rowRange is one range of a planned rule.
type rowRange struct {
	Place int64
	N     int64
	system.Range
	State   RangeState
	Attempt int
	Fence   int64
	Problem varsam.Code
	leased  time.Time
	intent  []byte
	sealed  []byte
	parts   []system.Range // what it was cut into
}
