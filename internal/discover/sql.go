package discover

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
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
`}, {Room: "discover", Version: 2, SQL: `
CREATE TABLE discovery_work (
	tenant      TEXT NOT NULL,
	systems     TEXT NOT NULL, -- names with blanks between; all when empty
	whole       BOOLEAN NOT NULL,
	begun       BOOLEAN NOT NULL,
	system      TEXT NOT NULL,
	collection  TEXT NOT NULL,
	rows_read   BIGINT NOT NULL,
	rows_of     BIGINT NOT NULL,
	collections BIGINT NOT NULL,
	all_of      BIGINT NOT NULL,
	asked       BIGINT NOT NULL,
	said        BIGINT NOT NULL,
	PRIMARY KEY (tenant)
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

// putWork notes a discovery that is asked for, in place of the one before.
func putWork(tx *store.Tx, systems string, whole bool) error {
	_, err := tx.Exec(`INSERT INTO discovery_work (tenant, systems, whole, begun, system, collection, rows_read, rows_of, collections, all_of, asked, said)
		VALUES ($1, $2, $3, FALSE, '', '', 0, -1, 0, 0, $4, $4)
		ON CONFLICT (tenant) DO UPDATE SET systems = $2, whole = $3, begun = FALSE, system = '', collection = '', rows_read = 0, rows_of = -1,
			collections = 0, all_of = 0, asked = $4, said = $4`, tx.Tenant(), systems, whole, tx.Now().UnixMicro())
	return err
}

func getWork(tx *store.Tx) (s Standing, err error) {
	all, err := store.List(tx, func(rows *store.Rows) (s Standing, err error) {
		var systems string
		var asked, said int64
		err = rows.Scan(&systems, &s.Full, &s.System, &s.Collection, &s.Read, &s.Of, &s.Collections, &s.All, &asked, &said)
		s.Systems, s.Asked, s.At = append([]string{}, strings.Fields(systems)...), time.UnixMicro(asked).UTC(), time.UnixMicro(said).UTC()
		return s, err
	}, `SELECT systems, whole, system, collection, rows_read, rows_of, collections, all_of, asked, said FROM discovery_work WHERE tenant = $1`, tx.Tenant())
	if err == nil && len(all) == 0 {
		err = varsam.Errorf(varsam.NotFound, "no discovery was asked for yet")
	}
	if err != nil {
		return s, err
	}
	return all[0], nil
}

// beginWork reports whether the work had begun before, and broke off.
func beginWork(tx *store.Tx) (begun bool, err error) {
	if err = tx.QueryRow(`SELECT begun FROM discovery_work WHERE tenant = $1`, tx.Tenant()).Scan(&begun); err != nil {
		return false, err
	}
	_, err = tx.Exec(`UPDATE discovery_work SET begun = TRUE, said = $2 WHERE tenant = $1`, tx.Tenant(), tx.Now().UnixMicro())
	return begun, err
}

func moveWork(tx *store.Tx, p Progress) error {
	_, err := tx.Exec(`UPDATE discovery_work SET system = $2, collection = $3, rows_read = $4, rows_of = $5, collections = $6, all_of = $7, said = $8 WHERE tenant = $1`,
		tx.Tenant(), p.System, p.Collection, p.Read, p.Of, p.Collections, p.All, tx.Now().UnixMicro())
	return err
}

func endWork(tx *store.Tx) error {
	_, err := tx.Exec(`UPDATE discovery_work SET begun = FALSE, system = '', collection = '', said = $2 WHERE tenant = $1`, tx.Tenant(), tx.Now().UnixMicro())
	return err
}
