package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// findings are the problems and warnings of a plan, each with the steps that it
// concerns.
func (p *planner) findings(steps []Step) (problems, warnings []Problem) {
	found := &findings{}
	byItem := map[int][]string{}
	for _, s := range steps {
		for _, i := range s.Items {
			byItem[i] = append(byItem[i], s.ID)
		}
	}
	for _, n := range p.notes {
		ref := p.items[n.item].Record.Ref
		found.add(n.problem, ref.System, ref.Collection, n.why, byItem[n.item]...)
	}
	for _, s := range steps {
		if s.Assisted == nil {
			p.checkTriggers(found, s)
			p.checkInbound(found, s)
		}
	}
	for n, done := range p.corrects {
		if !done {
			c := p.in.Corrections[n]
			found.add(false, c.System, c.Collection, varsam.Because(WarnNothingToCorrect, c.what()))
		}
	}
	return found.sorted(true), found.sorted(false)
}

// findings gathers what is said about the same thing.
type findings struct {
	index map[string]int
	all   []Problem
	stops []bool // which of them are problems
}

func (f *findings) add(problem bool, system, collection string, why varsam.Reason, steps ...string) {
	if f.index == nil {
		f.index = map[string]int{}
	}
	key := strings.Join(append([]string{system, collection, why.Code}, why.Args...), "\x00")
	at, seen := f.index[key]
	if !seen {
		at = len(f.all)
		f.index[key] = at
		f.all, f.stops = append(f.all, Problem{System: system, Collection: collection, Why: why}), append(f.stops, problem)
	}
	f.all[at].Steps = append(f.all[at].Steps, steps...)
}

func (f *findings) sorted(problems bool) []Problem {
	var kept []Problem
	for i, x := range f.all {
		if f.stops[i] == problems {
			slices.SortFunc(x.Steps, compareIDs)
			x.Steps = slices.Compact(x.Steps)
			kept = append(kept, x)
		}
	}
	slices.SortFunc(kept, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection), compareReasons(a.Why, b.Why))
	})
	return kept
}

// compareIDs orders step ids by number: s999 before s1000.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func compareReasons(a, b varsam.Reason) int {
	return cmp.Or(cmp.Compare(a.Code, b.Code), slices.Compare(a.Args, b.Args))
}

func compareGaps(a, b varsam.Gap) int {
	return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection), compareReasons(a.Why, b.Why))
}

// checkTriggers tells of what the system does by itself when the step runs.
func (p *planner) checkTriggers(found *findings, s Step) {
	changed := map[string][]string{s.Op.Collection: {"update"}}
	switch {
	case s.Op.Move != "":
		changed = map[string][]string{s.Op.Collection: {"delete"}, s.Op.Move: {"insert"}}
	case s.Op.Kind == varsam.OpErase:
		changed = map[string][]string{s.Op.Collection: {"delete"}}
	}
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		coll, _ := p.in.Catalogues[s.System].Find(name)
		for _, t := range coll.Triggers {
			if slices.ContainsFunc(t.Events, func(event string) bool { return slices.Contains(changed[name], strings.ToLower(event)) }) {
				found.add(false, s.System, name, varsam.Because(WarnTrigger, t.Name), s.ID)
			}
		}
	}
}

// checkInbound looks at every reference to the collection that a step removes
// rows from. Those that the register knows have been followed, and their rows are
// planned; through the others the database could change rows by itself, which
// refuses the step, or would refuse it itself, which the approver is told.
func (p *planner) checkInbound(found *findings, s Step) {
	if s.Op.Kind != varsam.OpErase && s.Op.Move == "" {
		return
	}
	for _, other := range p.in.Catalogues[s.System].Collections {
		for _, r := range other.References {
			if r.To != s.Op.Collection || p.followed(s.System, other.Name, r) {
				continue
			}
			if r.OnDelete == varsam.NoAction || r.OnDelete == "" {
				found.add(false, s.System, s.Op.Collection, varsam.Because(WarnUnseen, other.Name), s.ID)
				continue
			}
			found.add(true, s.System, s.Op.Collection, varsam.Because(ProblemCascade, other.Name, string(r.OnDelete)), s.ID)
		}
	}
}

// followed reports whether the search has followed a foreign key to all rows that
// use it: the register declares the collection and the same columns, and no gap
// lies there.
func (p *planner) followed(system, name string, r varsam.Reference) bool {
	from, to := p.place(system, name), p.place(system, r.To)
	for _, g := range p.in.Gaps {
		if g.System == system && (g.Collection == "" || g.Collection == name || g.Collection == from.reg.Name) {
			return false
		}
	}
	if !from.declared {
		return false
	}
	same := func(columns []string) bool { return slices.Equal(columns, r.Columns) }
	return slices.ContainsFunc(from.reg.Person, func(l register.Link) bool { return l.To != "" && same(l.Through) }) ||
		slices.ContainsFunc(from.reg.References, func(x register.Reference) bool { return same(x.Columns) }) ||
		slices.ContainsFunc(to.reg.Person, func(l register.Link) bool {
			return l.From != "" && inSystem(from.system, l.From) == name && same(l.Through)
		})
}
