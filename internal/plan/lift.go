package plan

import (
	"slices"

	"github.com/varsam/varsam"
)

// Block is one step that restricted something and took effect, with what its end
// needs. It outlives the plan: what a request found is destroyed long before a
// restriction is lifted.
type Block struct {
	System   string                         `json:"system"`
	Op       varsam.Operation               `json:"op"`
	Law      string                         `json:"law,omitempty"`      // the duty that it serves; empty when the person asked for it
	Was      map[string][]varsam.Assignment `json:"was,omitempty"`      // its marks before, by Ref.String()
	Versions map[string][]string            `json:"versions"`           // that it left, by Ref.String()
	Assisted *Assisted                      `json:"assisted,omitempty"` // who did it by hand
}

// Block is a restricting step as its end needs it.
func (p Plan) Block(s Step, versions map[string][]string) Block {
	b := Block{System: s.System, Op: s.Op, Law: s.Law, Was: map[string][]varsam.Assignment{}, Versions: map[string][]string{}, Assisted: s.Assisted}
	for i, t := range s.Op.Targets {
		for _, a := range s.Op.Set {
			b.Was[t.Ref.String()] = append(b.Was[t.Ref.String()], varsam.Assignment{Field: a.Field, Value: p.Items[s.Items[i]].Record.Get(a.Field)})
		}
		lies := b.Lies(t.Ref).String()
		b.Versions[lies] = versions[lies]
	}
	return b
}

// Lies is where a record of the block lies now.
func (b Block) Lies(ref varsam.Ref) varsam.Ref {
	if b.Op.Move != "" {
		ref.Collection = b.Op.Move
	}
	return ref
}

// Lifting is what a plan that ends restrictions is made from: what is known of the
// records, the blocks that took effect, in the order in which they did, and the
// systems' structures.
type Lifting struct {
	Plan       Plan // its steps are not looked at
	Blocks     []Block
	Today      varsam.Date
	Catalogues map[string]varsam.Catalogue
	Empty      bool // there may be nothing to undo
}

// Lift plans the end of what was restricted at the person's request: records
// move back, marks become what they were, and who blocked by hand is asked to end
// that. A block for a duty is not lifted: it ends by its date. Code Conflict when
// there is nothing to lift.
func Lift(in Lifting) (Plan, error) {
	p := in.Plan
	p.Today, p.Steps, p.Problems, p.Warnings = in.Today, nil, nil, nil
	in.Blocks = slices.DeleteFunc(slices.Clone(in.Blocks), func(b Block) bool { return b.Law != "" })
	p.Items = in.items()
	for _, b := range slices.Backward(in.Blocks) { // parents return before their children
		p.Steps = append(p.Steps, in.lift(p.Items, b))
	}
	if len(p.Steps) == 0 && !in.Empty {
		return p, varsam.Errorf(varsam.Conflict, "nothing that was restricted at the person's request is in force in request %s", p.Request)
	}
	for i := range p.Steps {
		p.Steps[i].ID = stepID(i + 1)
	}
	p.Digest = p.digest()
	return p, nil
}

// items are the records that the plan knows and those of the blocks, by Ref.
func (in Lifting) items() []Item {
	items := slices.Clone(in.Plan.Items)
	for _, b := range in.Blocks {
		for _, t := range b.Op.Targets {
			at, known := find(items, t.Ref)
			if !known {
				items = slices.Insert(items, at, Item{Located: varsam.Located{Record: varsam.Record{Ref: t.Ref}, Ownership: varsam.Own}})
			}
			items[at].Decision = varsam.Decision{Fate: varsam.Keep, Reasons: []varsam.Reason{varsam.Because(ReasonLifted)}}
		}
	}
	return items
}

func find(items []Item, ref varsam.Ref) (int, bool) {
	return slices.BinarySearchFunc(items, ref, func(i Item, ref varsam.Ref) int { return varsam.CompareRefs(i.Record.Ref, ref) })
}

// lift turns one block round.
func (in Lifting) lift(items []Item, b Block) Step {
	op := varsam.Operation{Kind: varsam.OpLift, Collection: b.Op.Collection}
	if b.Op.Move != "" {
		op.Collection, op.Move = b.Op.Move, b.Op.Collection
	}
	s := Step{System: b.System, Reversible: true, Items: []int{}}
	if b.Assisted != nil {
		s.Assisted = &Assisted{Owner: b.Assisted.Owner, Why: b.Assisted.Why, Due: in.Today, Rights: b.Assisted.Rights}
	} else {
		op.Fingerprint = in.Catalogues[b.System].Fingerprint(op.Collection)
	}
	for _, t := range b.Op.Targets {
		at, _ := find(items, t.Ref)
		ref := b.Lies(t.Ref)
		s.Items = append(s.Items, at)
		op.Targets = append(op.Targets, varsam.Target{Ref: ref, Versions: b.Versions[ref.String()], Set: b.Was[t.Ref.String()]})
	}
	s.Op, s.Expected = op, len(op.Targets)
	return s
}
