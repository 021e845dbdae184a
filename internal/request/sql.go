package request

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. A document is sealed under the key it names.
var Migrations = []store.Migration{{Room: "request", Version: 1, SQL: `
CREATE TABLE requests (
	tenant    TEXT NOT NULL,
	request   TEXT NOT NULL,
	state     TEXT NOT NULL,
	rights    TEXT NOT NULL,
	people    BIGINT NOT NULL,
	received  BIGINT NOT NULL,
	arrived   TEXT NOT NULL,
	legal     TEXT NOT NULL,
	safe      TEXT NOT NULL,
	extended  BOOLEAN NOT NULL,
	register  TEXT NOT NULL,
	base      TEXT NOT NULL,
	case_key  TEXT NOT NULL,
	found_key TEXT NOT NULL,
	copied    BIGINT NOT NULL,
	verified  BIGINT NOT NULL,
	answered  BIGINT NOT NULL,
	created   BIGINT NOT NULL,
	PRIMARY KEY (tenant, request)
);
CREATE INDEX requests_due ON requests (tenant, state, legal);
CREATE TABLE documents (
	tenant  TEXT NOT NULL,
	request TEXT NOT NULL,
	name    TEXT NOT NULL,
	key     TEXT NOT NULL,
	sealed  BYTEA NOT NULL,
	written BIGINT NOT NULL,
	PRIMARY KEY (tenant, request, name),
	FOREIGN KEY (tenant, request) REFERENCES requests (tenant, request)
);
`}, {Room: "request", Version: 2, SQL: `
CREATE INDEX requests_open ON requests (tenant, (CASE legal WHEN '' THEN '9999-12-31' ELSE legal END), request) WHERE state <> 'closed';
`}, {Room: "request", Version: 3, SQL: `
CREATE TABLE request_moves (
	tenant TEXT NOT NULL,
	move   TEXT NOT NULL,
	state  TEXT NOT NULL,
	n      BIGINT NOT NULL,
	PRIMARY KEY (tenant, move)
);
CREATE INDEX requests_state ON requests (tenant, state, (CASE legal WHEN '' THEN '9999-12-31' ELSE legal END), request);
CREATE INDEX requests_rights ON requests (tenant, rights, state, (CASE legal WHEN '' THEN '9999-12-31' ELSE legal END), request);
CREATE INDEX requests_rights_open ON requests (tenant, rights, (CASE legal WHEN '' THEN '9999-12-31' ELSE legal END), request) WHERE state <> 'closed';
DROP INDEX requests_due;
`}}

const requestColumns = `request, state, rights, people, received, arrived, legal, safe, extended, register, base,
	case_key, found_key, copied, verified, answered, created`

func scanRequest(rows *store.Rows) (r Request, err error) {
	var rights, arrived, legal, safe string
	var received, copied, verified, answered, created int64
	err = rows.Scan(&r.ID, &r.State, &rights, &r.People, &received, &arrived, &legal, &safe, &r.Extended, &r.Register,
		&r.Base, &r.caseKey, &r.foundKey, &copied, &verified, &answered, &created)
	for _, right := range strings.Fields(rights) {
		r.Rights = append(r.Rights, varsam.Right(right))
	}
	r.On, _ = varsam.ParseDate(arrived)
	r.Legal, _ = varsam.ParseDate(legal)
	r.Safe, _ = varsam.ParseDate(safe)
	r.Received, r.Created = instant(received), instant(created)
	r.Copied, r.Verified, r.Answered = instant(copied), instant(verified), instant(answered)
	return r, err
}

// instant reads microseconds; 0 is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func insert(tx *store.Tx, r Request) error {
	if err := move(tx, "", r.State); err != nil {
		return err
	}
	words := make([]string, len(r.Rights))
	for i, right := range r.Rights {
		words[i] = string(right)
	}
	_, err := tx.Exec(`INSERT INTO requests (tenant, `+requestColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0, $15)`,
		tx.Tenant(), r.ID, r.State, strings.Join(words, " "), r.People, r.Received.UnixMicro(), r.On.String(),
		r.Legal.String(), r.Safe.String(), r.Extended, r.Register, r.Base, r.caseKey, r.foundKey, tx.Now().UnixMicro())
	return err
}

// get is one request; code NotFound names it.
func get(tx *store.Tx, id string) (Request, error) {
	found, err := store.List(tx, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE tenant = $1 AND request = $2`, tx.Tenant(), id)
	if err != nil {
		return Request{}, err
	}
	if len(found) == 0 {
		return Request{}, varsam.Errorf(varsam.NotFound, "there is no request %s", id)
	}
	return found[0], nil
}

// list is all requests, those with the nearest last day first.
func list(tx *store.Tx) ([]Request, error) {
	return store.List(tx, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE tenant = $1
		ORDER BY CASE state WHEN 'closed' THEN 1 ELSE 0 END, legal, request`, tx.Tenant())
}

func setState(tx *store.Tx, id string, state State) error {
	if err := tx.Lock("request state " + id); err != nil {
		return err
	}
	r, err := get(tx, id)
	if err != nil || r.State == state {
		return err
	}
	if err := move(tx, r.State, state); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE requests SET state = $3 WHERE tenant = $1 AND request = $2`, tx.Tenant(), id, state)
	return err
}

func setRegister(tx *store.Tx, id, digest string) error {
	_, err := tx.Exec(`UPDATE requests SET register = $3 WHERE tenant = $1 AND request = $2`, tx.Tenant(), id, digest)
	return err
}

func setDeadline(tx *store.Tx, r Request) error {
	_, err := tx.Exec(`UPDATE requests SET legal = $3, safe = $4, extended = $5 WHERE tenant = $1 AND request = $2`,
		tx.Tenant(), r.ID, r.Legal.String(), r.Safe.String(), r.Extended)
	return err
}

// stamp writes one of the request's times: copied, verified or answered.
func stamp(tx *store.Tx, id, column string, at time.Time) error {
	query := map[string]string{
		"copied":   `UPDATE requests SET copied = $3 WHERE tenant = $1 AND request = $2`,
		"verified": `UPDATE requests SET verified = $3 WHERE tenant = $1 AND request = $2`,
		"answered": `UPDATE requests SET answered = $3 WHERE tenant = $1 AND request = $2`,
	}[column]
	_, err := tx.Exec(query, tx.Tenant(), id, at.UnixMicro())
	return err
}

func putDocument(tx *store.Tx, id, name, key string, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO documents (tenant, request, name, key, sealed, written) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (tenant, request, name) DO UPDATE SET key = $4, sealed = $5, written = $6`,
		tx.Tenant(), id, name, key, sealed, tx.Now().UnixMicro())
	return err
}

func document(tx *store.Tx, id, name string) (key string, sealed []byte, err error) {
	err = tx.QueryRow(`SELECT key, sealed FROM documents WHERE tenant = $1 AND request = $2 AND name = $3`,
		tx.Tenant(), id, name).Scan(&key, &sealed)
	return key, sealed, err
}

// dropDocuments removes the documents sealed under a key that is no more.
func dropDocuments(tx *store.Tx, id, key string) error {
	_, err := tx.Exec(`DELETE FROM documents WHERE tenant = $1 AND request = $2 AND key = $3`, tx.Tenant(), id, key)
	return err
}

// renewKey gives a request a new key for what is found, in place of one that is
// no more.
func renewKey(tx *store.Tx, id, key string) error {
	_, err := tx.Exec(`UPDATE requests SET found_key = $3 WHERE tenant = $1 AND request = $2`, tx.Tenant(), id, key)
	return err
}

// forgetKey notes that the case key is no more.
func forgetKey(tx *store.Tx, id string) error {
	_, err := tx.Exec(`UPDATE requests SET case_key = '' WHERE tenant = $1 AND request = $2`, tx.Tenant(), id)
	return err
}
