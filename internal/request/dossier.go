package request

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
)

// Dossier is all that is known of one request, for a page. It holds personal
// data.
type Dossier struct {
	View
	Case Case
	Plan plan.Plan // the current one; without a digest while there is none
	Gone bool      // the case, or what was found, has been forgotten

	Planning, Running bool        // a worker has it to do
	Searching         Searching   // how far the search is, while there is one
	Failed            varsam.Code // why a worker gave up, if it did

	Answers map[string]act.Answer // of owners, by step
}

// Dossier opens a request as it stands at one moment.
func (s *Service) Dossier(ctx context.Context, id string) (d Dossier, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if d.View, err = view(tx, id); err != nil {
			return err
		}
		if d.Case, err = read[Case](tx, s.Keeper, d.Request, "case"); err != nil {
			return forgotten(&d, err)
		}
		if err := s.state(tx, &d); err != nil {
			return err
		}
		if d.Digest == "" {
			return nil
		}
		if d.Plan, err = act.Current(tx, s.Keeper, id); err != nil {
			return forgotten(&d, err)
		}
		d.Answers, err = act.Answers(tx, s.Keeper, id)
		return err
	})
	return d, err
}

func (s *Service) state(tx *store.Tx, d *Dossier) error {
	planning, failed, err := busy(tx, d.Request.ID, KindPlan)
	if err != nil {
		return err
	}
	running, stuck, err := busy(tx, d.Request.ID, KindRun)
	if failed == "" {
		failed = stuck
	}
	d.Planning, d.Running, d.Failed = planning, running, failed
	if err == nil && planning {
		d.Searching, err = searched(tx, d.Request.ID)
	}
	return err
}

// forgotten takes a destroyed key for what it is: the end of what it sealed.
func forgotten(d *Dossier, err error) error {
	if varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	d.Gone = true
	return nil
}
