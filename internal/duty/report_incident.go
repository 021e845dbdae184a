package duty

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// Reported is what somebody who saw a breach can say of it.
type Reported struct {
	Title   string
	What    string
	Aware   string // an instant, "now", or a time of the organisation's clock
	Systems []string
}

// Report takes an incident down. What the organisation's role is follows from the
// systems: where all of what they hold is customers' data, it is a processor.
func (s *Service) Report(ctx context.Context, in Reported, by string) (Record, error) {
	w, err := s.World(ctx)
	if err != nil {
		return Record{}, err
	}
	facts := Facts{
		"title": in.Title, "what": in.What, "aware": in.Aware, "systems": strings.Join(in.Systems, " "),
		"role": string(w.roleIn(in.Systems)), "customers": strings.Join(w.concerned(in.Systems), " "),
	}
	owner := ""
	if w.Register != nil {
		if c := w.Register.Organisation.Officer; c.Email != "" || c.Name != "" {
			owner = c.Email
			if owner == "" {
				owner = c.Name
			}
		}
	}
	return s.Add(ctx, New{Kind: Incident, Subject: Subject{Type: OfOrganisation}, Facts: facts, Owner: owner}, by)
}

// roleIn is what we are for the data of some systems; a controller when in doubt,
// because that owes more.
func (w *World) roleIn(systems []string) varsam.Role {
	var roles []varsam.Role
	if w.Register == nil {
		return varsam.Controller
	}
	for _, s := range w.Register.Systems {
		if !slices.Contains(systems, s.Name) {
			continue
		}
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				a, _ := w.Register.Activity(carry.Activity)
				roles = append(roles, a.Role)
			}
		}
	}
	switch {
	case len(roles) == 0 || slices.Contains(roles, varsam.Controller) || slices.Contains(roles, ""):
		return varsam.Controller
	case slices.Contains(roles, varsam.Joint):
		return varsam.Joint
	}
	return varsam.Processor
}
