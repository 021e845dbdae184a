package account

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// LinkLife is how long a link to a new account or a new password works.
const LinkLife = 24 * time.Hour

// Link is a one-time link to choose a password with, for an account, or for the
// first account of all when id is empty. Links made before for the same end.
func (s *Service) Link(ctx context.Context, id, by string) (token string, err error) {
	token, digest := newToken()
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := dropLinks(tx, id); err != nil {
			return err
		}
		if err := insertLink(tx, digest, id, tx.Now().Add(LinkLife)); err != nil || id == "" {
			return err
		}
		return s.logged(tx, "account-link", id, by)
	})
	return token, err
}

// Linked is the account that a link is for; one without an ID for the first.
// Code NotFound when the link was used, is too old, or never was.
func (s *Service) Linked(ctx context.Context, token string) (a Account, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		id, err := linked(tx, digestOf(token))
		if err != nil || id == "" {
			return err
		}
		r, err := byID(tx, id)
		if err != nil {
			return err
		}
		a, err = s.open(ctx, r)
		return err
	})
	return a, err
}

// Redeem uses a link up: the account gets the password, and a session.
func (s *Service) Redeem(ctx context.Context, token, password string) (session string, err error) {
	a, err := s.Linked(ctx, token)
	if err != nil {
		return "", err
	}
	if a.ID == "" {
		return "", varsam.Errorf(varsam.Conflict, "this link makes the first account")
	}
	return s.redeem(ctx, token, a, password)
}

// First uses the first link up and makes the first account of all, which may do
// everything until others share the work.
func (s *Service) First(ctx context.Context, token, name, login, password string) (session string, err error) {
	if a, err := s.Linked(ctx, token); err != nil || a.ID != "" {
		return "", varsam.Errorf(varsam.NotFound, "the link has been used, or is too old")
	}
	if empty, err := s.Empty(ctx); err != nil || !empty {
		return "", varsam.Errorf(varsam.Conflict, "there is an account already; sign in")
	}
	if err := checkPassword(password, login); err != nil {
		return "", err
	}
	a, err := s.New(ctx, name, login, []Role{Officer, Handler, Approver, Admin}, name)
	if err != nil {
		return "", err
	}
	return s.redeem(ctx, token, a, password)
}

func (s *Service) redeem(ctx context.Context, token string, a Account, password string) (session string, err error) {
	if err := checkPassword(password, a.Login); err != nil {
		return "", err
	}
	stored := hash(password)
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		used, err := dropLink(tx, digestOf(token))
		if err != nil {
			return err
		}
		if !used {
			return varsam.Errorf(varsam.NotFound, "the link has been used, or is too old")
		}
		session, err = s.renew(tx, a.ID, stored)
		return err
	})
	return session, err
}
