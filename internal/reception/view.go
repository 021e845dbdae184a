package reception

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// View is a case as the holder of its link sees it.
type View struct {
	identity.Page
	State    request.State // empty while there is no request
	Last     varsam.Date   // the last day to answer
	Messages []Message
	Releases []Release
	Now      time.Time
}

// Case is the page of a case, for its holder.
func (s *Service) Case(ctx context.Context, token string) (v View, err error) {
	if v.Page, err = s.Identity.Look(ctx, token, identity.LinkCase); err != nil {
		return v, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		v.Now = tx.Now()
		if v.Messages, err = s.messages(tx, v.Claim); err != nil {
			return err
		}
		if v.Releases, err = selectReleases(tx, v.Claim); err != nil {
			return err
		}
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		if v.Last, err = LastDay(reg, v.Arrived); err != nil {
			return err
		}
		return seenBy(tx, v.Claim, false)
	})
	if err != nil || v.Request == "" {
		return v, err
	}
	r, err := s.Requests.Get(ctx, v.Request)
	v.State, v.Last = r.State, r.Legal
	return v, err
}

// Receipt is what the page of a receipt says: the number, and the last day to
// answer. It is the same whoever was asked about.
func (s *Service) Receipt(ctx context.Context, token string) (v View, err error) {
	if v.Page, err = s.Identity.Look(ctx, token, identity.LinkReceipt); err != nil {
		return v, err
	}
	return v, s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		v.Now = tx.Now()
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		v.Last, err = LastDay(reg, v.Arrived)
		return err
	})
}

// LastDay is the last day to answer what arrived at a moment.
func LastDay(reg *register.Register, arrived time.Time) (varsam.Date, error) {
	country, err := law.ParseCountry(reg.Organisation.Country)
	if err != nil {
		return varsam.Date{}, err
	}
	due, err := law.Deadline(varsam.DateIn(arrived, reg.Organisation.Location()), law.Options{Country: country})
	return due.Legal, err
}
