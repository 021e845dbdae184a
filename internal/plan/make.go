package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

// planner holds one plan in the making.
type planner struct {
	in      Input
	decider *decide.Decider
	places  map[[2]string]*place
	items   []Item
	up      [][]edge // by child
	down    [][]edge // by parent
	needs   []*need  // by item; nil when nothing that stays refers to it
	taken   map[[3]string]map[varsam.Value]bool

	actions  []action
	notes    []note // warnings and problems of items, until the steps are known
	corrects []bool // which corrections found something
}

// note is a warning or a problem of one item.
type note struct {
	item    int
	why     varsam.Reason
	problem bool
}

// Make plans what the decisions of the items ask for. The error is Invalid for an
// input that no plan can be made of; what only hinders parts of it becomes a
// Problem of the plan.
func Make(in Input) (Plan, error) {
	in.Items = slices.Clone(in.Items)
	slices.SortFunc(in.Items, func(a, b Item) int { return varsam.CompareRefs(a.Record.Ref, b.Record.Ref) })
	if in.Batch == 0 {
		in.Batch = varsam.MaxBatch
	}
	if err := in.check(); err != nil {
		return Plan{}, err
	}
	p := &planner{
		in: in, items: in.Items, places: map[[2]string]*place{}, taken: map[[3]string]map[varsam.Value]bool{},
		decider:  decide.New(decide.Question{Register: in.Register, Today: in.Today}),
		corrects: make([]bool, len(in.Corrections)),
	}
	p.connect()
	p.closeOver()
	for i := range p.items {
		p.act(i)
	}
	return p.plan(), nil
}

// act makes the actions of one record. A record of a system whose structure is
// not known, one that nobody has confirmed and one that another controller
// decides get none.
func (p *planner) act(i int) {
	at, d := p.at(i), &p.items[i].Decision
	ref := p.items[i].Record.Ref
	_, described := p.in.Catalogues[ref.System]
	switch {
	case d.Fate == varsam.Forward, !at.declared, at.reg.Draft, at.system.Draft:
		return
	case !described:
		p.problem(i, varsam.Because(ProblemNoCatalogue, ref.System))
		return
	case !at.known:
		p.problem(i, varsam.Because(ProblemNoCollection, ref.Collection))
		return
	case !decide.Reaches(p.in.Asks, p.items[i].Located, *d):
		p.correct(i)
		return
	case d.Fate == varsam.Erase:
		p.add(i, action{stage: stageErase, kind: varsam.OpErase})
		return
	}
	p.stop(i)
	p.correct(i)
	p.detach(i)
	p.redact(i)
	switch d.Fate {
	case varsam.Restrict:
		p.restrict(i)
	case varsam.Anonymise, varsam.Keep:
		if set := p.blanks(i); len(set) > 0 {
			p.add(i, action{stage: p.lossy(i), kind: varsam.OpAnonymise, set: set})
		}
	}
}

// plan puts the parts together and freezes them.
func (p *planner) plan() Plan {
	out := Plan{
		Request: p.in.Request, Register: p.in.Register.Digest, Today: p.in.Today,
		Items: p.items, Gaps: slices.Clone(p.in.Gaps),
	}
	slices.SortStableFunc(out.Gaps, compareGaps)
	p.orderRemovals()
	out.Steps = p.steps()
	out.Problems, out.Warnings = p.findings(out.Steps)
	out.Digest = out.digest()
	return out
}

func (p *planner) warn(i int, why varsam.Reason) { p.notes = append(p.notes, note{i, why, false}) }

func (p *planner) problem(i int, why varsam.Reason) { p.notes = append(p.notes, note{i, why, true}) }
