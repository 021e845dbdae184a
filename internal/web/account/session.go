package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// How long a session lasts.
const (
	Idle = 2 * time.Hour  // without a page being asked for
	Most = 12 * time.Hour // altogether
)

// SignIn opens a session and returns its token. Code Denied says neither whether
// there is such an account nor what was wrong; Unavailable: too many tries.
func (s *Service) SignIn(ctx context.Context, login, password string) (token string, err error) {
	mark := string(s.mark("login", login))
	var found row
	var now time.Time
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if now = tx.Now(); !s.brake.free(mark, now) {
			return varsam.Errorf(varsam.Unavailable, "too many tries; wait a quarter of an hour")
		}
		found, err = byLogin(tx, []byte(mark))
		return err
	})
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return "", err
	}
	stored := found.password
	if stored == "" {
		stored = nobody()
	}
	if !matches(stored, password) || found.ID == "" || found.Off {
		s.brake.press(mark, now)
		return "", varsam.Errorf(varsam.Denied, "login or password is wrong")
	}
	s.brake.release(mark)
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := dropOld(tx); err != nil {
			return err
		}
		token, err = begin(tx, found.ID)
		return err
	})
	return token, err
}

// begin opens a session of an account.
func begin(tx *store.Tx, id string) (token string, err error) {
	token, digest := newToken()
	now := tx.Now()
	return token, insertSession(tx, digest, id, now, now.Add(Idle), now.Add(Most))
}

// newToken is 256 random bits, and the digest under which they are stored.
func newToken() (token string, digest []byte) {
	b := make([]byte, 32)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, digestOf(token)
}

func digestOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Of is the account of a session. Code Denied when there is no such session, or
// no longer.
func (s *Service) Of(ctx context.Context, token string) (a Account, err error) {
	if token == "" {
		return a, varsam.Errorf(varsam.Denied, "nobody is signed in")
	}
	digest, late := digestOf(token), false
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, idle, err := bySession(tx, digest)
		if err != nil {
			return varsam.Errorf(varsam.Denied, "nobody is signed in")
		}
		late = idle.Sub(tx.Now()) < Idle-time.Minute
		a, err = s.open(ctx, r)
		return err
	})
	if err == nil && late {
		err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return prolong(tx, digest, tx.Now().Add(Idle)) })
	}
	return a, err
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return endSession(tx, digestOf(token)) })
}

// SetPassword changes an account's password; all its sessions end but a new one,
// whose token is returned. Code Denied when the old password is another.
func (s *Service) SetPassword(ctx context.Context, a Account, old, password string) (token string, err error) {
	if err := checkPassword(password, a.Login); err != nil {
		return "", err
	}
	stored := hash(password)
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byLogin(tx, s.mark("login", a.Login))
		if err != nil {
			return err
		}
		if !matches(r.password, old) {
			return varsam.Errorf(varsam.Denied, "the old password is another")
		}
		token, err = s.renew(tx, r.ID, stored)
		return err
	})
	return token, err
}

// renew sets a password and leaves one new session.
func (s *Service) renew(tx *store.Tx, id, stored string) (token string, err error) {
	if err := setPassword(tx, id, stored); err != nil {
		return "", err
	}
	if err := endSessions(tx, id); err != nil {
		return "", err
	}
	return begin(tx, id)
}

// EndAll ends all sessions and one-time links, because a copy of the past may have
// brought back some that had ended.
func (s *Service) EndAll(ctx context.Context, by string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := dropSessions(tx); err != nil {
			return err
		}
		return s.logged(tx, "sessions-ended", "", by)
	})
}
