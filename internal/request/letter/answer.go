package letter

import "github.com/varsam/varsam"

// Answer is the letter that every request ends in, whatever was asked: each
// right with its result, what was done per system, what stays and why, what was
// not searched, and where to complain. The error is Invalid without a register.
func Answer(in Input) (Document, error) {
	title := "answer.title"
	c, err := compose(in, title)
	if err != nil {
		return Document{}, err
	}
	if c.everybody() {
		c.page.title = c.p.T("answer.title.instruction", inline(in.Request))
	}
	changes := c.changes()
	c.inShort(changes)
	if c.changing() {
		c.whatWasDone(changes)
		c.stopped()
		c.corrections()
	}
	if c.asks(varsam.Erasure, varsam.RestrictionOf, varsam.Objection, varsam.Withdrawal, varsam.Instruction) {
		c.whatStays()
	}
	c.refusals()
	c.elsewhere()
	c.unsearched(changes)
	c.backups(changes)
	c.told()
	if !c.everybody() { // a controller is no data subject
		c.remedy()
	}
	return c.finish("answer")
}
