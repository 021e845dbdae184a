package letter

import (
	"github.com/varsam/varsam"
)

// unsearched lists what was not searched, or not to the end, and why. A place
// that did not answer is never counted as one without hits.
func (c *composer) unsearched(changes []change) {
	var rows []row
	for _, g := range c.Plan.Gaps {
		rows = append(rows, row{waiting, words(c.place(g), c.p.Reason(g.Why))})
	}
	for _, x := range changes {
		if x.unanswered() {
			rows = append(rows, row{waiting, words(c.system(x.system), c.p.T("unsearched.asked"))})
		}
	}
	t := table{Head: []string{c.p.T("done.system"), c.p.T("unsearched.why")}, Rows: rows}
	c.page.add(c.p.T("unsearched.heading"), para(c.ifAny(len(rows), "unsearched.lead")), block{Table: &t})
}

// unanswered reports a task to search that its owner has not answered, or
// answered with not having searched.
func (x change) unanswered() bool {
	return x.answer == NotSearched || x.count == 0 && x.state == varsam.StepAsked && x.answer == ""
}

func (c *composer) place(g varsam.Gap) string {
	if g.Collection == "" {
		return c.system(g.System)
	}
	return c.system(g.System) + " – " + inline(g.Collection)
}

// incomplete reports whether some place was not searched.
func (c *composer) incomplete(changes []change) bool {
	if len(c.Plan.Gaps) > 0 {
		return true
	}
	for _, x := range changes {
		if x.unanswered() {
			return true
		}
	}
	return false
}

// backups says how long copies outlive what was changed.
func (c *composer) backups(changes []change) {
	var systems, lines []string
	for _, x := range changes {
		if x.complete() && (x.kind == varsam.OpErase || x.kind == varsam.OpAnonymise) {
			systems = union(systems, []string{x.system})
		}
	}
	for _, name := range systems {
		s, _ := c.Register.System(name)
		if s.Backups.Kept.IsZero() {
			lines = append(lines, c.p.T("backups.unknown", c.system(name)))
		} else {
			lines = append(lines, c.p.T("backups.kept", c.system(name), c.p.Period(s.Backups.Kept)))
		}
	}
	c.page.add(c.p.T("backups.heading"), block{List: lines})
}
