package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
)

// elsewhere says what other controllers decide: who they are, and that the
// request, never what was found, can be passed on.
func (c *composer) elsewhere() {
	parties := c.controllers()
	if len(parties) == 0 {
		return
	}
	var entries []entry
	for _, name := range parties {
		entries = append(entries, c.controllerEntry(name))
	}
	c.page.add(c.p.T("elsewhere.heading"), para(c.p.T("elsewhere.lead")), block{Entries: entries})
}

func (c *composer) controllerEntry(name string) entry {
	party, _ := c.Register.Party(name)
	e := entry{Title: c.party(name), Mark: waiting}
	for _, line := range contactLines(party.Contact) {
		if line != e.Title {
			e.Lines = append(e.Lines, line)
		}
	}
	offer := c.p.T("elsewhere.offer")
	for _, f := range c.Forwarded {
		if f.Party == name {
			offer, e.Mark = c.p.T("elsewhere.forwarded", c.p.Date(f.On)), done
		}
	}
	e.Lines = append(e.Lines, offer)
	return e
}

// controllers are those on whose behalf we hold records, found or not searched,
// and those the request was passed on to.
func (c *composer) controllers() []string {
	var names []string
	for _, i := range c.Plan.Items {
		if i.Decision.Fate != varsam.Forward || !c.concerns(i) {
			continue
		}
		for _, g := range i.Decision.Grounds {
			if g.Role == varsam.Processor && g.Party != "" {
				names = union(names, []string{g.Party})
			}
		}
	}
	for _, g := range c.Plan.Gaps {
		if g.Why.Code == locate.GapProcessor {
			names = union(names, g.Why.Args)
		}
	}
	for _, f := range c.Forwarded {
		names = union(names, []string{f.Party})
	}
	slices.Sort(names)
	return names
}
