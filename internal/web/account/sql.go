package account

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. Names lie sealed; login and name are marks
// that find them; tokens are digests.
var Migrations = []store.Migration{{Room: "account", Version: 1, SQL: `
CREATE TABLE accounts (
	tenant   TEXT NOT NULL,
	account  TEXT NOT NULL,
	login    BYTEA NOT NULL,
	name     BYTEA NOT NULL,
	key      TEXT NOT NULL,
	sealed   BYTEA NOT NULL,
	password TEXT NOT NULL,
	roles    TEXT NOT NULL,
	off      BOOLEAN NOT NULL,
	created  BIGINT NOT NULL,
	PRIMARY KEY (tenant, account),
	UNIQUE (tenant, login),
	UNIQUE (tenant, name)
);
CREATE TABLE sessions (
	tenant  TEXT NOT NULL,
	token   BYTEA NOT NULL,
	account TEXT NOT NULL,
	began   BIGINT NOT NULL,
	idle    BIGINT NOT NULL, -- ends then, unless a page is asked for
	ends    BIGINT NOT NULL, -- ends then whatever happens
	PRIMARY KEY (tenant, token),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE INDEX sessions_account ON sessions (tenant, account);
CREATE TABLE account_links (
	tenant  TEXT NOT NULL,
	token   BYTEA NOT NULL,
	account TEXT NOT NULL, -- empty: the first account of all
	ends    BIGINT NOT NULL,
	PRIMARY KEY (tenant, token)
);
CREATE TABLE account_settings (
	tenant TEXT NOT NULL,
	name   TEXT NOT NULL,
	value  TEXT NOT NULL,
	PRIMARY KEY (tenant, name)
);
`}, {Room: "account", Version: 2, SQL: `
ALTER TABLE sessions ADD COLUMN how TEXT NOT NULL DEFAULT 'session';
ALTER TABLE sessions ADD COLUMN shown BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE TABLE account_keys (
	tenant  TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	account TEXT NOT NULL,
	name    TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	made    BIGINT NOT NULL,
	used    BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE INDEX account_keys_of ON account_keys (tenant, account);
CREATE TABLE account_codes (
	tenant  TEXT NOT NULL,
	account TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	step    BIGINT NOT NULL, -- of the last code that was used: each is good once
	PRIMARY KEY (tenant, account),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE TABLE account_used (
	tenant TEXT NOT NULL,
	mark   BYTEA NOT NULL,
	ends   BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark)
);
CREATE TABLE account_logins (
	tenant  TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	account TEXT NOT NULL,
	PRIMARY KEY (tenant, mark),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE TABLE account_grants (
	tenant  TEXT NOT NULL,
	account TEXT NOT NULL,
	request TEXT NOT NULL,
	role    TEXT NOT NULL,
	ends    BIGINT NOT NULL,
	PRIMARY KEY (tenant, account, request),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE INDEX account_grants_for ON account_grants (tenant, request);
`}, {Room: "account", Version: 3, SQL: `
CREATE TABLE account_looks (
	tenant  TEXT NOT NULL,
	account TEXT NOT NULL,
	look    TEXT NOT NULL,
	at      BIGINT NOT NULL,
	sealed  BYTEA NOT NULL,
	PRIMARY KEY (tenant, look)
);
CREATE INDEX account_looks_at ON account_looks (tenant, at);
`}, {Room: "account", Version: 4, SQL: `
CREATE TABLE account_kept (
	tenant  TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	account TEXT NOT NULL,
	ends    BIGINT NOT NULL,
	sealed  BYTEA NOT NULL,
	PRIMARY KEY (tenant, mark),
	FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);
CREATE INDEX account_kept_of ON account_kept (tenant, account, ends);
`}}

// row is an account as it lies in its table.
type row struct {
	Account
	key      string
	sealed   []byte
	password string
}

const rowColumns = `a.account, a.key, a.sealed, a.password, a.roles, a.off`

func scanRow(rows *store.Rows) (r row, err error) {
	var roles string
	err = rows.Scan(&r.ID, &r.key, &r.sealed, &r.password, &roles, &r.Off)
	for _, word := range strings.Fields(roles) {
		r.Roles = append(r.Roles, Role(word))
	}
	return r, err
}

func words(roles []Role) string {
	all := make([]string, len(roles))
	for i, r := range roles {
		all[i] = string(r)
	}
	return " " + strings.Join(all, " ") + " "
}

func insert(tx *store.Tx, a Account, login, name []byte, key string, sealed []byte) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO accounts (tenant, account, login, name, key, sealed, password, roles, off, created)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, FALSE, $8) ON CONFLICT DO NOTHING`,
		tx.Tenant(), a.ID, login, name, key, sealed, words(a.Roles), micros(tx.Now()))
	return n == 1, err
}

func count(tx *store.Tx) (n int, err error) {
	err = tx.QueryRow(`SELECT COUNT(*) FROM accounts WHERE tenant = $1 AND password <> ''`, tx.Tenant()).Scan(&n)
	return n, err
}

// countWith is how many may come in, by password, passkey or OpenID Connect, and have a role.
func countWith(tx *store.Tx, r Role) (n int, err error) {
	err = tx.QueryRow(`SELECT COUNT(*) FROM accounts a WHERE tenant = $1 AND NOT off AND roles LIKE $2 AND (password <> ''
		OR EXISTS (SELECT 1 FROM account_keys k WHERE k.tenant = a.tenant AND k.account = a.account)
		OR EXISTS (SELECT 1 FROM account_logins l WHERE l.tenant = a.tenant AND l.account = a.account))`,
		tx.Tenant(), "% "+string(r)+" %").Scan(&n)
	return n, err
}

func list(tx *store.Tx) ([]row, error) {
	return store.List(tx, scanRow, `SELECT `+rowColumns+` FROM accounts a WHERE a.tenant = $1 ORDER BY a.account`, tx.Tenant())
}

func byLogin(tx *store.Tx, login []byte) (row, error) {
	return one(store.List(tx, scanRow, `SELECT `+rowColumns+` FROM accounts a WHERE a.tenant = $1 AND a.login = $2`, tx.Tenant(), login))
}

func byID(tx *store.Tx, id string) (row, error) {
	return one(store.List(tx, scanRow, `SELECT `+rowColumns+` FROM accounts a WHERE a.tenant = $1 AND a.account = $2`, tx.Tenant(), id))
}

func one(rows []row, err error) (row, error) {
	if err == nil && len(rows) == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no such account")
	}
	if err != nil {
		return row{}, err
	}
	return rows[0], nil
}

func prolong(tx *store.Tx, digest []byte, idle time.Time) error {
	_, err := tx.Exec(`UPDATE sessions SET idle = $3 WHERE tenant = $1 AND token = $2`, tx.Tenant(), digest, micros(idle))
	return err
}

func endSession(tx *store.Tx, digest []byte) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE tenant = $1 AND token = $2`, tx.Tenant(), digest)
	return err
}

func endSessions(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE tenant = $1 AND account = $2`, tx.Tenant(), id)
	return err
}

// dropOld removes sessions and links that have ended.
func dropOld(tx *store.Tx) error {
	now := micros(tx.Now())
	if _, err := tx.Exec(`DELETE FROM sessions WHERE tenant = $1 AND (idle <= $2 OR ends <= $2)`, tx.Tenant(), now); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM account_links WHERE tenant = $1 AND ends <= $2`, tx.Tenant(), now)
	return err
}

func setPassword(tx *store.Tx, id, stored string) error {
	_, err := tx.Exec(`UPDATE accounts SET password = $3 WHERE tenant = $1 AND account = $2`, tx.Tenant(), id, stored)
	return err
}

func setRoles(tx *store.Tx, id string, roles []Role, off bool) error {
	n, err := tx.Exec(`UPDATE accounts SET roles = $3, off = $4 WHERE tenant = $1 AND account = $2`, tx.Tenant(), id, words(roles), off)
	if err == nil && n == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no such account")
	}
	return err
}

func insertLink(tx *store.Tx, digest []byte, id string, ends time.Time) error {
	_, err := tx.Exec(`INSERT INTO account_links (tenant, token, account, ends) VALUES ($1, $2, $3, $4)`, tx.Tenant(), digest, id, micros(ends))
	return err
}

// linked is whom a link is for.
func linked(tx *store.Tx, digest []byte) (id string, err error) {
	err = tx.QueryRow(`SELECT account FROM account_links WHERE tenant = $1 AND token = $2 AND ends > $3`,
		tx.Tenant(), digest, micros(tx.Now())).Scan(&id)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = varsam.Errorf(varsam.NotFound, "the link has been used, or is too old")
	}
	return id, err
}

func dropLink(tx *store.Tx, digest []byte) (used bool, err error) {
	n, err := tx.Exec(`DELETE FROM account_links WHERE tenant = $1 AND token = $2 AND ends > $3`, tx.Tenant(), digest, micros(tx.Now()))
	return n == 1, err
}

func dropLinks(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM account_links WHERE tenant = $1 AND account = $2`, tx.Tenant(), id)
	return err
}

// setting is a value that was set, empty when none was.
func setting(tx *store.Tx, name string) (value string, err error) {
	err = tx.QueryRow(`SELECT value FROM account_settings WHERE tenant = $1 AND name = $2`, tx.Tenant(), name).Scan(&value)
	if varsam.CodeOf(err) == varsam.NotFound {
		return "", nil
	}
	return value, err
}

func set(tx *store.Tx, name, value string) error {
	_, err := tx.Exec(`INSERT INTO account_settings (tenant, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, name) DO UPDATE SET value = $3`, tx.Tenant(), name, value)
	return err
}

// dropSessions removes all sessions and links.
func dropSessions(tx *store.Tx) error {
	if _, err := tx.Exec(`DELETE FROM sessions WHERE tenant = $1`, tx.Tenant()); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM account_links WHERE tenant = $1`, tx.Tenant())
	return err
}
