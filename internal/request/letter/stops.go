package letter

import (
	"slices"

	"github.com/varsam/varsam"
)

// stopped says which uses the person made stop, and what that leaves alone.
func (c *composer) stopped(changes []change) {
	certain, pending := usesStopped(changes)
	var all []string
	for _, u := range certain {
		all = append(all, c.p.T("stops.done", inline(c.p.Use(u))))
	}
	for _, u := range pending {
		all = append(all, c.p.T("stops.pending", inline(c.p.Use(u))))
	}
	for _, u := range c.markless(changes) {
		all = append(all, c.p.T("stops.without", inline(c.p.Use(u))))
	}
	if len(all) == 0 {
		return
	}
	blocks := []block{{List: all}}
	if len(certain)+len(pending) > 0 {
		blocks = append(blocks, para(c.p.T("stops.mark")))
	}
	if c.hasAgreement() {
		blocks = append(blocks, para(c.p.T("stops.untouched")))
	}
	c.page.add(c.p.T("stops.heading"), blocks...)
}

// usesStopped tells the uses whose every mark is set from those where one is
// not: a use is stopped when it is stopped everywhere.
func usesStopped(changes []change) (certain, pending []varsam.Use) {
	for _, x := range changes {
		if x.kind == varsam.OpStop && !x.complete() {
			pending = union(pending, x.uses)
		}
	}
	for _, x := range changes {
		if x.kind == varsam.OpStop && x.complete() {
			certain = union(certain, x.uses)
		}
	}
	return slices.DeleteFunc(certain, func(u varsam.Use) bool { return slices.Contains(pending, u) }), pending
}

// markless are the uses that a decision stops and no step does.
func (c *composer) markless(changes []change) []varsam.Use {
	var wanted, planned []varsam.Use
	for _, i := range c.Plan.Items {
		if c.concerns(i) {
			wanted = union(wanted, i.Decision.Stops)
		}
	}
	for _, x := range changes {
		planned = union(planned, x.uses)
	}
	return slices.DeleteFunc(wanted, func(u varsam.Use) bool { return slices.Contains(planned, u) })
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
