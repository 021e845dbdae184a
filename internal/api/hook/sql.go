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
`}, {Room: "hook", Version: 2, SQL: `
CREATE TABLE hook_attempts (
	tenant TEXT NOT NULL,
	hook   TEXT NOT NULL,
	number BIGINT NOT NULL, -- 1, 2, 3 … of the hook
	made   BIGINT NOT NULL,
	first  BIGINT NOT NULL, -- entry of the log that the delivery began with
	events BIGINT NOT NULL, -- how many it had
	status BIGINT NOT NULL, -- 0: no answer
	trial  BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, hook, number)
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
	if _, err := tx.Exec(`DELETE FROM hook_attempts WHERE tenant = $1 AND hook = $2`, tx.Tenant(), id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM hooks WHERE tenant = $1 AND hook = $2`, tx.Tenant(), id)
	return err
}

// keptAttempts are how many of a hook's are remembered.
const keptAttempts = 100

// note remembers an attempt of a hook that is still there, and lets old ones go.
func note(tx *store.Tx, id string, a Attempt) error {
	_, err := tx.Exec(`INSERT INTO hook_attempts (tenant, hook, number, made, first, events, status, trial)
		SELECT tenant, hook, (SELECT COALESCE(MAX(number), 0) + 1 FROM hook_attempts WHERE tenant = $1 AND hook = $2), $3, $4, $5, $6, $7
		FROM hooks WHERE tenant = $1 AND hook = $2`, tx.Tenant(), id, a.At.UnixMicro(), a.First, a.Events, a.Status, a.Trial)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM hook_attempts WHERE tenant = $1 AND hook = $2 AND number <=
		(SELECT MAX(number) FROM hook_attempts WHERE tenant = $1 AND hook = $2) - $3`, tx.Tenant(), id, keptAttempts)
	return err
}

func listAttempts(tx *store.Tx, id string) ([]Attempt, error) {
	return store.List(tx, func(rows *store.Rows) (a Attempt, err error) {
		var at int64
		err = rows.Scan(&a.Number, &at, &a.First, &a.Events, &a.Status, &a.Trial)
		a.At = time.UnixMicro(at).UTC()
		return a, err
	}, `SELECT number, made, first, events, status, trial FROM hook_attempts WHERE tenant = $1 AND hook = $2 ORDER BY number DESC`, tx.Tenant(), id)
}
