package account

import (
	"context"
	"time"

	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Look is a search for a person that no case asked for.
type Look struct {
	At   time.Time
	Name string // who searched
	Why  string
}

// mostLooks is how many are shown.
const mostLooks = 50

// Look writes down that somebody searches for a person, and why; the log attests
// that it was done. For whom is not kept.
func (s *Service) Look(ctx context.Context, a Account, why string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byID(tx, a.ID)
		if err != nil {
			return err
		}
		sealed, err := s.Keeper.Seal(ctx, seal.KeyID(r.key), lookPlace(a.ID), []byte(why))
		if err != nil {
			return err
		}
		if err := insertLook(tx, a.ID, sealed); err != nil {
			return err
		}
		return s.logged(tx, "person-searched", a.ID, a.Name)
	})
}

// Looks are the newest: all of them for an officer, one's own for others.
func (s *Service) Looks(ctx context.Context, a Account) (all []Look, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		rows, err := looks(tx, a.ID, a.Has(Officer), mostLooks)
		if err != nil {
			return err
		}
		for _, l := range rows {
			r, err := byID(tx, l.account)
			if err != nil {
				return err
			}
			by, err := s.open(ctx, r)
			if err != nil {
				return err
			}
			why, err := s.Keeper.Open(ctx, seal.KeyID(r.key), lookPlace(l.account), l.sealed)
			if err != nil {
				return err
			}
			all = append(all, Look{moment(l.at), by.Name, string(why)})
		}
		return nil
	})
	return all, err
}

func lookPlace(account string) string { return "look " + account }

// lookRow is a search as it lies in its table.
type lookRow struct {
	account string
	at      int64
	sealed  []byte
}

func insertLook(tx *store.Tx, account string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO account_looks (tenant, look, account, at, sealed) VALUES ($1, $2, $3, $4, $5)`, tx.Tenant(), newID("l"), account, micros(tx.Now()), sealed)
	return err
}

func looks(tx *store.Tx, account string, everybody bool, most int) ([]lookRow, error) {
	return store.List(tx, func(rows *store.Rows) (l lookRow, err error) {
		err = rows.Scan(&l.account, &l.at, &l.sealed)
		return l, err
	}, `SELECT account, at, sealed FROM account_looks WHERE tenant = $1 AND (account = $2 OR $3) ORDER BY at DESC, account LIMIT $4`,
		tx.Tenant(), account, everybody, most)
}
