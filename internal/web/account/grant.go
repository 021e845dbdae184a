package account

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
)

// Grant is what somebody may do with one case, until it ends by itself.
type Grant struct {
	Account string
	Request string
	Role    Role
	Ends    time.Time
}

// MostGranted is how long access to one case may be given for at a time.
const MostGranted = 30 * 24 * time.Hour

// grantable are the roles that can be given for one case.
var grantable = []Role{Handler, Approver, Finance, Staffing}

// Grantable lists them, for pages.
func Grantable() []Role { return slices.Clone(grantable) }

// Give lets an account work on one case as a role does, until it ends by itself.
// Code Invalid for a role that is not given this way, or an end that is past or too
// far away.
func (s *Service) Give(ctx context.Context, g Grant, by string) error {
	if !slices.Contains(grantable, g.Role) {
		return varsam.Errorf(varsam.Invalid, "the role %s is not given for one case", g.Role)
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if now := tx.Now(); !g.Ends.After(now) || g.Ends.Sub(now) > MostGranted {
			return varsam.Errorf(varsam.Invalid, "access to a case ends within %d days; it can be given anew", int(MostGranted.Hours()/24))
		}
		if _, err := byID(tx, g.Account); err != nil {
			return err
		}
		if err := putGrant(tx, g); err != nil {
			return err
		}
		return s.granted(tx, "case-access-given", g, by)
	})
}

// TakeBack ends what was given for one case.
func (s *Service) TakeBack(ctx context.Context, account, request, by string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := dropGrant(tx, account, request); err != nil {
			return err
		}
		return s.granted(tx, "case-access-ended", Grant{Account: account, Request: request}, by)
	})
}

// Given is who may work on a case beside their roles, now.
func (s *Service) Given(ctx context.Context, request string) (all []Grant, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = grantsFor(tx, request)
		return err
	})
	return all, err
}

func (s *Service) granted(tx *store.Tx, what string, g Grant, by string) error {
	_, err := evidence.Append(tx, evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(g.Request), Action: evidence.NameOf(what), Collection: evidence.NameOf(string(g.Role)),
		Step: evidence.NameOf(g.Account), Actor: evidence.NameOf(s.actor(by)),
	})
	return err
}

// On is the account as it is where one case is worked on: with what was given for
// it.
func (a Account) On(request string) Account {
	for _, g := range a.Grants {
		if g.Request == request && !a.Has(g.Role) {
			a.Roles = append(slices.Clone(a.Roles), g.Role)
		}
	}
	return a
}
