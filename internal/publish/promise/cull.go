package promise

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
)

// target is a collection whose culling a control rests on.
type target struct{ system, collection string }

func (t target) String() string { return words(t.system, t.collection) }

// targets are the collections that a control names; of a system, those with a
// rule.
func (j *judge) targets(names []string) []target {
	var all []target
	for _, name := range names {
		if s, ok := j.reg.System(name); ok {
			for _, c := range s.Collections {
				if len(c.CarriedBy) > 0 {
					all = append(all, target{s.Name, c.Name})
				}
			}
			continue
		}
		system, collection, _ := strings.Cut(name, ".")
		all = append(all, target{system, collection})
	}
	return all
}

// activity is the culling of all that an activity carries.
func (j *judge) activity(c register.Control) []Shown {
	var all []target
	for _, s := range j.reg.Systems {
		for _, col := range s.Collections {
			if slices.ContainsFunc(col.CarriedBy, func(k register.Carry) bool { return k.Activity == c.Activity }) {
				all = append(all, target{s.Name, col.Name})
			}
		}
	}
	if len(all) == 0 {
		return []Shown{show("activity", c.Activity, NotShown, varsam.Because(ReasonNoCarry, c.Activity))}
	}
	return j.culls(all, c.Within)
}

func (j *judge) culls(targets []target, within varsam.Period) []Shown {
	var all []Shown
	for _, t := range targets {
		all = append(all, j.cull(t, within))
	}
	return all
}

// cull holds one collection against the runs: the newest that had a rule for it
// says what is overdue, and any that did something shows that it works.
func (j *judge) cull(t target, within varsam.Period) Shown {
	var newest *retention.Run
	var rules []retention.Planned
	var done int64
	ran := false
	for i := range j.Runs {
		run := &j.Runs[i]
		ran = ran || run.State != retention.Cancelled
		of := rulesOf(run, t)
		for _, r := range of {
			done += r.Done
		}
		if newest == nil && len(of) > 0 && run.State != retention.Cancelled {
			newest, rules = run, of
		}
	}
	switch {
	case newest == nil && ran:
		return show("cull", t.String(), NotShown, varsam.Because(ReasonNoRule, t.String()))
	case newest == nil:
		return show("cull", t.String(), NotShown, varsam.Because(ReasonNeverRan, t.String()))
	case !j.fresh(newest.Day, within, ownPace):
		return show("cull", t.String(), Broken, varsam.Because(ReasonStale, newest.Day.String()))
	}
	if left := overdue(rules); left > 0 {
		return show("cull", t.String(), Broken, varsam.Because(ReasonOverdue, number(int(left)), t.String(), newest.Day.String()))
	}
	switch {
	case !finished(newest, rules):
		return show("cull", t.String(), NotShown, varsam.Because(ReasonUnfinished, t.String()))
	case done == 0:
		return show("cull", t.String(), NotShown, varsam.Because(ReasonRanOnNone, t.String(), newest.Day.String()))
	}
	return show("cull", t.String(), Kept, varsam.Because(ReasonCulled, number(int(done)), newest.Day.String())).by("run "+newest.ID, newest.ID, newest.Day)
}

func rulesOf(run *retention.Run, t target) []retention.Planned {
	var all []retention.Planned
	for _, r := range run.Rules {
		if r.System == t.system && r.Collection == t.collection {
			all = append(all, r)
		}
	}
	return all
}

// overdue is how many records should have gone by the run's day and have not,
// but for those that the run rightly keeps.
func overdue(rules []retention.Planned) (left int64) {
	for _, r := range rules {
		left += max(0, r.Due-r.Needed-r.Protected-r.Small-r.Done)
	}
	return left
}

func finished(run *retention.Run, rules []retention.Planned) bool {
	return !slices.ContainsFunc(rules, func(r retention.Planned) bool {
		return r.State != retention.RuleDone && r.State != retention.RuleNothing
	})
}
