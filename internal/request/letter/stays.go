package letter

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
)

// remaining is one or several records that stay for the same reason.
type remaining struct {
	remainingKey
	count int
	item  *plan.Item
	like  plan.Item // any of them
}

type remainingKey struct {
	system, collection string
	fate               varsam.Fate
	until              varsam.Date
	law, reasons       string
	whose              varsam.Ownership
	block              blockState
}

// blockState is how far the block of a restricted record has come.
type blockState string

const (
	noBlock   blockState = ""
	blocked   blockState = "blocked"
	flagged   blockState = "flagged"
	unblocked blockState = "pending"
)

// whatStays lists what is kept, with law, last day and what happens then.
func (c *composer) whatStays() {
	var kept, open []entry
	for _, r := range c.remaining() {
		switch {
		case r.unplanned():
			open = append(open, c.openEntry("review.unplanned", r))
		case r.fate == varsam.Review:
			open = append(open, c.openEntry("review.record", r))
		default:
			kept = append(kept, c.keptEntry(r))
		}
	}
	c.page.add(c.p.T("stays.heading"), block{Entries: kept})
	c.page.add(c.p.T("review.heading"), para(c.ifAny(len(open), "review.lead")), block{Entries: open})
}

// ifAny is a sentence when there is something it speaks of.
func (c *composer) ifAny(n int, key string) string {
	if n == 0 {
		return ""
	}
	return c.p.T(key)
}

func (c *composer) remaining() []remaining {
	var all []remaining
	for i, item := range c.Plan.Items {
		if !c.remains(i, item) {
			continue
		}
		key := c.remainingKey(i, item)
		at := slices.IndexFunc(all, func(r remaining) bool { return r.remainingKey == key })
		if at >= 0 {
			all[at].count++
			all[at].item = nil
			continue
		}
		r := remaining{remainingKey: key, count: 1, like: item}
		if c.own(item) && !c.everybody() {
			r.item = &item
		}
		all = append(all, r)
	}
	return all
}

// remains reports whether a record that concerns the person is there tomorrow
// too: also one that is to go, when no step takes it. Records of others, reached
// on the way, are not the person's business.
func (c *composer) remains(index int, i plan.Item) bool {
	if !c.concerns(i) || i.Ownership == varsam.Other {
		return false
	}
	switch i.Decision.Fate {
	case varsam.Keep, varsam.Restrict, varsam.Review:
		return true
	case varsam.Erase, varsam.Anonymise:
		return !slices.ContainsFunc(c.steps[index], func(n int) bool { return c.Plan.Steps[n].Op.Kind != varsam.OpStop })
	}
	return false
}

// unplanned reports whether the record is to go and nothing is planned for it.
func (r remaining) unplanned() bool { return r.fate == varsam.Erase || r.fate == varsam.Anonymise }

func (c *composer) remainingKey(index int, i plan.Item) remainingKey {
	d := i.Decision
	key := remainingKey{
		system: i.Record.Ref.System, collection: i.Record.Ref.Collection,
		fate: d.Fate, until: d.Until, law: d.Law, whose: i.Ownership,
	}
	key.reasons = strings.Join(c.reasons(d), "\n")
	if d.Fate == varsam.Restrict {
		key.block = c.blockOf(index)
	}
	return key
}

// blockOf is how far the block of a record has come: the weakest of its
// restricting steps decides, and without one nothing is blocked yet.
func (c *composer) blockOf(index int) blockState {
	state := noBlock
	for _, n := range c.steps[index] {
		s := c.Plan.Steps[n]
		if s.Op.Kind != varsam.OpRestrict {
			continue
		}
		o := c.outcome(s.ID)
		switch {
		case o.State != varsam.StepVerified && o.State != varsam.StepApplied:
			return unblocked
		case o.Finality == varsam.Moved || o.Finality == varsam.Blanked:
			if state == noBlock {
				state = blocked
			}
		case o.Finality == varsam.Flagged:
			state = flagged
		default:
			return unblocked
		}
	}
	if state == noBlock {
		return unblocked
	}
	return state
}

func (c *composer) keptEntry(r remaining) entry {
	e := entry{Title: c.system(r.system), Mark: stays, Lines: []string{c.keptSentence(r) + "."}}
	e.Lines = append(e.Lines, c.reasons(r.like.Decision)...)
	if fields := c.droppedFields(r.like); fields != "" {
		e.Lines = append(e.Lines, c.p.T("stays.fields", fields))
	}
	if !r.until.IsZero() {
		e.Lines = append(e.Lines, c.after(r))
	}
	return e
}

// keptSentence says until when, by which law, and whether other use is
// prevented.
func (c *composer) keptSentence(r remaining) string {
	key := "stays.keep"
	switch {
	case r.law != "" && !r.until.IsZero():
		key = "stays.until-law"
	case !r.until.IsZero():
		key = "stays.until"
	case r.law != "":
		key = "stays.law"
	}
	s := c.p.N(key, r.count, c.remainingName(r), r.until.String(), c.p.Law(r.law))
	if r.fate == varsam.Restrict {
		s += c.p.N("stays."+string(r.block), r.count)
	}
	return s
}

func (c *composer) remainingName(r remaining) string {
	switch {
	case r.item != nil:
		return inline(r.item.Record.Ref.Label())
	case r.whose == varsam.Mention:
		return c.p.N("stays.mention", r.count, inline(r.collection))
	case r.whose != varsam.Own && !c.everybody():
		return c.p.N("stays.shared", r.count, inline(r.collection))
	}
	return c.p.N("done.records", r.count, inline(r.collection))
}

// droppedFields are the fields of a kept record that no ground needs.
func (c *composer) droppedFields(i plan.Item) string {
	collection := c.collection(i.Record.Ref)
	var names []string
	for _, f := range i.Decision.Fields {
		if f.Fate != varsam.FieldKept {
			names = union(names, []string{c.fieldTitle(collection, f.Field)})
		}
	}
	return c.p.List(names)
}

// after is what happens on the day after the last day.
func (c *composer) after(r remaining) string {
	switch c.collection(r.like.Record.Ref).End {
	case varsam.Erase:
		return c.p.N("stays.then-erase", r.count)
	case varsam.Anonymise:
		return c.p.N("stays.then-anonymise", r.count)
	}
	return c.p.N("stays.then-review", r.count)
}

// openEntry is a record that waits for a person.
func (c *composer) openEntry(key string, r remaining) entry {
	lines := []string{c.p.N(key, r.count, c.remainingName(r))}
	return entry{Title: c.system(r.system), Mark: waiting, Lines: append(lines, c.reasons(r.like.Decision)...)}
}

// reasons are the sentences of a decision, each once. Left out are those that
// tell a block or a stop as done: whether it is, only the steps know.
func (c *composer) reasons(d varsam.Decision) []string {
	var lines []string
	for _, r := range d.Reasons {
		switch r.Code {
		case decide.ReasonBlockedUntil, decide.ReasonBlockedOpen, decide.ReasonStopped:
		default:
			lines = union(lines, []string{c.p.Reason(r)})
		}
	}
	return lines
}
