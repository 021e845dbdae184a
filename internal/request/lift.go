package request

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Lift plans the end of a restriction that the person asked for, to be approved
// and run like any plan. The person is told before it is lifted (Art. 18(3)):
// code Denied without the day that happened.
func (s *Service) Lift(ctx context.Context, id string, told varsam.Date, name string) (lifted plan.Plan, err error) {
	err = s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		day := today(tx, reg)
		if told.IsZero() || told.After(day) {
			return varsam.Errorf(varsam.Denied, "tell the person before the restriction is lifted, and say which day that was (Art. 18(3))")
		}
		if lifted, err = s.lifting(tx, *r, day); err != nil {
			return err
		}
		if err := act.Freeze(tx, s.Keeper, seal.KeyID(r.foundKey), lifted); err != nil {
			return err
		}
		if err := s.decided(tx, *r, "lift", "", name); err != nil {
			return err
		}
		return setState(tx, id, Planned)
	})
	return lifted, err
}

// lifting turns the restrictions of the current plan round.
func (s *Service) lifting(tx *store.Tx, r Request, day varsam.Date) (plan.Plan, error) {
	search, err := read[locate.Search](tx, s.Keeper, r, "search")
	if err != nil {
		return plan.Plan{}, err
	}
	return s.liftingOf(tx, r.ID, search.Catalogues, day)
}

// liftingOf turns the restrictions round that the current plan of that name made.
func (s *Service) liftingOf(tx *store.Tx, name string, catalogues map[string]varsam.Catalogue, day varsam.Date) (plan.Plan, error) {
	p, err := act.Current(tx, s.Keeper, name)
	if err != nil {
		return p, err
	}
	in := plan.Lifting{Plan: p, Today: day, Done: map[string]bool{}, Catalogues: catalogues}
	if in.Versions, err = act.Versions(tx, s.Keeper, name); err != nil {
		return p, err
	}
	steps, err := act.Steps(tx, name)
	for _, st := range steps {
		in.Done[st.Step] = st.State.Done()
	}
	if err != nil {
		return p, err
	}
	return plan.Lift(in)
}
