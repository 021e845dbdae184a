package decide

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// carrier is one activity that carries the records of one collection, with its
// rule looked up and its times laid out.
type carrier struct {
	carry    register.Carry
	activity register.Activity
	keep     register.Keep
	rule     *law.Rule
	kind     varsam.GroundKind
	nature   nature
	consent  bool // needs a proof of consent in the record

	// spans must all have ended; none at all is open. limits are the last days on
	// which the record may be there.
	spans  []span
	limits []span

	// fault is why no end can ever be computed, whatever the record holds.
	// unconfirmed says that not even the person's choice ends it by machine,
	// because nobody has confirmed what the register says.
	fault       *varsam.Reason
	unconfirmed bool
}

// carrier prepares one carry; a is nil when the register has no such activity.
func (d *Decider) carrier(carry register.Carry, a *register.Activity) *carrier {
	k := &carrier{carry: carry, activity: register.Activity{Name: carry.Activity}}
	if a == nil {
		return k.broken(true, ProblemActivity)
	}
	k.activity, k.keep = *a, a.Keep
	if carry.Keep != nil {
		k.keep = *carry.Keep
	}
	k.lookUp(d.q.Today)
	k.kind = k.kindOf()
	k.nature = natureOf(*a, k.kind)
	k.consent = a.Basis.Article == varsam.Consent || k.keep.While == "consent"
	k.layOut(d.years)
	if a.Draft {
		return k.broken(true, ProblemDraft)
	}
	return k
}

func (k *carrier) broken(unconfirmed bool, code string, args ...string) *carrier {
	why := varsam.Because(code, append([]string{k.activity.Name}, args...)...)
	if k.fault == nil || unconfirmed {
		k.fault = &why
	}
	k.unconfirmed = k.unconfirmed || unconfirmed
	return k
}

// lookUp finds the statute in force today.
func (k *carrier) lookUp(today varsam.Date) {
	if k.keep.Law == "" {
		return
	}
	rule, err := law.Find(k.keep.Law, today)
	switch {
	case err != nil:
		k.broken(false, ProblemRule, k.keep.Law)
	case !rule.HasEnd() || rule.Kind == law.Condition:
		k.broken(false, ProblemRuleOpen, rule.ID)
	}
	if err == nil {
		k.rule = &rule
	}
}

// kindOf orders the ground. A statute says itself what it is, and a limit leaves
// ordinary uses until it is reached; a window is for ordinary uses; a legal
// obligation with a period of its own is a duty, and one that lasts as long as
// something goes on is in use.
func (k *carrier) kindOf() varsam.GroundKind {
	switch {
	case k.rule != nil && k.rule.Kind == law.MustKeep:
		return varsam.MustKeep
	case k.rule != nil && k.rule.Kind == law.MayKeep:
		return varsam.MayKeep
	case k.rule != nil, k.keep.While != "", k.window():
		return varsam.Purpose
	case k.activity.Basis.Article == varsam.LegalObligation:
		return varsam.MustKeep
	}
	return varsam.Purpose
}

// lasting reports whether the ground lasts as long as a relation or a case.
func (k *carrier) lasting() bool { return k.keep.While == "relation" || k.keep.While == "case" }

// window reports whether only the window says how long.
func (k *carrier) window() bool {
	return k.keep.Law == "" && k.keep.Period.IsZero() && k.carry.Until == "" && (!k.keep.Earliest.IsZero() || !k.keep.Latest.IsZero())
}

// layOut turns the register's words into spans.
//
// The trigger is the carry's from, else the activity's. An until column is the
// last day itself, or, where no other trigger is named, what the statute or the
// period counts from; empty it leaves the ground open. A relation or a case is
// open while its column is empty.
func (k *carrier) layOut(years law.FiscalYears) {
	trigger, open := k.trigger()
	length, counted := k.length(years)
	switch {
	case counted && trigger == "" && !k.lasting():
		k.broken(false, ProblemNoTrigger)
	case counted && trigger != "":
		k.spans = []span{{trigger, open, length}}
	}
	if k.carry.Until != "" && (trigger != k.carry.Until || !counted) {
		k.spans = append(k.spans, span{k.carry.Until, true, count{}})
	}
	if len(k.spans) == 0 && k.keep.While == "" && !k.consent {
		k.broken(false, ProblemNoPeriod)
	}
	k.layLimits(trigger, open, years)
}

// trigger is the column that the time counts from, and whether an empty one
// leaves the ground open.
func (k *carrier) trigger() (path string, open bool) {
	switch {
	case k.carry.From != "":
		return k.carry.From, k.lasting()
	case k.keep.From != "":
		return k.keep.From, k.lasting()
	case k.carry.Until != "":
		return k.carry.Until, true
	case k.consent && k.carry.Consent != nil:
		return k.carry.Consent.Given, false
	}
	return "", false
}

// length is how long the ground lasts from its trigger; false when only an until
// column, a consent or nothing at all says so. A window may end from its first
// day on. One without a first day lasts to its last, unless something else ends
// it before.
func (k *carrier) length(years law.FiscalYears) (count, bool) {
	switch {
	case k.rule != nil:
		return count{rule: k.rule, years: years}, true
	case k.keep.Law != "":
		return count{}, false
	case !k.keep.Period.IsZero():
		return count{period: k.keep.Period}, true
	case !k.keep.Earliest.IsZero():
		return count{period: k.keep.Earliest}, true
	case k.lasting():
		return count{}, true
	case !k.keep.Latest.IsZero() && k.carry.Until == "":
		return count{period: k.keep.Latest}, true
	}
	return count{}, false
}

// layLimits lays out by when the record must be gone. A limit without a trigger
// cannot be computed.
func (k *carrier) layLimits(trigger string, open bool, years law.FiscalYears) {
	if k.rule != nil && k.rule.Kind == law.MustBeGone {
		k.limits = append(k.limits, span{trigger, open, count{rule: k.rule, years: years}})
	}
	if !k.keep.Latest.IsZero() {
		k.limits = append(k.limits, span{trigger, open, count{period: k.keep.Latest}})
	}
	if len(k.limits) > 0 && trigger == "" {
		k.limits = nil
		k.broken(false, ProblemNoTrigger)
	}
}

// reads lists the columns of the record itself that the rules need; they are not
// emptied while the ground lasts.
func (k *carrier) reads() []string {
	var columns []string
	for _, s := range k.spans {
		column, _, _ := strings.Cut(s.path, ".")
		columns = append(columns, s.path, column)
	}
	if c := k.carry.Consent; c != nil {
		columns = append(columns, c.Given, c.Withdrawn, c.Wording)
	}
	if k.carry.When != nil {
		columns = append(columns, k.carry.When.Cond.Uses()...)
	}
	return columns
}

// computable reports whether the ground can end by time at all: nothing is wrong
// with its rule, and it is ours, or its controller has said how long.
func (k *carrier) computable() bool {
	return k.fault == nil && (k.activity.Role != varsam.Processor || k.activity.Instruction != nil)
}

// ruleID is the statute that the times come from, empty for the register's own.
func (k *carrier) ruleID() string {
	if k.rule != nil {
		return k.rule.ID
	}
	return ""
}
