package seal

import (
	"time"

	"github.com/varsam/varsam/internal/store"
)

// keyTables are the key store's.
var keyTables = []store.Migration{{Room: "keys", Version: 1, SQL: `
CREATE TABLE seal_keys (
	tenant  TEXT NOT NULL,
	id      TEXT NOT NULL,
	purpose TEXT NOT NULL,
	epoch   TEXT NOT NULL,
	wrapped BYTEA NOT NULL,
	made    BIGINT NOT NULL,
	PRIMARY KEY (tenant, id)
);
CREATE INDEX seal_keys_purpose ON seal_keys (tenant, purpose);
CREATE TABLE seal_current (
	tenant TEXT NOT NULL,
	epoch  TEXT NOT NULL,
	PRIMARY KEY (tenant)
);`}}

// epochTables are the epoch store's.
var epochTables = []store.Migration{{Room: "epochs", Version: 1, SQL: `
CREATE TABLE seal_epochs (
	tenant  TEXT NOT NULL,
	id      TEXT NOT NULL,
	wrapped BYTEA NOT NULL,
	made    BIGINT NOT NULL,
	PRIMARY KEY (tenant, id)
);`}}

// keyRow is a wrapped key.
type keyRow struct {
	id, purpose, epoch string
	wrapped            []byte
}

// epochRow is a wrapped epoch key.
type epochRow struct {
	id      string
	wrapped []byte
	made    time.Time
}

func insertKey(tx *store.Tx, row keyRow, made time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO seal_keys (tenant, id, purpose, epoch, wrapped, made) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.Tenant(), row.id, row.purpose, row.epoch, row.wrapped, made.UnixMicro())
	return err
}

func updateKey(tx *store.Tx, row keyRow) error {
	_, err := tx.Exec(`UPDATE seal_keys SET epoch = $3, wrapped = $4 WHERE tenant = $1 AND id = $2`,
		tx.Tenant(), row.id, row.epoch, row.wrapped)
	return err
}

func deleteKey(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM seal_keys WHERE tenant = $1 AND id = $2`, tx.Tenant(), id)
	return err
}

func selectKey(tx *store.Tx, id string) (row keyRow, err error) {
	err = tx.QueryRow(`SELECT id, purpose, epoch, wrapped FROM seal_keys WHERE tenant = $1 AND id = $2`,
		tx.Tenant(), id).Scan(&row.id, &row.purpose, &row.epoch, &row.wrapped)
	return row, err
}

// selectPurpose is the oldest key of a purpose.
func selectPurpose(tx *store.Tx, purpose string) (row keyRow, err error) {
	err = tx.QueryRow(`
		SELECT id, purpose, epoch, wrapped FROM seal_keys
		WHERE tenant = $1 AND purpose = $2 ORDER BY made, id LIMIT 1`,
		tx.Tenant(), purpose).Scan(&row.id, &row.purpose, &row.epoch, &row.wrapped)
	return row, err
}

func selectKeys(tx *store.Tx) ([]keyRow, error) {
	return store.List(tx, func(rows *store.Rows) (row keyRow, err error) {
		err = rows.Scan(&row.id, &row.purpose, &row.epoch, &row.wrapped)
		return row, err
	}, `SELECT id, purpose, epoch, wrapped FROM seal_keys WHERE tenant = $1`, tx.Tenant())
}

func selectCurrent(tx *store.Tx) (epoch string, err error) {
	err = tx.QueryRow(`SELECT epoch FROM seal_current WHERE tenant = $1`, tx.Tenant()).Scan(&epoch)
	return epoch, err
}

func setCurrent(tx *store.Tx, epoch string) error {
	_, err := tx.Exec(`
		INSERT INTO seal_current (tenant, epoch) VALUES ($1, $2)
		ON CONFLICT (tenant) DO UPDATE SET epoch = excluded.epoch`, tx.Tenant(), epoch)
	return err
}

func insertEpoch(tx *store.Tx, row epochRow) error {
	_, err := tx.Exec(`INSERT INTO seal_epochs (tenant, id, wrapped, made) VALUES ($1, $2, $3, $4)`,
		tx.Tenant(), row.id, row.wrapped, row.made.UnixMicro())
	return err
}

func scanEpoch(rows interface{ Scan(...any) error }) (row epochRow, err error) {
	var made int64
	err = rows.Scan(&row.id, &row.wrapped, &made)
	row.made = time.UnixMicro(made)
	return row, err
}

func selectEpoch(tx *store.Tx, id string) (epochRow, error) {
	return scanEpoch(tx.QueryRow(`SELECT id, wrapped, made FROM seal_epochs WHERE tenant = $1 AND id = $2`,
		tx.Tenant(), id))
}

func selectEpochs(tx *store.Tx) ([]epochRow, error) {
	return store.List(tx, func(rows *store.Rows) (epochRow, error) { return scanEpoch(rows) },
		`SELECT id, wrapped, made FROM seal_epochs WHERE tenant = $1 ORDER BY made, id`, tx.Tenant())
}

func deleteOtherEpochs(tx *store.Tx, id string) (int, error) {
	n, err := tx.Exec(`DELETE FROM seal_epochs WHERE tenant = $1 AND id <> $2`, tx.Tenant(), id)
	return int(n), err
}

// hasKeys reports whether the tenant has any key.
func hasKeys(tx *store.Tx) (has bool, err error) {
	err = tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM seal_keys WHERE tenant = $1)`, tx.Tenant()).Scan(&has)
	return has, err
}
