package document

import "github.com/varsam/varsam"

// letters lists what people get in writing: each letter, when it goes, and what
// always stands in it.
func (c *composer) letters() {
	c.title("letters.title")
	c.lead(c.t("letters.lead", c.organisation()))
	c.section(2, "letters", c.t("letters.each"), Column{c.t("letters.letter"), 1.4}, Column{c.t("letters.when"), 2}, Column{c.t("letters.holds"), 3.2})
	for _, id := range []string{"receipt", "pause", "extension", "answer", "copy", "portable", "why", "lifting"} {
		c.row(id, []string{c.t("letters." + id), c.t("letters." + id + ".when"), c.t("letters." + id + ".holds")}, "12(3)/"+id)
	}
	c.section(2, "rights", c.t("letters.answers"))
	for _, r := range []varsam.Right{
		varsam.Access, varsam.Portability, varsam.Why, varsam.Rectification, varsam.RestrictionOf, varsam.Objection, varsam.Withdrawal, varsam.Erasure, varsam.Instruction,
	} {
		c.fact(string(r), capital(c.t("right."+string(r))), []string{c.t("letters.answer." + string(r))})
	}
	c.section(2, "always", c.t("letters.always"))
	for _, id := range []string{"who", "deadline", "refusal", "kept", "unsearched", "complaint"} {
		c.item(id, c.t("letters.always."+id), "12(4)/"+id)
	}
	c.complaint()
}
