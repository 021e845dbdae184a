package account

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// signed is who is signed in with a session.
type signed struct {
	account Account
	session Session
}

// Whose is the account of a session, with the session and what was granted to the
// account for single cases. Code Denied as of Of. Who it is, is read once and kept
// until anything is committed, so that what ends a session ends it at once,
// wherever it was done; and no longer than it takes for time to change any of it.
func (s *Service) Whose(ctx context.Context, token string) (Account, Session, error) {
	if token == "" {
		return Account{}, Session{}, varsam.Errorf(varsam.Denied, "nobody is signed in")
	}
	digest := sha256.Sum256([]byte(token))
	found, err := s.signed.Get(ctx, s.Store, digest, func() (signed, time.Time, error) { return s.whose(ctx, digest[:]) })
	return found.account, found.session, err
}

// touched is how often it is written down that a session is in use.
const touched = time.Minute

// whose reads it, notes that the session is in use, and says until when it stays as
// it is.
func (s *Service) whose(ctx context.Context, digest []byte) (w signed, until time.Time, err error) {
	late := false
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, found, idle, err := bySession(tx, digest)
		if err != nil {
			return varsam.Errorf(varsam.Denied, "nobody is signed in")
		}
		late = idle.Sub(tx.Now()) < Idle-touched
		found.Fresh = tx.Now().Sub(found.Shown) < Fresh
		w.session = found
		if w.account, err = s.open(ctx, r); err != nil {
			return err
		}
		w.account.Grants, err = grantsOf(tx, w.account.ID)
		return err
	})
	if err == nil && late {
		err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return prolong(tx, digest, tx.Now().Add(Idle)) })
	}
	return w, w.until(), err
}

// until is the first moment at which something of it ends, or is to be written.
func (w signed) until() time.Time {
	first := w.session.Seen.Add(touched)
	ends := []time.Time{w.session.Began.Add(Most)}
	if w.session.Fresh {
		ends = append(ends, w.session.Shown.Add(Fresh))
	}
	for _, g := range w.account.Grants {
		ends = append(ends, g.Ends)
	}
	for _, end := range ends {
		if end.Before(first) {
			first = end
		}
	}
	return first
}
