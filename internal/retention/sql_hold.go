package retention

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

func insertHold(tx *store.Tx, h Hold, key seal.KeyID, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO holds (tenant, hold, system, collection, review, key, sealed, created, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		tx.Tenant(), h.ID, h.System, h.Collection, h.Review.String(), string(key), sealed, tx.Now().UnixMicro())
	return err
}

type holdRow struct {
	Hold
	key    seal.KeyID
	sealed []byte
}

func listHolds(tx *store.Tx) ([]holdRow, error) {
	return store.List(tx, func(rows *store.Rows) (h holdRow, err error) {
		var review string
		var created int64
		err = rows.Scan(&h.ID, &h.System, &h.Collection, &review, &h.key, &h.sealed, &created)
		h.Review, h.Created = readDay(review), instant(created)
		return h, err
	}, `SELECT hold, system, collection, review, key, sealed, created FROM holds WHERE tenant = $1 AND ended = 0 ORDER BY created, hold`, tx.Tenant())
}

// endHold ends a hold and empties it; the key is the caller's to destroy.
func endHold(tx *store.Tx, id string) (key seal.KeyID, err error) {
	err = tx.QueryRow(`UPDATE holds SET ended = $3, sealed = $4 WHERE tenant = $1 AND hold = $2 AND ended = 0 RETURNING key`,
		tx.Tenant(), id, tx.Now().UnixMicro(), []byte{}).Scan(&key)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = varsam.Errorf(varsam.NotFound, "there is no hold %s in force; varsam hold list shows them", id)
	}
	return key, err
}

// HeldSince reports whether a hold came into force after a moment.
func HeldSince(tx *store.Tx, moment time.Time) (some bool, err error) {
	n := 0
	err = tx.QueryRow(`SELECT count(*) FROM holds WHERE tenant = $1 AND ended = 0 AND created > $2`, tx.Tenant(), moment.UnixMicro()).Scan(&n)
	return n > 0, err
}
