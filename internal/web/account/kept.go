package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// What somebody wrote in a form while their session ended is kept for a day, under
// their account's key: whoever signs in as them at that browser gets it back.
const (
	keptLife = 24 * time.Hour
	keptMost = 20 // forms of one account; the oldest go first
)

// Keep keeps what an account's owner wrote, and gives the secret by which their
// browser finds it. Code NotFound when there is no such account.
func (s *Service) Keep(ctx context.Context, account string, form []byte) (secret string, err error) {
	b := make([]byte, 20)
	rand.Read(b)
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byID(tx, account)
		if err != nil {
			return err
		}
		sealed, err := s.Keeper.Seal(ctx, seal.KeyID(r.key), keptPlace(account), form)
		if err != nil {
			return err
		}
		if err := dropKeptBefore(tx, account); err != nil {
			return err
		}
		return insertKept(tx, keptMark(secret), account, sealed)
	})
}

// Kept is what Keep kept for this account; code NotFound when there is nothing, when
// its time is over, or when it is another's.
func (s *Service) Kept(ctx context.Context, a Account, secret string) (form []byte, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		sealed, err := getKept(tx, keptMark(secret), a.ID)
		if err != nil {
			return err
		}
		r, err := byID(tx, a.ID)
		if err != nil {
			return err
		}
		form, err = s.Keeper.Open(ctx, seal.KeyID(r.key), keptPlace(a.ID), sealed)
		return err
	})
	return form, err
}

// DropKept forgets it.
func (s *Service) DropKept(ctx context.Context, secret string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return dropKept(tx, keptMark(secret)) })
}

func keptMark(secret string) []byte {
	sum := sha256.Sum256([]byte("kept form\x00" + secret))
	return sum[:]
}

func keptPlace(account string) string { return "kept form " + account }

func insertKept(tx *store.Tx, mark []byte, account string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO account_kept (tenant, mark, account, ends, sealed) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), mark, account, micros(tx.Now().Add(keptLife)), sealed)
	return err
}

func getKept(tx *store.Tx, mark []byte, account string) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM account_kept WHERE tenant = $1 AND mark = $2 AND account = $3 AND ends > $4`,
		tx.Tenant(), mark, account, micros(tx.Now())).Scan(&sealed)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, varsam.Errorf(varsam.NotFound, "nothing is kept, or no longer")
	}
	return sealed, err
}

func dropKept(tx *store.Tx, mark []byte) error {
	_, err := tx.Exec(`DELETE FROM account_kept WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark)
	return err
}

// dropKeptBefore makes room for one more.
func dropKeptBefore(tx *store.Tx, account string) error {
	_, err := tx.Exec(`DELETE FROM account_kept WHERE tenant = $1 AND (ends <= $2 OR account = $3 AND mark NOT IN (
		SELECT mark FROM account_kept WHERE tenant = $1 AND account = $3 ORDER BY ends DESC LIMIT $4))`,
		tx.Tenant(), micros(tx.Now()), account, keptMost-1)
	return err
}
