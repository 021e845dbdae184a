package hook

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. Address and secret lie sealed.
var Migrations = []store.Migration{{Room: "hook", Version: 1, SQL: `
CREATE TABLE hooks (
	tenant  TEXT NOT NULL,
	hook    TEXT NOT NULL,
	events  TEXT NOT NULL,
	next    BIGINT NOT NULL, -- entry of the log
	key     TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (tenant, hook)
);
`}}

// row is a hook as it lies in its table.
type row struct {
	Hook
	key    string
	sealed []byte
}

func scan(rows *store.Rows) (r row, err error) {
	var events string
	var created int64
	err = rows.Scan(&r.ID, &events, &r.Next, &r.key, &r.sealed, &created)
	r.Events, r.Created = append([]string{}, strings.Fields(events)...), time.UnixMicro(created).UTC()
	return r, err
}

func insert(tx *store.Tx, h Hook, key string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO hooks (tenant, hook, events, next, key, sealed, created) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Tenant(), h.ID, strings.Join(h.Events, " "), h.Next, key, sealed, h.Created.UnixMicro())
	return err
}

func list(tx *store.Tx) ([]row, error) {
	return store.List(tx, scan, `SELECT hook, events, next, key, sealed, created FROM hooks WHERE tenant = $1 ORDER BY created, hook`, tx.Tenant())
}

func get(tx *store.Tx, id string) (r row, err error) {
	all, err := store.List(tx, scan, `SELECT hook, events, next, key, sealed, created FROM hooks WHERE tenant = $1 AND hook = $2`, tx.Tenant(), id)
	if err == nil && len(all) == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no webhook %s", id)
	}
	if err != nil {
		return r, err
	}
	return all[0], nil
}

// advance moves a hook on, unless somebody else did.
func advance(tx *store.Tx, id string, from, to int64) error {
	_, err := tx.Exec(`UPDATE hooks SET next = $4 WHERE tenant = $1 AND hook = $2 AND next = $3`, tx.Tenant(), id, from, to)
	return err
}

func drop(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM hooks WHERE tenant = $1 AND hook = $2`, tx.Tenant(), id)
	return err
}
