package inbox

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. An account stands in them as a keyed mark.
var Migrations = []store.Migration{{Room: "inbox", Version: 1, SQL: `
CREATE TABLE inbox_rules (
	tenant  TEXT NOT NULL,
	rule    TEXT NOT NULL,
	account BYTEA NOT NULL,
	key     TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	made    BIGINT NOT NULL,
	PRIMARY KEY (tenant, rule)
);
CREATE INDEX inbox_rules_account ON inbox_rules (tenant, account, made);
CREATE TABLE inbox_runs (
	tenant   TEXT NOT NULL,
	run      TEXT NOT NULL,
	system   TEXT NOT NULL,
	account  BYTEA NOT NULL,
	deleted  BIGINT NOT NULL,
	filed    BIGINT NOT NULL,
	verified BOOLEAN NOT NULL,
	made     BIGINT NOT NULL,
	PRIMARY KEY (tenant, run)
);
CREATE INDEX inbox_runs_made ON inbox_runs (tenant, system, made);
`}}

type ruleRow struct {
	id, key string
	sealed  []byte
}

func insertRule(tx *store.Tx, id string, account []byte, key string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO inbox_rules (tenant, rule, account, key, sealed, made) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.Tenant(), id, account, key, sealed, tx.Now().UnixMicro())
	return err
}

func listRules(tx *store.Tx, account []byte) ([]ruleRow, error) {
	return store.List(tx, func(rows *store.Rows) (r ruleRow, err error) {
		return r, rows.Scan(&r.id, &r.key, &r.sealed)
	}, `SELECT rule, key, sealed FROM inbox_rules WHERE tenant = $1 AND account = $2 ORDER BY made, rule`, tx.Tenant(), account)
}

func deleteRule(tx *store.Tx, id string, account []byte) (key string, err error) {
	keys, err := store.List(tx, store.One[string], `SELECT key FROM inbox_rules WHERE tenant = $1 AND rule = $2 AND account = $3`, tx.Tenant(), id, account)
	if err != nil {
		return "", err
	}
	if len(keys) == 0 {
		return "", varsam.Errorf(varsam.NotFound, "that mailbox has no rule %s; varsam inbox rule list shows them", id)
	}
	_, err = tx.Exec(`DELETE FROM inbox_rules WHERE tenant = $1 AND rule = $2 AND account = $3`, tx.Tenant(), id, account)
	return keys[0], err
}

func insertRun(tx *store.Tx, system string, account []byte, d Done) error {
	_, err := tx.Exec(`INSERT INTO inbox_runs (tenant, run, system, account, deleted, filed, verified, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Tenant(), d.Run, system, account, d.Deleted, d.Filed, d.Verified, tx.Now().UnixMicro())
	return err
}

// worked is what one account did in a month.
type worked struct {
	account        []byte
	deleted, filed int
}

func listWorked(tx *store.Tx, system string, since time.Time) ([]worked, error) {
	return store.List(tx, func(rows *store.Rows) (w worked, err error) {
		return w, rows.Scan(&w.account, &w.deleted, &w.filed)
	}, `SELECT account, sum(deleted), sum(filed) FROM inbox_runs WHERE tenant = $1 AND system = $2 AND made >= $3 GROUP BY account`,
		tx.Tenant(), system, since.UnixMicro())
}
