package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// How long a session lasts.
const (
	Idle = 2 * time.Hour  // without a page being asked for
	Most = 12 * time.Hour // altogether
)

// Session is somebody signed in at one browser.
type Session struct {
	ID    string // for forms; it opens nothing
	How   string // how they showed who they are, the last time: ByPassword …
	Began time.Time
	Shown time.Time // when that was
	Seen  time.Time // about when a page was asked for, to within a minute
	Where string    // the browser, in a few words
	Fresh bool      // they showed it within [Fresh]
}

// Strong reports whether more than a password was shown.
func (s Session) Strong() bool { return s.How != ByPassword }

// ErrNeedsCode says that login and password are right and a code is missing.
var ErrNeedsCode = varsam.Errorf(varsam.Denied, "type the code that your device shows")

// SignIn opens a session and returns its token. Code Denied says neither whether
// there is such an account nor what was wrong; Unavailable: too many tries.
// [ErrNeedsCode] comes when all but the code of a device was right.
func (s *Service) SignIn(ctx context.Context, login, password, code, where string) (token string, err error) {
	mark := string(s.mark("login", login))
	found, now, err := s.find(ctx, mark)
	if err != nil {
		return "", err
	}
	stored := found.password
	if stored == "" {
		stored = nobody()
	}
	if !matches(stored, password) || found.ID == "" || found.Off {
		s.brake.press(mark, now)
		return "", errDoor
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		had, err := s.enterCode(tx, found, code)
		if err != nil {
			return err
		}
		how := ByPassword
		if had {
			how = ByCode
		}
		if err := dropOld(tx); err != nil {
			return err
		}
		token, err = begin(tx, found.ID, how, where)
		return err
	})
	if err == errCode && code == "" {
		return "", ErrNeedsCode
	}
	if err == errCode {
		s.brake.press(mark, now)
		return "", err
	}
	if err == nil {
		s.brake.release(mark)
	}
	return token, err
}

// find is the account of a login, none when there is none, unless it was tried too
// often.
func (s *Service) find(ctx context.Context, mark string) (found row, now time.Time, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if now = tx.Now(); !s.brake.free(mark, now) {
			return varsam.Errorf(varsam.Unavailable, "too many tries; wait a quarter of an hour")
		}
		found, err = byLogin(tx, []byte(mark))
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound {
		err = nil
	}
	return found, now, err
}

// Enter opens a session for somebody who showed who they are in another way. Code
// Denied when the account may not come in.
func (s *Service) Enter(ctx context.Context, id, how, where string) (token string, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byID(tx, id)
		if err != nil || r.Off {
			return errDoor
		}
		if err := dropOld(tx); err != nil {
			return err
		}
		token, err = begin(tx, id, how, where)
		return err
	})
	return token, err
}

// Show notes that somebody showed once more who they are.
func (s *Service) Show(ctx context.Context, token, how string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return shown(tx, digestOf(token), how) })
}

// ShowAgain compares the password of a session, and the code where the account has
// a device. Code Denied when they are others, Unavailable when tried too often.
func (s *Service) ShowAgain(ctx context.Context, a Account, token, password, code string) error {
	mark := string(s.mark("login", a.Login))
	found, now, err := s.find(ctx, mark)
	if err != nil {
		return err
	}
	if !matches(found.password, password) {
		s.brake.press(mark, now)
		return errDoor
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		had, err := s.enterCode(tx, found, code)
		if err != nil {
			return err
		}
		if had {
			return shown(tx, digestOf(token), ByCode)
		}
		return shown(tx, digestOf(token), ByPassword)
	})
	if err == errCode {
		s.brake.press(mark, now)
	}
	return err
}

// begin opens a session of an account.
func begin(tx *store.Tx, id, how, where string) (token string, err error) {
	token, digest := newToken()
	return token, insertSession(tx, digest, id, how, where)
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

// sessionID names a session in a list.
func sessionID(digest []byte) string { return hex.EncodeToString(digest[:8]) }

// Of is the account of a session. Code Denied when there is no such session, or
// no longer.
func (s *Service) Of(ctx context.Context, token string) (a Account, err error) {
	a, _, err = s.Whose(ctx, token)
	return a, err
}

// Sessions are those of an account, the newest first.
func (s *Service) Sessions(ctx context.Context, id string) (all []Session, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = sessionsOf(tx, id)
		return err
	})
	return all, err
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return endSession(tx, digestOf(token)) })
}

// End ends one session of an account, as Sessions names it.
func (s *Service) End(ctx context.Context, account, id string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return endOne(tx, account, id) })
}

// EndOf ends all sessions of an account at once.
func (s *Service) EndOf(ctx context.Context, account, by string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := endSessions(tx, account); err != nil {
			return err
		}
		return s.logged(tx, "sessions-ended", account, by)
	})
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
	return begin(tx, id, ByPassword, "")
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
