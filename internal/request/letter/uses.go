package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// useEnd is how a use has ended for one record that it used.
type useEnd int

const (
	useOpen    useEnd = iota // the record stays, and nothing keeps it from the use
	usePending               // a mark, a block or an erasure is not confirmed yet
	useMarked                // the record's mark is set
	useBlocked               // the record stays, blocked
	useGone                  // the record is gone
)

// endedUse is how a use has ended, record by record.
type endedUse struct {
	use  varsam.Use
	ends []useEnd

	// stays reports that a mark is set, or being set, on a record that is there
	// tomorrow too. Only such a mark outlives the request.
	stays bool
}

// is reports whether the use has ended, for some record, in the given way.
func (u endedUse) is(end useEnd) bool { return slices.Contains(u.ends, end) }

// endedUses are the uses that decisions stop, with how far that has come. A use has
// ended when it has ended for every record.
func (c *composer) endedUses() []endedUse {
	var all []endedUse
	kept := c.keptMarks()
	for i, item := range c.Plan.Items {
		if !c.concerns(item) {
			continue
		}
		for _, use := range item.Decision.Stops {
			at := slices.IndexFunc(all, func(u endedUse) bool { return u.use == use })
			if at < 0 {
				at, all = len(all), append(all, endedUse{use: use})
			}
			marked := c.markOf(i, item, use)
			end := c.endOf(i, item, marked)
			if end == useOpen && c.markedBeside(item, use, kept) {
				end = useMarked
			}
			all[at].ends = union(all[at].ends, []useEnd{end})
			all[at].stays = all[at].stays || marked != useOpen && !c.goes(i)
		}
	}
	return all
}

// endOf is how a use has ended for one record, whose own mark has come so far.
func (c *composer) endOf(index int, item plan.Item, marked useEnd) useEnd {
	removed := c.removal(index)
	switch {
	case marked != useOpen:
		return marked
	case removed != useOpen:
		return removed
	case item.Decision.Fate == varsam.Restrict && c.blockOf(index) == blocked:
		return useBlocked
	case item.Decision.Fate == varsam.Restrict && c.blockOf(index) == unblocked && c.touched(index, varsam.OpRestrict):
		return usePending
	}
	return useOpen
}

// markOf is how far the record's own mark has come; open without one.
func (c *composer) markOf(index int, item plan.Item, use varsam.Use) useEnd {
	end := useOpen
	for _, n := range c.steps[index] {
		step := c.Plan.Steps[n]
		at := slices.Index(step.Items, index)
		if step.Op.Kind != varsam.OpStop || !slices.Contains(c.usesOf(step, at, item), use) {
			continue
		}
		if !(change{changeKey: c.keyOf(step)}).complete() {
			return usePending
		}
		end = useMarked
	}
	if end == useOpen && c.markedBefore(item, use) {
		return useMarked
	}
	return end
}

// markedBefore reports whether the record had the mark when it was read; then
// the plan has no step for it.
func (c *composer) markedBefore(item plan.Item, use varsam.Use) bool {
	return slices.ContainsFunc(marks(c.collection(item.Record.Ref), use), func(f register.Field) bool {
		return c.says(item.Record.Get(f.Name), f.Stop.Set)
	})
}

// says reports whether a mark in a record says what the register sets it to.
func (c *composer) says(have varsam.Value, word string) bool {
	want, ok := plan.ReadWord(word, have.Kind(), c.Plan.Today, c.Register.Organisation.Location())
	return !have.IsNull() && (ok && have == want || word == "now")
}

// keptMark is a mark that is set for a person in a system, on a record that
// stays.
type keptMark struct {
	system string
	person int
	use    varsam.Use
}

func (c *composer) keptMarks() map[keptMark]bool {
	kept := map[keptMark]bool{}
	for i, item := range c.Plan.Items {
		if item.Ownership != varsam.Own || c.goes(i) {
			continue
		}
		for _, use := range item.Decision.Stops {
			if c.markOf(i, item, use) != useMarked {
				continue
			}
			for _, person := range item.Persons {
				kept[keptMark{item.Record.Ref.System, person, use}] = true
			}
		}
	}
	return kept
}

// markedBeside reports whether a record that cannot hold a mark is covered by
// one on another record of the same people in its system.
func (c *composer) markedBeside(item plan.Item, use varsam.Use, kept map[keptMark]bool) bool {
	if len(marks(c.collection(item.Record.Ref), use)) > 0 {
		return false
	}
	return !slices.ContainsFunc(item.Persons, func(person int) bool {
		return !kept[keptMark{item.Record.Ref.System, person, use}]
	})
}

// marks are the columns of a collection that stop a use.
func marks(collection register.Collection, use varsam.Use) []register.Field {
	var all []register.Field
	for _, f := range collection.Fields {
		if f.Stop != nil && f.Stop.Use == use {
			all = append(all, f)
		}
	}
	return all
}

// removal is how far the removal of a record has come; open when none is
// planned or it will not happen.
func (c *composer) removal(index int) useEnd {
	end := useOpen
	for _, n := range c.steps[index] {
		x := change{changeKey: c.keyOf(c.Plan.Steps[n])}
		switch {
		case x.kind != varsam.OpErase && x.kind != varsam.OpAnonymise:
		case x.complete():
			return useGone
		case x.open():
			end = usePending
		}
	}
	return end
}

// goes reports whether a step removes the record.
func (c *composer) goes(index int) bool {
	return c.touched(index, varsam.OpErase) || c.touched(index, varsam.OpAnonymise)
}

func (c *composer) touched(index int, kind varsam.OpKind) bool {
	return slices.ContainsFunc(c.steps[index], func(n int) bool { return c.Plan.Steps[n].Op.Kind == kind })
}
