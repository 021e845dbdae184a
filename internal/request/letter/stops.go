package letter

import (
	"github.com/varsam/varsam"
)

// stopped says which uses have ended and how, and what that leaves alone.
func (c *composer) stopped() {
	var all []string
	stays := false
	for _, u := range c.endedUses() {
		all = append(all, c.p.T(u.sentence(), inline(c.p.Use(u.use))))
		stays = stays || u.stays
	}
	if len(all) == 0 {
		return
	}
	blocks := []block{{List: all}}
	if stays {
		blocks = append(blocks, para(c.p.T("stops.mark")))
	}
	if c.hasAgreement() {
		blocks = append(blocks, para(c.p.T("stops.untouched")))
	}
	c.page.add(c.p.T("stops.heading"), blocks...)
}

// sentence is the key of what is said of a use; the worst end decides.
func (u endedUse) sentence() string {
	switch {
	case u.is(useOpen):
		return "stops.without"
	case u.is(usePending):
		return "stops.pending"
	case u.is(useMarked):
		return "stops.done"
	case u.is(useBlocked) && u.is(useGone):
		return "stops.gone-blocked"
	case u.is(useBlocked):
		return "stops.blocked"
	}
	return "stops.gone"
}

// hasAgreement reports whether a record stays because of what was ordered or
// agreed.
func (c *composer) hasAgreement() bool {
	for _, i := range c.Plan.Items {
		if !c.own(i) || i.Decision.Fate != varsam.Keep {
			continue
		}
		for _, g := range i.Decision.Grounds {
			if g.Basis == varsam.Contract && g.Alive(c.Plan.Today) {
				return true
			}
		}
	}
	return false
}
