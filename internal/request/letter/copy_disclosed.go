package letter

// disclosures are those whom the data was in fact handed to (Art. 15(1)(c)), the
// first one first.
func (c *composer) disclosures() (all []copyDisclosure) {
	for _, d := range c.Disclosed {
		all = append(all, copyDisclosure{c.recipient(d.Party), d.On, d.Scope})
	}
	return all
}

func (c *composer) copyDisclosedSection(content copyContent) {
	if len(content.Disclosures) == 0 {
		return
	}
	t := table{Head: []string{c.p.T("copy.transfer.to"), c.p.T("copy.disclosed.on"), c.p.T("copy.disclosed.scope")}}
	for _, d := range content.Disclosures {
		t.Rows = append(t.Rows, row{plain, words(d.To.Title, c.p.Date(d.On), d.Scope)})
	}
	c.page.add(c.p.T("copy.disclosed"), block{Table: &t})
}
