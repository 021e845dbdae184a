package letter

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
)

// change is what one or several steps of the same kind have done in one
// collection, or what somebody was asked to do in a whole system.
type change struct {
	changeKey
	collection string
	others     bool // records that are not the person's own
	count      int
	item       *plan.Item // the one record, when there is one and it may be named
	until      varsam.Date
	uses       []varsam.Use
}

// changeKey is what makes two steps of a system tell the same story.
type changeKey struct {
	system   string
	kind     varsam.OpKind
	state    varsam.StepState
	finality varsam.Finality
	dated    bool // the finality has a day; of several steps the latest is told
	task     bool // somebody was asked about the whole system
	answer   Found
	note     string
}

// outcome is how a step has ended; one nobody reported on is planned.
func (c *composer) outcome(step string) Outcome {
	if o, ok := c.outcomes[step]; ok && o.State != "" {
		return o
	}
	return Outcome{Step: step, State: varsam.StepPlanned}
}

// changes are the steps that concern the person, told together where they tell
// the same, system by system.
func (c *composer) changes() []change {
	var all []change
	for _, step := range c.Plan.Steps {
		for _, part := range c.parts(step) {
			i := slices.IndexFunc(all, part.alike)
			if i < 0 {
				all = append(all, part)
				continue
			}
			all[i].count += part.count
			all[i].item = nil
			all[i].until = varsam.Latest(all[i].until, part.until)
			all[i].uses = union(all[i].uses, part.uses)
		}
	}
	slices.SortStableFunc(all, func(a, b change) int {
		return cmp.Or(
			c.bySystem(a.system, b.system),
			cmp.Compare(slices.Index(told, a.kind), slices.Index(told, b.kind)),
			c.byCollection(a.system, a.collection, b.collection),
		)
	})
	return all
}

// told is the order in which a person is told of measures in one system: what is
// gone, what is changed, what is blocked, what is still to be looked for.
var told = []varsam.OpKind{
	varsam.OpErase, varsam.OpAnonymise, varsam.OpRedact, varsam.OpDetach,
	varsam.OpCorrect, varsam.OpRestrict, varsam.OpLift, varsam.OpStop, varsam.OpExport, "",
}

// alike reports whether two changes reached the same collection with the same
// result.
func (x change) alike(y change) bool {
	return x.changeKey == y.changeKey && x.collection == y.collection && x.others == y.others
}

// parts splits a step into what is the person's own and what is not. A step
// without records, a task to search, is one part; a step that only touches
// records of the request's other people is none.
func (c *composer) parts(step plan.Step) []change {
	own := change{changeKey: c.keyOf(step), collection: step.Op.Collection}
	if own.dated {
		own.until = c.outcome(step.ID).Until
	}
	if own.task {
		return []change{own}
	}
	others := own
	others.others = true
	for n, i := range step.Items {
		if i >= 0 && i < len(c.Plan.Items) {
			c.count(step, n, c.Plan.Items[i], &own, &others)
		}
	}
	var parts []change
	for _, part := range []change{own, others} {
		if part.count > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// count adds the step's n-th record to the part it belongs to.
func (c *composer) count(step plan.Step, n int, item plan.Item, own, others *change) {
	into := others
	switch {
	case !c.concerns(item):
		return
	case c.everybody() || c.own(item):
		into = own
	}
	into.count++
	into.item = nil
	if into.count == 1 && c.own(item) && !c.everybody() {
		into.item = &item
	}
	if step.Op.Kind == varsam.OpStop {
		into.uses = union(into.uses, c.usesOf(step, n, item))
	}
}

func (c *composer) keyOf(step plan.Step) changeKey {
	o := c.outcome(step.ID)
	key := changeKey{system: step.System, kind: step.Op.Kind, state: o.State, task: len(step.Items) == 0}
	if o.State == varsam.StepApplied || o.State == varsam.StepVerified {
		key.finality, key.dated = o.Finality, !o.Until.IsZero()
	}
	if o.State == varsam.StepExcepted {
		key.note = inline(o.Why)
	}
	if o.Assisted != nil {
		key.answer = o.Assisted.Found
		if o.Assisted.Note != "" {
			key.note = inline(o.Assisted.Note)
		}
	}
	return key
}

// usesOf are the uses that a stop step stops: those whose mark it sets, else
// those of the record's decision.
func (c *composer) usesOf(step plan.Step, n int, item plan.Item) []varsam.Use {
	var uses []varsam.Use
	system, _ := c.Register.System(step.System)
	for _, collection := range system.Collections {
		if collection.Name != step.Op.Collection && collection.In() != step.Op.Collection {
			continue
		}
		for _, set := range step.Op.Assignments(targetOf(step, n)) {
			if f, ok := collection.Field(set.Field); ok && f.Stop != nil {
				uses = union(uses, []varsam.Use{f.Stop.Use})
			}
		}
	}
	if len(uses) == 0 {
		return item.Decision.Stops
	}
	return uses
}

// targetOf is the n-th target: a step has one for each of its items.
func targetOf(step plan.Step, n int) varsam.Target {
	if n < len(step.Op.Targets) {
		return step.Op.Targets[n]
	}
	return varsam.Target{}
}

// union adds what is not there yet, in order.
func union[T comparable](all, more []T) []T {
	all = slices.Clip(all)
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

// complete reports whether the change amounts to what was asked, without a but:
// a bin, an archive, a flag or a key that leads back is less. Emptied is all
// that a cut link, a text without the person or a reduced card can be, and less
// than an erasure.
func (x change) complete() bool {
	if x.state != varsam.StepVerified && x.state != varsam.StepApplied {
		return false
	}
	switch x.finality {
	case varsam.Gone, varsam.InBackups, varsam.Anonymised, varsam.Moved, varsam.Stopped, varsam.Corrected, varsam.Lifted:
		return true
	case varsam.Blanked:
		return x.kind == varsam.OpDetach || x.kind == varsam.OpRedact || x.kind == varsam.OpRestrict
	}
	return false
}

// open reports whether something is still to happen.
func (x change) open() bool {
	switch x.state {
	case varsam.StepVerified, varsam.StepApplied:
		return x.finality == varsam.Queued || x.finality == varsam.Asked || x.finality == varsam.Binned
	case varsam.StepExcepted, varsam.StepRefused:
		return false
	}
	return x.answer != NotFound
}

// mark is the row's colour: never greener than its words.
func (x change) mark() mark {
	switch {
	case x.answer == NotFound, x.complete() && x.state == varsam.StepVerified:
		return done
	case x.complete(), x.state == varsam.StepPlanned, x.state == varsam.StepIntended, x.state == varsam.StepAsked, x.state == varsam.StepUnknown:
		return waiting
	case x.state == varsam.StepApplied, x.state == varsam.StepVerified:
		if x.open() {
			return waiting
		}
		return stays
	}
	return trouble
}
