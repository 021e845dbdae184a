package verify

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
)

// bystanders reads again every located record that no step names. Plan.Items are
// sorted by Ref, so those of one collection stand together.
func (c *checker) bystanders(ctx context.Context) {
	touched := map[int]bool{}
	for _, s := range c.Plan.Steps {
		for _, item := range s.Items {
			touched[item] = true
		}
	}
	var batch []varsam.Target
	flush := func() {
		if len(batch) > 0 {
			c.lookOn(ctx, batch)
			batch = nil
		}
	}
	for i, item := range c.Plan.Items {
		if touched[i] || item.Record.Version == "" || len(item.Record.Ref.Key) == 0 {
			continue
		}
		ref := item.Record.Ref
		if len(batch) == varsam.MaxBatch || len(batch) > 0 && !sameCollection(batch[0].Ref, ref) {
			flush()
		}
		batch = append(batch, varsam.Target{Ref: ref, Versions: []string{item.Record.Version}})
	}
	flush()
}

func sameCollection(a, b varsam.Ref) bool {
	return a.System == b.System && a.Collection == b.Collection
}

// lookOn observes a batch with an operation that does nothing: its planned state
// is to be as it was.
func (c *checker) lookOn(ctx context.Context, batch []varsam.Target) {
	ref := batch[0].Ref
	catalogue := c.Search.Catalogues[ref.System]
	op := varsam.Operation{Collection: ref.Collection, Targets: batch, Fingerprint: catalogue.Fingerprint(ref.Collection)}
	for _, state := range c.observe(ctx, ref.System, op) {
		switch state {
		case varsam.RowPlanned, varsam.RowOriginal:
			c.report.Bystander.Unchanged++
		case varsam.RowOther:
			c.report.Bystander.Changed++
		default:
			c.report.Bystander.Unreadable++
		}
	}
}

// search looks for the people once more, in every identifying column.
func (c *checker) search(ctx context.Context) error {
	found, gaps, err := locate.Recheck(ctx, c.Register, c.Open, c.Search, c.Options)
	if err != nil {
		return err
	}
	c.report.Gaps = gaps
	renamed := c.renamed(found)
	for _, rem := range found {
		expected := c.expected(rem.Ref, rem.Field)
		if at := placeOf(rem.Ref); !expected && rem.Field == "" && renamed[at] > 0 {
			renamed[at]--
			expected = true
		}
		c.report.Remaining = append(c.report.Remaining, Remaining{Ref: rem.Ref, Field: rem.Field, Type: rem.Type, Expected: expected})
	}
	return nil
}

// renamed counts, by place, what was anonymised and is not found by its key any more:
// it has a new one, under which an instruction about everything meets it.
func (c *checker) renamed(found []locate.Remaining) map[string]int {
	met := map[string]bool{}
	for _, rem := range found {
		met[rem.Ref.String()] = true
	}
	all := map[string]int{}
	for _, s := range c.Plan.Steps {
		if s.Op.Kind != varsam.OpAnonymise || !c.States[s.ID].Done() {
			continue
		}
		for _, t := range s.Op.Targets {
			if !met[t.Ref.String()] {
				all[placeOf(t.Ref)]++
			}
		}
	}
	return all
}

func placeOf(ref varsam.Ref) string { return ref.System + " " + ref.Collection }

// expected reports whether the plan leaves an identifier in that field: the
// record stays with the field, was moved there, or its step is not done yet.
func (c *checker) expected(ref varsam.Ref, field string) bool {
	for _, t := range c.touched()[rowOf(ref)] {
		switch {
		case t.op.Move != "" && t.op.Move == ref.Collection:
			return true
		case t.target.Ref.Collection != ref.Collection || !t.done:
		case t.op.Kind == varsam.OpErase || t.op.Move != "" || clears(t.op, t.target, field):
			return false
		}
	}
	return c.planned(ref) || c.movedTo(ref)
}

// movedTo reports whether a step moved a record there, where it has another key.
func (c *checker) movedTo(ref varsam.Ref) bool {
	_, ours := c.Versions[ref.String()]
	return ours
}

// touch is one target of one step.
type touch struct {
	op     varsam.Operation
	target varsam.Target
	done   bool
}

// rowOf names a row by system and key, without its collection: a moved row keeps
// its key.
func rowOf(ref varsam.Ref) string { return ref.System + " " + varsam.KeyText(ref.Key) }

// touched is all targets of the plan by row.
func (c *checker) touched() map[string][]touch {
	if c.byRow != nil {
		return c.byRow
	}
	c.byRow = map[string][]touch{}
	for _, s := range c.Plan.Steps {
		state := c.States[s.ID]
		done := state.Done() && state != varsam.StepExcepted
		for _, t := range s.Op.Targets {
			c.byRow[rowOf(t.Ref)] = append(c.byRow[rowOf(t.Ref)], touch{s.Op, t, done})
		}
	}
	return c.byRow
}

func clears(op varsam.Operation, t varsam.Target, field string) bool {
	return slices.ContainsFunc(op.Assignments(t), func(a varsam.Assignment) bool { return a.Field == field })
}

// planned reports whether the plan knows the record at all; one it does not know
// has come since.
func (c *checker) planned(ref varsam.Ref) bool {
	_, ok := slices.BinarySearchFunc(c.Plan.Items, ref, func(item plan.Item, ref varsam.Ref) int {
		return varsam.CompareRefs(item.Record.Ref, ref)
	})
	return ok
}
