package letter

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
)

// remaining are the records of one system that stay for the same reason.
type remaining struct {
	remainingKey
	parts []portion
	like  plan.Item // any of them
}

type remainingKey struct {
	system  string
	fate    varsam.Fate
	law     string
	reasons string
	fields  string // what of the records is no longer needed
	end     varsam.Fate
	block   blockState
	dated   bool
}

// portion are the records of one collection that stay until the same day.
type portion struct {
	collection string
	whose      varsam.Ownership
	until      varsam.Date
	count      int
	item       *plan.Item // the one record, when there is one and it may be named
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

// remaining are the records that stay, told together where all but collection
// and last day is the same.
func (c *composer) remaining() []remaining {
	var all []remaining
	at := map[remainingKey]int{}
	for i, item := range c.Plan.Items {
		if !c.remains(i, item) {
			continue
		}
		key := c.remainingKey(i, item)
		n, seen := at[key]
		if !seen {
			n, all = len(all), append(all, remaining{remainingKey: key, like: item})
			at[key] = n
		}
		all[n].parts = c.portions(all[n].parts, item)
	}
	for _, r := range all {
		slices.SortStableFunc(r.parts, func(a, b portion) int {
			return cmp.Or(a.until.Compare(b.until), c.byCollection(r.system, a.collection, b.collection))
		})
	}
	slices.SortStableFunc(all, func(a, b remaining) int {
		return cmp.Or(c.bySystem(a.system, b.system), c.byCollection(a.system, a.parts[0].collection, b.parts[0].collection))
	})
	return all
}

// portions are the parts with one more record.
func (c *composer) portions(parts []portion, item plan.Item) []portion {
	p := portion{collection: item.Record.Ref.Collection, whose: item.Ownership, until: item.Decision.Until, count: 1}
	at := slices.IndexFunc(parts, func(q portion) bool {
		return q.collection == p.collection && q.whose == p.whose && q.until == p.until
	})
	if at >= 0 {
		parts[at].count++
		parts[at].item = nil
		return parts
	}
	if c.own(item) && !c.everybody() {
		p.item = &item
	}
	return append(parts, p)
}

// count is how many records the parts hold.
func count(parts []portion) int {
	n := 0
	for _, p := range parts {
		n += p.count
	}
	return n
}

// days are the last days of the records, in order.
func (r remaining) days() []varsam.Date {
	var days []varsam.Date
	for _, p := range r.parts {
		days = union(days, []varsam.Date{p.until})
	}
	return days
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
		system: i.Record.Ref.System, fate: d.Fate, law: d.Law, dated: !d.Until.IsZero(),
		reasons: strings.Join(c.reasons(i), "\n"), fields: c.droppedFields(i), end: c.collection(i.Record.Ref).End,
	}
	if d.Fate == varsam.Restrict {
		key.block = c.blockOf(index)
	}
	return key
}

// blockOf is how far the block of a record has come: the weakest of its
// restricting steps decides, and without one it is as it was found.
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
		case o.Finality == varsam.Moved || o.Finality == varsam.Blanked || o.Finality == varsam.Flagged && o.Prevented:
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
		return c.blockedBefore(c.Plan.Items[index])
	}
	return state
}

// blockedBefore tells how a record without a restricting step is blocked: one
// that lies where blocked records are moved to, that has its marks or is blocked
// by emptying was blocked when it was found. Of one that the request does not
// reach there is nothing to tell, nor of one that is kept for what another needs
// of it.
func (c *composer) blockedBefore(item plan.Item) blockState {
	ref := item.Record.Ref
	s, _ := c.Register.System(ref.System)
	place := c.collection(ref)
	for _, from := range s.Collections {
		if from.Restrict != nil && from.Restrict.Move != "" && (from.Restrict.Move == place.Name || from.Restrict.Move == place.In()) {
			return blocked
		}
	}
	switch r := place.Restrict; {
	case !decide.Reaches(c.Asks, item.Located, item.Decision):
		return noBlock
	case r != nil && len(r.Flag) > 0 && c.flagged(item.Record, r.Flag):
		return flagged
	case r != nil && r.Blank && len(r.Flag) == 0:
		return blocked
	case item.Softened != "":
		return noBlock
	}
	return unblocked
}

// flagged reports whether a record had all the marks when it was read.
func (c *composer) flagged(record varsam.Record, marks map[string]string) bool {
	for name, word := range marks {
		if !c.says(record.Get(name), word) {
			return false
		}
	}
	return true
}

func (c *composer) keptEntry(r remaining) entry {
	e := entry{Title: c.system(r.system), Mark: stays, Lines: []string{c.keptSentence(r) + "."}}
	e.Lines = append(e.Lines, c.reasons(r.like)...)
	if r.fields != "" {
		e.Lines = append(e.Lines, c.p.T("stays.fields", r.fields))
	}
	if days := r.days(); len(days) > 1 {
		e.Table = c.dayTable(r, days)
	}
	if r.dated {
		e.After = c.after(r)
	}
	return e
}

// dayTable lists what stays until which day, the first day first.
func (c *composer) dayTable(r remaining, days []varsam.Date) *table {
	t := table{Head: []string{c.p.T("why.until"), c.p.T("done.data")}}
	for _, day := range days {
		parts := slices.DeleteFunc(slices.Clone(r.parts), func(p portion) bool { return p.until != day })
		t.Rows = append(t.Rows, row{plain, []cell{{Text: day.String(), Whole: true}, word(locale.Capital(c.portionNames(r, parts)))}})
	}
	return &t
}

// keptSentence says until when, by which law, and whether other use is
// prevented. Several days are in the table below it.
func (c *composer) keptSentence(r remaining) string {
	key, days := "stays.keep", r.days()
	switch {
	case r.law != "" && len(days) > 1:
		key = "stays.days-law"
	case r.law != "" && r.dated:
		key = "stays.until-law"
	case r.dated && len(days) == 1:
		key = "stays.until"
	case r.law != "":
		key = "stays.law"
	}
	n := count(r.parts)
	s := c.p.N(key, n, locale.Capital(c.remainingNames(r)), days[0].String(), c.p.Law(r.law))
	if r.fate == varsam.Restrict && r.block != noBlock {
		s += c.p.N("stays."+string(r.block), n)
	}
	return s
}

// remainingNames are the records, whatever their last day.
func (c *composer) remainingNames(r remaining) string {
	var parts []portion
	for _, p := range r.parts {
		at := slices.IndexFunc(parts, func(q portion) bool { return q.collection == p.collection && q.whose == p.whose })
		if at < 0 {
			parts = append(parts, p)
			continue
		}
		parts[at].count += p.count
		parts[at].item = nil
	}
	slices.SortStableFunc(parts, func(a, b portion) int { return c.byCollection(r.system, a.collection, b.collection) })
	return c.portionNames(r, parts)
}

func (c *composer) portionNames(r remaining, parts []portion) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = c.portionName(r.system, p)
	}
	return c.p.List(names)
}

func (c *composer) portionName(system string, p portion) string {
	title := c.collectionTitle(system, p.collection)
	switch {
	case p.item != nil:
		return c.recordName(p.item.Record.Ref)
	case p.whose == varsam.Mention:
		return c.p.N("stays.mention", p.count, title)
	case p.whose != varsam.Own && !c.everybody():
		return c.p.N("stays.shared", p.count, title)
	}
	return c.p.N("done.records", p.count, title)
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
	n := count(r.parts)
	switch r.end {
	case varsam.Erase:
		return c.p.N("stays.then-erase", n)
	case varsam.Anonymise:
		return c.p.N("stays.then-anonymise", n)
	}
	return c.p.N("stays.then-review", n)
}

// openEntry are records that wait for a person.
func (c *composer) openEntry(key string, r remaining) entry {
	lines := []string{c.p.N(key, count(r.parts), c.remainingNames(r))}
	return entry{Title: c.system(r.system), Mark: waiting, Lines: append(lines, c.reasons(r.like)...)}
}

// reasons are the sentences of a record's decision, each once. Left out are
// those that tell a block or a stop as done: whether it is, only the steps know;
// and the days of single grounds: the last of them stands above, and records
// that differ in nothing else are told together.
func (c *composer) reasons(i plan.Item) []string {
	d, p := i.Decision, c.in(i.Record.Ref.System)
	var lines []string
	for _, r := range d.Reasons {
		switch r.Code {
		case decide.ReasonBlockedUntil, decide.ReasonBlockedOpen, decide.ReasonStopped:
			continue
		case decide.ReasonDuty:
			if dutyStays(d, r) {
				continue
			}
		}
		lines = union(lines, []string{p.Reason(undated(d, r))})
	}
	return lines
}

// dutyStays reports whether another reason says of the duty's activity that it
// stands against the right.
func dutyStays(d varsam.Decision, duty varsam.Reason) bool {
	return slices.ContainsFunc(d.Reasons, func(r varsam.Reason) bool {
		return r.Code == decide.ReasonDutyStays && len(r.Args) > 0 && len(duty.Args) > 0 && r.Args[0] == duty.Args[0]
	})
}

// undated is a reason without the day of its ground, and without the law that
// decided the record's last day and stands beside it.
func undated(d varsam.Decision, r varsam.Reason) varsam.Reason {
	day := -1
	switch r.Code {
	case decide.ReasonCarriedUntil, decide.ReasonDuty, decide.ReasonClaim, decide.ReasonEnded,
		decide.ReasonEndedByLaw, decide.ReasonEndedByLimit, decide.ProblemClaim:
		day = 1
	case decide.ReasonDutyStays:
	default:
		return r
	}
	r.Args = slices.Clone(r.Args)
	for i, arg := range r.Args {
		if i == day || i > 0 && arg == d.Law && r.Code != decide.ReasonEndedByLimit {
			r.Args[i] = ""
		}
	}
	return r
}
