package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Account is somebody of the staff.
type Account struct {
	ID     string
	Name   string // what colleagues call them; it stands behind what they decide, so it is never changed
	Login  string
	Roles  []Role
	Off    bool    // may not come in
	Ready  bool    // has a password
	Grants []Grant // for single cases; of a session only
}

// names are what of an account lies sealed.
type names struct {
	Name  string `json:"name"`
	Login string `json:"login"`
}

// Service keeps the accounts of one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Tenant string

	brake  brake
	signed store.Kept[[sha256.Size]byte, signed] // by the digest of the token
	needed store.Kept[string, bool]              // settings
}

// Empty reports whether nobody has an account yet.
func (s *Service) Empty(ctx context.Context) (empty bool, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		n, err := count(tx)
		empty = n == 0
		return err
	})
	return empty, err
}

// New makes an account without a password, which a link gives it. Code Conflict
// when the name or the login is somebody's already: two people must not look like
// one when two have to say yes.
func (s *Service) New(ctx context.Context, name, login string, roles []Role, by string) (a Account, err error) {
	a = Account{ID: newID("u"), Name: oneLine(name), Login: oneLine(login), Roles: known(roles)}
	if err := a.check(); err != nil {
		return a, err
	}
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "account")
	if err != nil {
		return a, err
	}
	plain, err := json.Marshal(names{a.Name, a.Login})
	if err != nil {
		return a, varsam.Errorf(varsam.Internal, "an account cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(ctx, key, sealedAs(a.ID), plain)
	if err != nil {
		return a, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		added, err := insert(tx, a, s.mark("login", a.Login), s.mark("name", a.Name), string(key), sealed)
		if err != nil {
			return err
		}
		if !added {
			return varsam.Errorf(varsam.Conflict, "somebody has that name or that login already")
		}
		return s.logged(tx, "account-made", a.ID, by)
	})
	return a, err
}

func (a Account) check() error {
	switch {
	case a.Name == "" || a.Login == "":
		return varsam.Errorf(varsam.Invalid, "an account needs a name and a login")
	case len(a.Name) > 200 || len(a.Login) > 200:
		return varsam.Errorf(varsam.Invalid, "a name and a login have at most 200 letters")
	case len(a.Roles) == 0:
		return varsam.Errorf(varsam.Invalid, "an account needs a role; without one it could do nothing")
	}
	return nil
}

// Change gives an account other roles, or lets it in no more; its sessions end, but where nothing is another.
// Code Conflict when nobody would be left to manage accounts.
func (s *Service) Change(ctx context.Context, id string, roles []Role, off bool, by string) error {
	roles = known(roles)
	if len(roles) == 0 {
		return varsam.Errorf(varsam.Invalid, "an account needs a role; without one it could do nothing")
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := tx.Lock("accounts"); err != nil {
			return err
		}
		was, err := byID(tx, id)
		if err != nil || was.Off == off && slices.Equal(was.Roles, roles) {
			return err
		}
		if err := setRoles(tx, id, roles, off); err != nil {
			return err
		}
		admins, err := countWith(tx, Admin)
		if err != nil {
			return err
		}
		if admins == 0 {
			return varsam.Errorf(varsam.Conflict, "nobody would be left who manages accounts")
		}
		if err := endSessions(tx, id); err != nil {
			return err
		}
		return s.logged(tx, "account-changed", id, by)
	})
}

// List is all accounts, in no order that tells anything.
func (s *Service) List(ctx context.Context) (all []Account, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		rows, err := list(tx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			a, err := s.open(ctx, r)
			if err != nil {
				return err
			}
			all = append(all, a)
		}
		return nil
	})
	return all, err
}

// open unseals the names of an account.
func (s *Service) open(ctx context.Context, r row) (a Account, err error) {
	plain, err := s.Keeper.Open(ctx, seal.KeyID(r.key), sealedAs(r.ID), r.sealed)
	if err != nil {
		return a, err
	}
	var n names
	if err := json.Unmarshal(plain, &n); err != nil {
		return a, varsam.Errorf(varsam.Corrupt, "the names of an account do not read back")
	}
	a = r.Account
	a.Name, a.Login, a.Ready = n.Name, n.Login, r.password != ""
	return a, nil
}

// logged attests that somebody changed who may come in.
func (s *Service) logged(tx *store.Tx, what, id, by string) error {
	_, err := evidence.Append(tx, evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(id), Action: evidence.NameOf(what),
		Actor: evidence.NameOf(s.actor(by)),
	})
	return err
}

// actor is somebody's opaque id in the log.
func (s *Service) actor(name string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", name))[:16]
}

func sealedAs(id string) string { return "account " + id }

// mark finds a name or login without holding it; capitals do not tell two apart.
func (s *Service) mark(what, text string) []byte {
	return s.Keeper.Mark(s.Tenant, "account "+what, strings.ToLower(strings.TrimSpace(text)))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func newID(kind string) string {
	b := make([]byte, 8)
	rand.Read(b)
	return kind + hex.EncodeToString(b)
}

func micros(t time.Time) int64 { return t.UnixMicro() }
