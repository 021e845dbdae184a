package reception

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
)

// Protect marks the person whom a claim is about as somebody with protected data,
// or no longer: their channels and what the claim names. From now on their claims
// and requests are hidden from all but those with the role, and nothing goes to
// other channels than the one that was asked about.
func (s *Service) Protect(ctx context.Context, claim string, is bool, name string) error {
	c, d, _, err := s.Identity.Read(ctx, claim, identity.Reader{Protected: true})
	if err != nil {
		return err
	}
	var values []string
	for _, id := range append(append([]varsam.Identifier(nil), d.Others...), d.For...) {
		values = append(values, id.Value)
	}
	if d.Agent == nil && d.Reach.Value != "" {
		values = append(values, d.Reach.Value)
	}
	for _, ch := range d.File.Channels {
		values = append(values, ch.Value)
	}
	for _, p := range d.Proofs {
		for _, ch := range p.File.Channels {
			values = append(values, ch.Value)
		}
	}
	if err := s.Identity.Protect(ctx, values, is); err != nil {
		return err
	}
	if err := s.Identity.Shelter(ctx, claim, is, s.Requests.Actor(name)); err != nil || c.Request == "" {
		return err
	}
	return s.Requests.Shield(ctx, c.Request, is, name)
}
