package plan

import (
	"slices"

	"github.com/varsam/varsam"
)

// Lifting is what a plan that ends restrictions is made from: the plan that
// restricted, which of its steps took effect, the versions those left on their
// records (by Ref.String()), and the systems' structures.
type Lifting struct {
	Plan       Plan
	Today      varsam.Date
	Done       map[string]bool
	Versions   map[string][]string
	Catalogues map[string]varsam.Catalogue
}

// Lift plans the end of what was restricted at the person's request: records
// move back, marks become what they were. A block for a duty is not lifted: it
// ends by its date. Code Conflict when there is nothing to lift.
func Lift(in Lifting) (Plan, error) {
	p := in.Plan
	p.Today, p.Steps, p.Problems, p.Warnings = in.Today, nil, nil, nil
	p.Items = slices.Clone(p.Items)
	for _, s := range slices.Backward(in.Plan.Steps) { // parents return before their children
		if s.Op.Kind == varsam.OpRestrict && s.Law == "" && s.Assisted == nil && in.Done[s.ID] {
			p.Steps = append(p.Steps, in.lift(p, s))
		}
	}
	if len(p.Steps) == 0 {
		return p, varsam.Errorf(varsam.Conflict, "nothing that was restricted at the person's request is in force in request %s", p.Request)
	}
	for i := range p.Steps {
		p.Steps[i].ID = stepID(i + 1)
	}
	p.Digest = p.digest()
	return p, nil
}

// lift turns one step round.
func (in Lifting) lift(p Plan, s Step) Step {
	op := varsam.Operation{Kind: varsam.OpLift, Collection: s.Op.Collection}
	if s.Op.Move != "" {
		op.Collection, op.Move = s.Op.Move, s.Op.Collection
	}
	op.Fingerprint = in.Catalogues[s.System].Fingerprint(op.Collection)
	for i, t := range s.Op.Targets {
		was := p.Items[s.Items[i]].Record
		ref := t.Ref
		ref.Collection = op.Collection
		back := varsam.Target{Ref: ref, Versions: in.Versions[ref.String()]}
		for _, a := range s.Op.Set {
			back.Set = append(back.Set, varsam.Assignment{Field: a.Field, Value: was.Get(a.Field)})
		}
		op.Targets = append(op.Targets, back)
		p.Items[s.Items[i]].Decision = varsam.Decision{Fate: varsam.Keep, Reasons: []varsam.Reason{varsam.Because(ReasonLifted)}}
	}
	return Step{System: s.System, Op: op, Items: s.Items, Reversible: true, Expected: len(op.Targets)}
}
