package letter

// told lists the recipients who were told of what was corrected, erased or
// restricted (Art. 19).
func (c *composer) told() {
	var lines []string
	for _, t := range c.Told {
		switch {
		case t.Impossible != "":
			lines = append(lines, c.p.T("told.impossible", c.party(t.Party), inline(t.Impossible)))
		case !t.Confirmed.IsZero():
			lines = append(lines, c.p.T("told.confirmed", c.party(t.Party), c.p.Date(t.On), c.p.Date(t.Confirmed)))
		default:
			lines = append(lines, c.p.T("told.sent", c.party(t.Party), c.p.Date(t.On)))
		}
	}
	c.page.add(c.p.T("told.heading"), para(c.ifAny(len(lines), "told.lead")), block{List: lines})
}
