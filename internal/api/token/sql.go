package token

import (
	"strings"
	"time"

	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. A secret is kept as its digest.
var Migrations = []store.Migration{{Room: "token", Version: 1, SQL: `
CREATE TABLE tokens (
	tenant  TEXT NOT NULL,
	token   TEXT NOT NULL,
	digest  BYTEA NOT NULL,
	scopes  TEXT NOT NULL,
	key     TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	created BIGINT NOT NULL,
	ends    BIGINT NOT NULL,
	revoked BIGINT NOT NULL,
	used    BIGINT NOT NULL,
	PRIMARY KEY (tenant, token),
	UNIQUE (tenant, digest)
);
`}}

// row is a token as it lies in its table.
type row struct {
	Token
	key    string
	sealed []byte
}

const columns = `token, scopes, key, sealed, created, ends, revoked, used`

func scan(rows *store.Rows) (r row, err error) {
	var scopes string
	var created, ends, revoked, used int64
	err = rows.Scan(&r.ID, &scopes, &r.key, &r.sealed, &created, &ends, &revoked, &used)
	for _, word := range strings.Fields(scopes) {
		r.Scopes = append(r.Scopes, Scope(word))
	}
	r.Created, r.Ends, r.Revoked, r.Used = instant(created), instant(ends), instant(revoked), instant(used)
	return r, err
}

// instant reads microseconds; 0 is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func insert(tx *store.Tx, r row, digest []byte) error {
	words := make([]string, len(r.Scopes))
	for i, s := range r.Scopes {
		words[i] = string(s)
	}
	_, err := tx.Exec(`INSERT INTO tokens (tenant, token, digest, scopes, key, sealed, created, ends, revoked, used)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)`,
		tx.Tenant(), r.ID, digest, strings.Join(words, " "), r.key, r.sealed, r.Created.UnixMicro(), r.Ends.UnixMicro())
	return err
}

// byDigest is a token that is in force; code NotFound when there is none.
func byDigest(tx *store.Tx, digest []byte) (r row, err error) {
	all, err := store.List(tx, scan, `SELECT `+columns+` FROM tokens WHERE tenant = $1 AND digest = $2 AND revoked = 0 AND ends > $3`,
		tx.Tenant(), digest, tx.Now().UnixMicro())
	if err == nil && len(all) == 0 {
		err = errNone
	}
	if err != nil {
		return r, err
	}
	return all[0], nil
}

func list(tx *store.Tx) ([]row, error) {
	return store.List(tx, scan, `SELECT `+columns+` FROM tokens WHERE tenant = $1 ORDER BY created DESC, token`, tx.Tenant())
}

func ended(tx *store.Tx, before time.Time) ([]row, error) {
	return store.List(tx, scan, `SELECT `+columns+` FROM tokens WHERE tenant = $1 AND ends < $2`, tx.Tenant(), before.UnixMicro())
}

func touch(tx *store.Tx, id string, at time.Time) error {
	_, err := tx.Exec(`UPDATE tokens SET used = $3 WHERE tenant = $1 AND token = $2`, tx.Tenant(), id, at.UnixMicro())
	return err
}

func revoke(tx *store.Tx, id string) (done bool, err error) {
	now := tx.Now().UnixMicro()
	n, err := tx.Exec(`UPDATE tokens SET revoked = $3 WHERE tenant = $1 AND token = $2 AND revoked = 0 AND ends > $3`, tx.Tenant(), id, now)
	return n == 1, err
}

func drop(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM tokens WHERE tenant = $1 AND token = $2`, tx.Tenant(), id)
	return err
}
