package api

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. A key is a digest; an answer holds no
// personal data.
var Migrations = []store.Migration{{Room: "api", Version: 1, SQL: `
CREATE TABLE api_once (
	tenant TEXT NOT NULL,
	mark   BYTEA NOT NULL,
	body   BYTEA NOT NULL, -- digest
	status BIGINT NOT NULL, -- 0 while the call is under way
	place  TEXT NOT NULL,
	answer BYTEA NOT NULL,
	began  BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark)
);
CREATE INDEX api_once_began ON api_once (tenant, began);
`}, {Room: "api", Version: 2, SQL: `
CREATE TABLE api_feeds (
	tenant TEXT NOT NULL,
	digest BYTEA NOT NULL, -- of the link's secret
	made   BIGINT NOT NULL,
	PRIMARY KEY (tenant)
);
`}}

// onceRow is a call that came with a key.
type onceRow struct {
	body, answer []byte
	status       int
	place        string
}

func insertOnce(tx *store.Tx, mark, body []byte) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO api_once (tenant, mark, body, status, place, answer, began) VALUES ($1, $2, $3, 0, '', $4, $5)
		ON CONFLICT DO NOTHING`, tx.Tenant(), mark, body, []byte{}, tx.Now().UnixMicro())
	return n == 1, err
}

func getOnce(tx *store.Tx, mark []byte) (r onceRow, err error) {
	all, err := store.List(tx, func(rows *store.Rows) (r onceRow, err error) {
		err = rows.Scan(&r.body, &r.status, &r.place, &r.answer)
		return r, err
	}, `SELECT body, status, place, answer FROM api_once WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark)
	if err == nil && len(all) == 0 {
		err = varsam.Errorf(varsam.Conflict, "a call with this Idempotency-Key has just ended; try again")
	}
	if err != nil {
		return r, err
	}
	return all[0], nil
}

func keepOnce(tx *store.Tx, mark []byte, status int, place string, answer []byte) error {
	_, err := tx.Exec(`UPDATE api_once SET status = $3, place = $4, answer = $5 WHERE tenant = $1 AND mark = $2`,
		tx.Tenant(), mark, status, place, answer)
	return err
}

func forgetOnce(tx *store.Tx, mark []byte) error {
	_, err := tx.Exec(`DELETE FROM api_once WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark)
	return err
}

func dropOnce(tx *store.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM api_once WHERE tenant = $1 AND began < $2`, tx.Tenant(), before.UnixMicro())
	return err
}

// putFeed replaces the calendar's link; an empty digest ends it.
func putFeed(tx *store.Tx, digest []byte) error {
	_, err := tx.Exec(`INSERT INTO api_feeds (tenant, digest, made) VALUES ($1, $2, $3)
		ON CONFLICT (tenant) DO UPDATE SET digest = excluded.digest, made = excluded.made`, tx.Tenant(), digest, tx.Now().UnixMicro())
	return err
}

// getFeed is the digest of the calendar's link; none while there is no link.
func getFeed(tx *store.Tx) (digest []byte, err error) {
	err = tx.QueryRow(`SELECT digest FROM api_feeds WHERE tenant = $1`, tx.Tenant()).Scan(&digest)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return digest, err
}
