package law

import "github.com/varsam/varsam"

// Kind is what a rule does to a record.
type Kind string

// The kinds of rule. The first two that keep have the same text as the kinds of
// [varsam.Ground].
const (
	MustKeep   Kind = "must-keep"    // a duty: it may not go before LastDay has passed
	MayKeep    Kind = "may-keep"     // a claim: it may stay to LastDay, with a documented interest
	MustBeGone Kind = "must-be-gone" // a limit: LastDay is the last day it may be held
	Condition  Kind = "condition"    // no retention time, but a rule to obey
)

// Status says how far the text of a rule has been checked.
type Status string

// The states of checking.
const (
	Confirmed Status = "confirmed" // read in a source that the rule names
	ToVerify  Status = "to-verify" // general knowledge; compare with the official text before use
)

// Rule is one version of one statutory rule. The zero ValidFrom and ValidTo
// leave that end open: the version is older, or newer, than anything the product
// meets.
type Rule struct {
	ID           string        `json:"id"` // stable, for example SE-BFL; registers and evidence hold it
	Law          varsam.Words  `json:"law"`
	Paragraph    varsam.Words  `json:"paragraph"` // short, as a letter cites it
	Covers       varsam.Words  `json:"covers"`
	Jurisdiction Country       `json:"jurisdiction"`
	Kind         Kind          `json:"kind"`
	Trigger      Trigger       `json:"trigger,omitempty"`
	Formula      Formula       `json:"formula,omitzero"` // zero: no end that can be computed
	Max          varsam.Period `json:"max,omitzero"`     // the longest it may be extended to, from the trigger
	ValidFrom    varsam.Date   `json:"valid_from,omitzero"`
	ValidTo      varsam.Date   `json:"valid_to,omitzero"`  // inclusive
	Explicit     bool          `json:"explicit,omitempty"` // only a register chooses it, never a default or template
	Source       string        `json:"source"`
	Status       Status        `json:"status"`
}

// InForce reports whether this version applies on a day.
func (r Rule) InForce(day varsam.Date) bool {
	return !day.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !day.After(r.ValidTo))
}

// Version names the version, for evidence: the id, and the day it came into
// force when that is known ("SE-PTL@2027-07-10").
func (r Rule) Version() string {
	if r.ValidFrom.IsZero() {
		return r.ID
	}
	return r.ID + "@" + r.ValidFrom.String()
}

// HasEnd reports whether an end can be computed from a trigger. Where it cannot,
// a person decides.
func (r Rule) HasEnd() bool { return r.Formula != Formula{} }

// LastDay is the last day, inclusive, that the rule covers. For a rule that
// counts from a fiscal year the trigger is the last day of that year; see
// [LastDayFiscal]. For a calendar year it is any day of it. The error is
// Unsupported where no end can be computed and Invalid without a trigger.
func (r Rule) LastDay(trigger varsam.Date) (varsam.Date, error) {
	switch {
	case !r.HasEnd():
		return varsam.Date{}, varsam.Errorf(varsam.Unsupported,
			"%s (%s) gives no end that can be computed; a person decides", r.ID, r.Paragraph.EN)
	case trigger.IsZero():
		return varsam.Date{}, varsam.Errorf(varsam.Invalid,
			"%s counts from %s, and that day is missing", r.ID, r.Trigger.Words().EN)
	}
	return r.Formula.lastDay(trigger), nil
}

// FirstErase is the day after LastDay, when the nightly run may take it. For a
// limit ([MustBeGone]) that is the first day it may no longer be there; see
// [Rule.LatestDue].
func (r Rule) FirstErase(trigger varsam.Date) (varsam.Date, error) {
	last, err := r.LastDay(trigger)
	if err != nil {
		return varsam.Date{}, err
	}
	return last.AddDays(1), nil
}

// MaxDay is the last day to which the law lets the time be extended, and false
// for a rule that cannot be extended.
func (r Rule) MaxDay(trigger varsam.Date) (varsam.Date, bool) {
	if r.Max.IsZero() || trigger.IsZero() {
		return varsam.Date{}, false
	}
	return r.Max.After(trigger), true
}

// LatestDue inverts LastDay: the greatest trigger whose last day lies strictly
// before today, so that for every d, LastDay(d) < today exactly when
// d <= LatestDue(today). It is false when nothing can be due. To have records of
// a limit gone on its last day instead of the morning after, ask with the day
// after today.
func (r Rule) LatestDue(today varsam.Date) (varsam.Date, bool) {
	if !r.HasEnd() || today.IsZero() {
		return varsam.Date{}, false
	}
	return r.Formula.latestDue(today)
}
