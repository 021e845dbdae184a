package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
)

// result is how one right has ended, in one word. The worse word wins: a letter
// never says done while something is open.
type result string

const (
	resultDone      result = "done"
	resultUnchecked result = "unchecked" // done, and the check of it remains
	resultExcept    result = "except"    // done, but for what stays or is another controller's
	resultPartly    result = "partly"    // something was not done, not searched or not decided
	resultOpen      result = "open"      // something is not known to have happened
	resultRefused   result = "refused"
	resultNothing   result = "nothing"   // searched everything, found nothing
	resultUnused    result = "unused"    // what was found has none of the uses that were to end
	resultElsewhere result = "elsewhere" // found nothing of our own; more is another controller's
	resultDelivered result = "delivered"
	resultAttached  result = "attached"
)

// inShort is the first section: each right with its result in one sentence.
func (c *composer) inShort(changes []change) {
	var entries []entry
	for _, right := range c.rights() {
		r := c.result(right, changes)
		e := entry{Title: locale.Capital(c.p.Right(right)), Mark: r.mark(), Lines: []string{c.p.T("result."+string(r), c.deliveredOn(right))}}
		entries = append(entries, e)
	}
	c.page.add(c.p.T("result.heading"), block{Entries: entries})
}

func (r result) mark() mark {
	switch r {
	case resultDone, resultDelivered, resultAttached, resultNothing, resultUnused:
		return done
	case resultExcept, resultPartly, resultElsewhere:
		return stays
	case resultRefused:
		return trouble
	}
	return waiting
}

func (c *composer) result(right varsam.Right, changes []change) result {
	switch {
	case c.refused(right):
		return resultRefused
	case !right.Changes():
		if c.deliveredOn(right) != "" {
			return resultDelivered
		}
		return resultAttached
	}
	return c.changeResult(right, changes)
}

func (c *composer) changeResult(right varsam.Right, changes []change) result {
	// An owner who searched and found nothing has nothing left to do.
	steps := slices.DeleteFunc(slices.Clone(changes), func(x change) bool { return !serves(right, x.kind) || x.answer == NotFound })
	switch {
	case slices.ContainsFunc(steps, change.open), right != varsam.Rectification && c.forgotten():
		return resultOpen
	case c.incomplete(changes), c.ruledAgainst(right), slices.ContainsFunc(steps, change.falls):
		return resultPartly
	case right == varsam.Rectification:
		return c.correctionResult(steps)
	case len(steps) == 0 && !c.stoppedBefore(right):
		return c.nothingDone(right)
	case right != varsam.RestrictionOf && c.undecided():
		return resultPartly
	case right != varsam.RestrictionOf && c.anythingStays():
		return resultExcept
	case slices.ContainsFunc(steps, func(x change) bool { return x.state == varsam.StepApplied }):
		return resultUnchecked
	}
	return resultDone
}

func (c *composer) correctionResult(steps []change) result {
	for _, x := range c.Corrections {
		switch {
		case x.Disputed:
			return resultPartly
		case x.State != varsam.StepVerified:
			return resultOpen
		}
	}
	if len(steps)+len(c.Corrections) == 0 {
		return resultPartly
	}
	return resultDone
}

// nothingDone is how a right ends for which there was nothing to do.
func (c *composer) nothingDone(right varsam.Right) result {
	switch {
	case c.anythingFound() && c.unused(right):
		return resultUnused
	case c.anythingFound():
		return resultPartly
	case len(c.controllers()) > 0:
		return resultElsewhere
	}
	return resultNothing
}

// stoppedBefore reports whether the uses that a right ends had all ended before,
// so that nothing was left to do for it.
func (c *composer) stoppedBefore(right varsam.Right) bool {
	return (right == varsam.Objection || right == varsam.Withdrawal) && len(c.endedUses()) > 0
}

// forgotten reports whether something decided has no step: a record to erase, a
// use to stop.
func (c *composer) forgotten() bool {
	return slices.ContainsFunc(c.remaining(), remaining.unplanned) ||
		slices.ContainsFunc(c.endedUses(), func(u endedUse) bool { return u.is(useOpen) })
}

// undecided reports whether a person has still to decide about a record.
func (c *composer) undecided() bool {
	return slices.ContainsFunc(c.remaining(), func(r remaining) bool { return r.fate == varsam.Review })
}

// falls reports whether a step ended with less than was asked.
func (x change) falls() bool { return !x.open() && !x.complete() }

// serves reports whether a kind of step belongs to a right. A request may hold
// several; a step of another right does not make this one wait.
func serves(right varsam.Right, kind varsam.OpKind) bool {
	if kind == varsam.OpExport {
		return false
	}
	switch right {
	case varsam.Rectification:
		return kind == varsam.OpCorrect
	case varsam.RestrictionOf:
		return kind == varsam.OpRestrict
	case varsam.Instruction:
		return true
	}
	return kind != varsam.OpCorrect
}

// anythingStays reports whether a record of the person's remains, or is for
// somebody else to decide.
func (c *composer) anythingStays() bool {
	return slices.ContainsFunc(c.remaining(), func(r remaining) bool { return !c.allowed(r) }) || len(c.controllers()) > 0
}

// allowed reports whether what remains is no part of what was asked: records
// with an ordinary use, when only some uses were to stop.
func (c *composer) allowed(r remaining) bool {
	return r.fate == varsam.Keep && !c.asks(varsam.Erasure, varsam.Instruction)
}

func (c *composer) anythingFound() bool {
	return slices.ContainsFunc(c.Plan.Items, c.concerns)
}

// unused reports whether a right was to end uses that nothing of what was found
// has, not even on a ground that nobody has confirmed.
func (c *composer) unused(right varsam.Right) bool {
	if right != varsam.Objection && right != varsam.Withdrawal || len(c.controllers()) > 0 {
		return false
	}
	used := func(g varsam.Ground) bool {
		return slices.ContainsFunc(c.Asks, func(a decide.Ask) bool {
			return slices.ContainsFunc(g.Uses, func(u varsam.Use) bool { return slices.Contains(a.Uses, u) })
		})
	}
	return !slices.ContainsFunc(c.Plan.Items, func(item plan.Item) bool {
		return decide.Reaches(c.Asks, item.Located, item.Decision) || slices.ContainsFunc(item.Decision.Grounds, used)
	})
}

func (c *composer) deliveredOn(right varsam.Right) string {
	for _, d := range c.Delivered {
		if d.Right == right {
			return c.p.Date(d.On)
		}
	}
	return ""
}
