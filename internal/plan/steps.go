package plan

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/varsam/varsam"
)

// steps cuts the actions into bounded batches, in the order in which they are
// done, and says what waits for what.
func (p *planner) steps() []Step {
	p.tasks()
	keys := make(map[int]string, len(p.actions))
	order := make([]int, len(p.actions))
	for i, a := range p.actions {
		order[i], keys[i] = i, p.batch(a)
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := p.actions[i], p.actions[j]
		return cmp.Or(compareActions(p, a, b), cmp.Compare(keys[i], keys[j]), cmp.Compare(a.item, b.item), cmp.Compare(i, j))
	})
	var steps []Step
	for at := 0; at < len(order); {
		end := at + 1
		for end < len(order) && end-at < p.in.Batch && keys[order[end]] == keys[order[at]] && p.actions[order[at]].item >= 0 {
			end++
		}
		steps = append(steps, p.step(order[at:end], len(steps)+1))
		at = end
	}
	p.dependencies(steps, order)
	return steps
}

// compareActions is the order of steps: by stage, system, rank, collection and
// level.
func compareActions(p *planner, a, b action) int {
	return cmp.Or(
		cmp.Compare(a.stage, b.stage),
		cmp.Compare(a.system, b.system),
		cmp.Compare(a.rank, b.rank),
		cmp.Compare(p.collection(a), p.collection(b)),
		cmp.Compare(a.level, b.level),
	)
}

func (p *planner) collection(a action) string {
	if a.item < 0 {
		return ""
	}
	return p.items[a.item].Record.Ref.Collection
}

// batch is what the actions of one step have in common.
func (p *planner) batch(a action) string {
	text, err := json.Marshal([]any{
		a.stage, a.system, a.rank, p.collection(a), a.level, a.kind, a.move, a.law, a.reversible(), a.all, a.assisted,
	})
	if err != nil {
		panic("varsam: an action is always JSON: " + err.Error())
	}
	return string(text)
}

// step is one batch of actions.
func (p *planner) step(batch []int, number int) Step {
	first := p.actions[batch[0]]
	s := Step{
		ID: stepID(number), System: first.system, Reversible: first.reversible(), Law: first.law, Assisted: first.assisted,
		Items: []int{},
		Op:    varsam.Operation{Kind: first.kind, Collection: p.collection(first), Set: first.all, Move: first.move},
	}
	s.Op.ID = p.in.Request + "/" + s.ID
	if first.item < 0 {
		return s
	}
	s.Op.Fingerprint = p.in.Catalogues[s.System].Fingerprint(s.Op.Collection)
	for _, i := range batch {
		a := p.actions[i]
		record := p.items[a.item].Record
		t := varsam.Target{Ref: record.Ref, Set: a.set}
		if record.Version != "" {
			t.Versions = []string{record.Version}
		}
		s.Items = append(s.Items, a.item)
		s.Op.Targets = append(s.Op.Targets, t)
	}
	s.Expected = len(s.Items)
	return s
}

// dependencies says what a step waits for, all in its own system: the steps on
// the same records before it, the removal of the records that refer to those it
// removes, and, for the last steps on the people themselves, all the rest that
// Varsam does there.
func (p *planner) dependencies(steps []Step, order []int) {
	touching := map[int][]int{} // by item, the steps that touch it, in order
	earlier := map[string][]int{}
	at := 0
	for n := range steps {
		s := &steps[n]
		size := max(1, len(s.Items))
		first := p.actions[order[at]]
		at += size
		before := map[int]bool{}
		for _, item := range s.Items {
			p.waitFor(before, steps, touching, item, first)
		}
		if first.stage == stageBlankLast || first.stage == stageEraseLast {
			for _, m := range earlier[s.System] {
				before[m] = true
			}
		}
		for _, item := range s.Items {
			touching[item] = append(touching[item], n)
		}
		if first.assisted == nil && first.stage < stageBlankLast {
			earlier[s.System] = append(earlier[s.System], n)
		}
		for m := range n {
			if before[m] {
				s.After = append(s.After, steps[m].ID)
			}
		}
	}
}

// waitFor marks the steps that one record of a step waits for.
func (p *planner) waitFor(before map[int]bool, steps []Step, touching map[int][]int, item int, a action) {
	for _, m := range touching[item] {
		before[m] = true
	}
	if a.kind != varsam.OpErase && a.move == "" {
		return
	}
	for _, e := range p.down[item] {
		for _, m := range touching[e.child] {
			op := steps[m].Op
			if op.Kind == varsam.OpErase || op.Kind == varsam.OpDetach || op.Move != "" {
				before[m] = true
			}
		}
	}
}

// stepID names a step by its place, counted from 1.
func stepID(number int) string { return fmt.Sprintf("s%03d", number) }
