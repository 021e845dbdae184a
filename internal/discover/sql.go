package discover

import (
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables: how far each reading has come, and what the
// last run found. Both are sealed under the run's key, because a mark holds a key
// of the connected system and a report says where its weak spots are.
var Migrations = []store.Migration{{Room: "discover", Version: 1, SQL: `
CREATE TABLE discoveries (
	tenant   TEXT NOT NULL,
	register TEXT NOT NULL,
	key      TEXT NOT NULL,
	report   BYTEA NOT NULL,
	written  BIGINT NOT NULL,
	PRIMARY KEY (tenant)
);
CREATE TABLE discovery_marks (
	tenant     TEXT NOT NULL,
	system     TEXT NOT NULL,
	collection TEXT NOT NULL,
	sealed     BYTEA NOT NULL,
	PRIMARY KEY (tenant, system, collection)
);
`}}

// run is the last discovery of a tenant.
type run struct {
	register, key string
	report        []byte // sealed; empty while it goes on
}

// last is nothing when there has been none.
func last(tx *store.Tx) (run, bool, error) {
	all, err := store.List(tx, func(rows *store.Rows) (r run, err error) {
		err = rows.Scan(&r.register, &r.key, &r.report)
		return r, err
	}, `SELECT register, key, report FROM discoveries WHERE tenant = $1`, tx.Tenant())
	if err != nil || len(all) == 0 {
		return run{}, false, err
	}
	return all[0], true, nil
}

func put(tx *store.Tx, r run) error {
	_, err := tx.Exec(`INSERT INTO discoveries (tenant, register, key, report, written) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant) DO UPDATE SET register = $2, key = $3, report = $4, written = $5`,
		tx.Tenant(), r.register, r.key, r.report, tx.Now().UnixMicro())
	return err
}

func mark(tx *store.Tx, system, collection string) ([]byte, error) {
	all, err := store.List(tx, store.One[[]byte], `SELECT sealed FROM discovery_marks WHERE tenant = $1 AND system = $2 AND collection = $3`,
		tx.Tenant(), system, collection)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

func putMark(tx *store.Tx, system, collection string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO discovery_marks (tenant, system, collection, sealed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, system, collection) DO UPDATE SET sealed = $4`, tx.Tenant(), system, collection, sealed)
	return err
}

func dropMarks(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM discovery_marks WHERE tenant = $1`, tx.Tenant())
	return err
}
