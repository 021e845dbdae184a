package letter

import "strings"

// handedIn is what the owners of systems without an interface found, in the
// order of the plan.
func (c *composer) handedIn() []copyHandedIn {
	var all []copyHandedIn
	for _, s := range c.Plan.Steps {
		reply := c.outcomes[s.ID].Assisted
		if s.Assisted != nil && reply != nil && reply.Found == FoundIt && strings.TrimSpace(reply.Copy) != "" {
			all = append(all, copyHandedIn{s.System, c.system(s.System), reply.Copy})
		}
	}
	return all
}

func (c *composer) copyHandedInSection(content copyContent) {
	for _, h := range content.HandedIn {
		c.page.add(c.p.T("copy.data", h.Title), block{Entries: []entry{{
			Title: h.Title, Facts: []fact{{c.p.T("copy.handed-in"), value(h.Text)}},
		}}})
	}
}
