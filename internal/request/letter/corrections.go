package letter

import (
	"github.com/varsam/varsam"
)

// corrections shows old and new value of each field, what the new one rests on,
// and how far it has come.
func (c *composer) corrections() {
	t := table{Head: []string{
		c.p.T("done.system"), c.p.T("correct.field"), c.p.T("correct.old"),
		c.p.T("correct.new"), c.p.T("correct.proof"), c.p.T("done.outcome"),
	}}
	disputed := 0
	for _, x := range c.Corrections {
		ref := varsam.Ref{System: x.System, Collection: x.Collection}
		state, m := c.correctionState(x)
		if x.Disputed {
			disputed++
		}
		t.Rows = append(t.Rows, row{m, []cell{
			word(c.system(x.System)), word(c.fieldTitle(c.collection(ref), x.Field)),
			value(x.Old), value(x.New), value(x.Proof), word(state),
		}})
	}
	c.page.add(c.p.T("correct.heading"), block{Table: &t}, para(c.ifAny(disputed, "correct.disputed")))
}

func (c *composer) correctionState(x Correction) (string, mark) {
	switch {
	case x.Disputed:
		return c.p.T("correct.state.disputed"), trouble
	case x.State == varsam.StepVerified:
		return c.p.N("finality.corrected", 1), done
	case x.State == varsam.StepApplied:
		return c.p.T("done.unchecked", c.p.N("finality.corrected", 1)), waiting
	case x.State == "":
		return c.p.State(varsam.StepPlanned), waiting
	}
	return c.p.State(x.State), waiting
}
