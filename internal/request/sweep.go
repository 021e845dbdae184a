package request

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Periods says how long we ourselves keep what a request left.
type Periods struct {
	// Recheck is how long after the answer everything is verified once more;
	// then what was found is destroyed and the request closed.
	Recheck time.Duration
	// Case is how long the case is kept after the answer, to be able to show
	// what was asked and answered (Art. 5(2)).
	Case varsam.Period
}

// DefaultPeriods are a day, and the twenty-four months of our own entry in the
// register.
var DefaultPeriods = Periods{Recheck: 24 * time.Hour, Case: varsam.Period{Months: 24}}

// Swept is what a sweep did.
type Swept struct {
	Resumed   []string      `json:"resumed,omitempty"`   // requests with steps that were taken up again
	Rechecked []string      `json:"rechecked,omitempty"` // verified once more and closed
	Revived   []string      `json:"revived,omitempty"`   // something came back: a person must look
	Forgotten []string      `json:"forgotten,omitempty"` // cases whose key was destroyed
	Late      []string      `json:"late,omitempty"`      // past their last day and not answered
	Unseen    []string      `json:"unseen,omitempty"`    // restricted records could not be observed again
	Rotation  seal.Rotation `json:"rotation"`
}

// Sweep does what is due: takes up steps that a crash left, verifies answered
// requests once more and closes them, destroys keys whose time is over. It may
// run at any time and as often as one likes.
func (s *Service) Sweep(ctx context.Context, periods Periods) (done Swept, err error) {
	all, err := s.List(ctx)
	if err != nil {
		return done, err
	}
	for _, r := range all {
		if err := s.sweepOne(ctx, r, periods, &done); err != nil {
			return done, err
		}
	}
	if done.Rotation, err = s.Keeper.RotateEpoch(ctx, time.Now()); err != nil {
		return done, err
	}
	return done, s.Log.Checkpoint(ctx, s.Tenant)
}

func (s *Service) sweepOne(ctx context.Context, r Request, periods Periods, done *Swept) error {
	now, reg, err := s.now(ctx)
	if err != nil {
		return err
	}
	day := varsam.DateIn(now, reg)
	if r.Answered.IsZero() && day.After(r.Legal) {
		done.Late = append(done.Late, r.ID)
	}
	if r, err = s.watch(ctx, r, done); err != nil {
		return err
	}
	switch r.State {
	case Running:
		return s.resume(ctx, r, done)
	case Answered:
		if now.Sub(r.Answered) >= periods.Recheck {
			return s.recheck(ctx, r, done)
		}
	case Reopened:
		done.Revived = append(done.Revived, r.ID)
	case Closing:
		return s.finish(ctx, r)
	case Closed:
		if !day.After(periods.Case.After(varsam.DateIn(r.Answered, reg))) {
			return nil
		}
		if kept, err := s.restricts(ctx, r); kept || err != nil {
			return err
		}
		return s.forget(ctx, r, done)
	}
	return nil
}

func (s *Service) now(ctx context.Context) (now time.Time, zone *time.Location, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err == nil {
			now, zone = tx.Now(), reg.Organisation.Location()
		}
		return err
	})
	return now, zone, err
}

// resume looks at steps under way or unknown; it starts nothing that was not
// begun.
func (s *Service) resume(ctx context.Context, r Request, done *Swept) error {
	view, err := s.Show(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, st := range view.Steps {
		if st.State == varsam.StepIntended || st.State == varsam.StepUnknown {
			done.Resumed = append(done.Resumed, r.ID)
			_, err := s.Run(ctx, r.ID, nil)
			if varsam.CodeOf(err) == varsam.Denied {
				return nil // it waits for somebody, and the others do not wait for it
			}
			return err
		}
	}
	return nil
}

// recheck verifies an answered request once more. When nothing came back it
// destroys what was found and closes the request.
func (s *Service) recheck(ctx context.Context, r Request, done *Swept) error {
	w, err := s.open(ctx, r.ID)
	if err != nil {
		return err
	}
	p, err := s.current(ctx, r.ID)
	if err != nil {
		return err
	}
	report, err := s.verify(ctx, w, p)
	if err != nil {
		return err
	}
	if !report.Verification.Clean() {
		done.Revived = append(done.Revived, r.ID)
		return nil
	}
	done.Rechecked = append(done.Rechecked, r.ID)
	if err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return setState(tx, r.ID, Closing) }); err != nil {
		return err
	}
	return s.finish(ctx, r)
}

// finish ends a request whose second verification was clean. Each part may be
// done again after a crash; the log says that a key is gone only when it is.
func (s *Service) finish(ctx context.Context, r Request) error {
	if err := s.Log.Checkpoint(ctx, s.Tenant); err != nil {
		return err
	}
	sealed, err := s.Log.RequestSealed(ctx, s.Tenant, r.ID)
	if err != nil || !sealed {
		return err
	}
	if err := s.Keeper.Destroy(ctx, seal.KeyID(r.foundKey)); err != nil {
		return err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, kind := range []evidence.Kind{evidence.KeyDestroyed, evidence.Closed} {
			if _, err := evidence.Append(tx, leaf(kind, r)); err != nil {
				return err
			}
		}
		if err := act.Forget(tx, r.ID); err != nil {
			return err
		}
		if err := forgetRounds(tx, r.ID); err != nil {
			return err
		}
		if err := dropDocuments(tx, r.ID, r.foundKey); err != nil {
			return err
		}
		return setState(tx, r.ID, Closed)
	})
	if err != nil {
		return err
	}
	return s.Store.Scrub(ctx, "plans", "steps", "documents")
}

// forget destroys the case of a closed request whose time is over.
func (s *Service) forget(ctx context.Context, r Request, done *Swept) error {
	if r.caseKey == "" {
		return nil
	}
	if err := s.Keeper.Destroy(ctx, seal.KeyID(r.caseKey)); err != nil {
		return err
	}
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if _, err := evidence.Append(tx, leaf(evidence.KeyDestroyed, r)); err != nil {
			return err
		}
		if err := dropDocuments(tx, r.ID, r.caseKey); err != nil {
			return err
		}
		return forgetKey(tx, r.ID)
	})
	if err == nil && s.Forgotten != nil {
		err = s.Forgotten(ctx, r.ID)
	}
	done.Forgotten = append(done.Forgotten, r.ID)
	return err
}
