package letter

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// whatWasDone is the table of systems: what was to happen in each, and what is
// known to have happened.
func (c *composer) whatWasDone(changes []change) {
	t := table{Head: []string{c.p.T("done.system"), c.p.T("done.data"), c.p.T("done.measure"), c.p.T("done.outcome")}}
	for _, x := range changes {
		t.Rows = append(t.Rows, row{x.mark(), words(
			c.system(x.system), c.subject(x), locale.Capital(c.measure(x)), c.status(x))})
	}
	c.page.add(c.p.T("done.heading"), block{Table: &t})
}

// subject is what a row is about: the record when it is one of the person's own,
// otherwise how many.
func (c *composer) subject(x change) string {
	switch {
	case x.item != nil:
		return inline(x.item.Record.Ref.Label())
	case x.count == 0:
		return inline(x.collection)
	case x.others:
		return c.p.N("done.others", x.count, inline(x.collection))
	}
	return c.p.N("done.records", x.count, inline(x.collection))
}

func (c *composer) measure(x change) string {
	switch {
	case x.kind == "":
		return c.p.T("done.search")
	case x.kind == varsam.OpStop && len(x.uses) > 0:
		return c.p.T("done.stop", c.uses(x.uses))
	}
	return c.p.Op(x.kind)
}

func (c *composer) uses(all []varsam.Use) string {
	names := make([]string, len(all))
	for i, u := range all {
		names[i] = inline(c.p.Use(u))
	}
	return c.p.List(names)
}

// status is what is known to have happened. Only a step that is applied or
// verified may speak of its result.
func (c *composer) status(x change) string {
	s := c.p.State(x.state)
	switch {
	case x.answer == NotFound:
		s = c.p.T("assisted.not-found")
	case x.state == varsam.StepVerified && x.kind != "":
		s = c.p.Finality(x.finality, x.until, x.count)
	case x.state == varsam.StepApplied && x.kind != "":
		s = c.p.T("done.unchecked", c.p.Finality(x.finality, x.until, x.count))
	case x.state == varsam.StepAsked && x.answer == NotSearched:
		s = c.p.T("assisted.not-searched")
	}
	if x.note != "" {
		s = c.p.T("done.note", s, x.note)
	}
	return s
}
