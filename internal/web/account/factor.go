package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/passkey"
)

// How somebody showed who they are, from the weakest to the strongest. It stands
// beside what they say yes to.
const (
	ByPassword = "session" // a password alone
	ByLogin    = "oidc"    // the organisation's own login
	ByCode     = "totp"    // a password and a code of a device
	ByKey      = "passkey" // a key that never leaves their device
)

// Fresh is how long it counts that somebody showed who they are, where that is
// asked for once more.
const Fresh = 10 * time.Minute

// Factors are what an account has beside a password.
type Factors struct {
	Keys []KeyInfo
	Code bool // a device shows codes
}

// Any reports whether there is a second factor.
func (f Factors) Any() bool { return f.Code || len(f.Keys) > 0 }

// KeyInfo is a passkey in a list.
type KeyInfo struct {
	ID         string // for forms
	Name       string // as its owner calls it
	Made, Used time.Time
}

// keyed is a passkey as it lies in its table.
type keyed struct {
	account    string
	mark       []byte
	name       string
	sealed     []byte
	made, used int64
}

// AddKey gives an account a passkey, under the name that its owner gave it. Code
// Conflict when it has it already.
func (s *Service) AddKey(ctx context.Context, a Account, name string, k passkey.Key) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byID(tx, a.ID)
		if err != nil {
			return err
		}
		sealed, err := s.Keeper.Seal(ctx, seal.KeyID(r.key), keyPlace(k.ID), k.Data)
		if err != nil {
			return err
		}
		added, err := insertKey(tx, keyed{account: a.ID, mark: keyMark(k.ID), name: oneLine(name), sealed: sealed})
		if err != nil {
			return err
		}
		if !added {
			return varsam.Errorf(varsam.Conflict, "that passkey is known already")
		}
		return s.logged(tx, "passkey-added", a.ID, a.Name)
	})
}

// DropKey takes a passkey from an account.
func (s *Service) DropKey(ctx context.Context, a Account, id string) error {
	mark, err := hex.DecodeString(id)
	if err != nil {
		return varsam.Errorf(varsam.NotFound, "there is no such passkey")
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := deleteKey(tx, a.ID, mark); err != nil {
			return err
		}
		return s.logged(tx, "passkey-dropped", a.ID, a.Name)
	})
}

// Factors are what an account has beside its password.
func (s *Service) Factors(ctx context.Context, id string) (f Factors, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		keys, err := keysOf(tx, id)
		if err != nil {
			return err
		}
		for _, k := range keys {
			f.Keys = append(f.Keys, KeyInfo{hex.EncodeToString(k.mark), k.name, moment(k.made), moment(k.used)})
		}
		_, _, f.Code, err = codeOf(tx, id)
		return err
	})
	return f, err
}

// User is an account as a ceremony with passkeys knows it. Code Denied when it may
// not come in.
func (s *Service) User(ctx context.Context, id string) (u passkey.User, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byID(tx, id)
		if err != nil || r.Off {
			return errDoor
		}
		a, err := s.open(ctx, r)
		if err != nil {
			return err
		}
		u.ID, u.Name = a.ID, a.Login
		keys, err := keysOf(tx, id)
		if err != nil {
			return err
		}
		for _, k := range keys {
			data, err := s.Keeper.Open(ctx, seal.KeyID(r.key), "passkey "+hex.EncodeToString(k.mark), k.sealed)
			if err != nil {
				return err
			}
			u.Keys = append(u.Keys, passkey.Key{ID: k.mark, Data: data})
		}
		return nil
	})
	return u, err
}

var errDoor = varsam.Errorf(varsam.Denied, "login or password is wrong")

// Answered uses a challenge up and keeps the passkey as it is now: its counter
// tells a copy. Code Denied when the challenge has been answered before.
func (s *Service) Answered(ctx context.Context, id string, k passkey.Key, challenge string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		fresh, err := useUp(tx, digestOf(challenge), tx.Now().Add(passkey.Life))
		if err != nil {
			return err
		}
		if !fresh {
			return varsam.Errorf(varsam.Denied, "this answer has been used; try again")
		}
		r, err := byID(tx, id)
		if err != nil {
			return err
		}
		sealed, err := s.Keeper.Seal(ctx, seal.KeyID(r.key), keyPlace(k.ID), k.Data)
		if err != nil {
			return err
		}
		return touchKey(tx, id, keyMark(k.ID), sealed)
	})
}

// keyMark is under what a passkey is found: its own ID is long, and differs a lot.
func keyMark(id []byte) []byte {
	sum := sha256.Sum256(id)
	return sum[:]
}

func keyPlace(id []byte) string { return "passkey " + hex.EncodeToString(keyMark(id)) }
