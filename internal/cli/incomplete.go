package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/verify"
)

// incomplete is the error that a search ends in when some place that should have
// been searched was not, by the gravest of its gaps; nil when there is none.
func incomplete(gaps []varsam.Gap) error {
	var worst error
	for _, g := range gaps {
		switch {
		case verify.ByDesign(g):
		case g.Why.Code == locate.GapUnavailable:
			return varsam.Errorf(varsam.Unavailable, "the search is not complete: system %s does not answer; run it again later", g.System)
		case g.Why.Code == locate.GapDenied:
			return varsam.Errorf(varsam.Denied, "the search is not complete: system %s refuses us; check its settings and rights", g.System)
		case worst == nil && g.System == "":
			worst = varsam.Errorf(varsam.Conflict, "the search is not complete: see what was not searched for")
		case worst == nil:
			worst = varsam.Errorf(varsam.Conflict, "the search is not complete: see what was not searched in system %s %s", g.System, g.Collection)
		}
	}
	return worst
}
