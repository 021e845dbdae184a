package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// whatWasDone is the table of systems: what was to happen in each, and what is
// known to have happened.
func (c *composer) whatWasDone(changes []change) {
	t := table{Head: []string{c.p.T("done.system"), c.p.T("done.data"), c.p.T("done.measure"), c.p.T("done.outcome")}}
	for _, same := range together(changes) {
		x, names := same[0], make([]string, len(same))
		for i, y := range same {
			names[i] = c.subject(y)
			if i > 0 {
				x.count += y.count
				x.until = varsam.Latest(x.until, y.until)
				x.uses = union(x.uses, y.uses)
			}
		}
		t.Rows = append(t.Rows, row{x.mark(), words(
			c.system(x.system), locale.Capital(c.p.List(names)), locale.Capital(c.measure(x)), c.status(x))})
	}
	c.page.add(c.p.T("done.heading"), block{Table: &t})
}

// together are the changes in groups that differ only in the collections they
// reached, for one row each.
func together(changes []change) [][]change {
	var groups [][]change
	for _, x := range changes {
		i := slices.IndexFunc(groups, func(g []change) bool { return g[0].changeKey == x.changeKey })
		if i < 0 {
			groups = append(groups, []change{x})
		} else {
			groups[i] = append(groups[i], x)
		}
	}
	return groups
}

// subject is what a row is about: the record when it is one of the person's own,
// otherwise how many.
func (c *composer) subject(x change) string {
	title := c.collectionTitle(x.system, x.collection)
	switch {
	case x.item != nil:
		return c.recordName(x.item.Record.Ref)
	case x.count == 0:
		return title
	case x.others:
		return c.p.N("done.others", x.count, title)
	}
	return c.p.N("done.records", x.count, title)
}

func (c *composer) measure(x change) string {
	switch {
	case x.task && (x.kind == "" || x.answer == NotFound):
		return c.p.T("done.search")
	case x.task:
		return c.p.T("done.search-then", c.p.Op(x.kind))
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
		s = c.became(x)
	case x.state == varsam.StepApplied && x.kind != "":
		s = c.p.T("done.unchecked", c.became(x))
	case x.state == varsam.StepAsked && x.answer == NotSearched:
		s = c.p.T("assisted.not-searched")
	}
	if x.note != "" {
		s = c.p.T("done.note", s, x.note)
	}
	return s
}

// became is what has become of the records. Emptied is said of what was emptied:
// a link, a text, the part of a card that need not be kept.
func (c *composer) became(x change) string {
	if x.finality == varsam.Blanked {
		switch x.kind {
		case varsam.OpDetach:
			return c.p.N("done.detached", x.count)
		case varsam.OpRedact:
			return c.p.N("done.redacted", x.count)
		case varsam.OpRestrict:
			return c.p.N("done.reduced", x.count)
		}
	}
	return c.p.Finality(x.finality, x.until, x.count)
}
