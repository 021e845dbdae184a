package locate

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// targets are the collections of the system that this search may look in.
//
// For a person's own request these are all but the ones that only activities as
// processor carry: what a controller gave us to process is its to search, so it
// becomes a gap that names the controller. For a controller's instruction they
// are those processed for that party, and nothing else is even a gap.
func (p *place) targets() []register.Collection {
	var targets []register.Collection
	for _, c := range p.reg.Collections {
		parties, only := Parties(p.search.reg, c)
		switch {
		case p.opts.Instruction != "":
			if slices.Contains(parties, p.opts.Instruction) {
				targets = append(targets, c)
			}
		case only:
			p.gap(c.In(), varsam.Because(GapProcessor, parties...))
		default:
			targets = append(targets, c)
		}
	}
	return targets
}

// Parties are the controllers that the collection is processed for, and whether
// it is processed for nobody else and not for ourselves.
func Parties(reg *register.Register, c register.Collection) (parties []string, only bool) {
	only = len(c.CarriedBy) > 0
	for _, carry := range c.CarriedBy {
		a, known := reg.Activity(carry.Activity)
		if !known || a.Role != varsam.Processor {
			only = false
			continue
		}
		parties = append(parties, a.Party)
	}
	slices.Sort(parties)
	return slices.Compact(parties), only
}
