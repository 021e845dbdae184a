package reception

import (
	"time"

	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables: what is written to and fro, sealed under the
// claim's key, and what has been released to be fetched.
var Migrations = []store.Migration{{Room: "reception", Version: 1, SQL: `
CREATE TABLE case_messages (
	tenant  TEXT NOT NULL,
	claim   TEXT NOT NULL,
	place   BIGINT NOT NULL,
	staff   BOOLEAN NOT NULL,
	at      BIGINT NOT NULL,
	seen    BIGINT NOT NULL,
	sealed  BYTEA NOT NULL,
	PRIMARY KEY (tenant, claim, place)
);
CREATE INDEX case_messages_new ON case_messages (tenant, seen, staff);
CREATE TABLE case_releases (
	tenant   TEXT NOT NULL,
	claim    TEXT NOT NULL,
	what     TEXT NOT NULL,
	released BIGINT NOT NULL,
	fetched  BIGINT NOT NULL,
	PRIMARY KEY (tenant, claim, what)
);
`}, {Room: "reception", Version: 2, SQL: `
CREATE TABLE task_links (
	tenant  TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	request TEXT NOT NULL,
	step    TEXT NOT NULL,
	ends    BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark)
);
CREATE INDEX task_links_of ON task_links (tenant, request, step);
`}, {Room: "reception", Version: 3, SQL: `
CREATE TABLE case_reminders (
	tenant  TEXT NOT NULL,
	request TEXT NOT NULL,
	last    TEXT NOT NULL, -- the last day that it was about
	stage   TEXT NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (tenant, request, last, stage)
);
`}}

type row struct {
	place    int64
	staff    bool
	at, seen time.Time
	sealed   []byte
}

func scanRow(rows *store.Rows) (r row, err error) {
	var at, seen int64
	err = rows.Scan(&r.place, &r.staff, &at, &seen, &r.sealed)
	r.at, r.seen = instant(at), instant(seen)
	return r, err
}

// instant reads microseconds; 0 is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func nextPlace(tx *store.Tx, claim string) (n int64, err error) {
	err = tx.QueryRow(`SELECT coalesce(max(place), 0) + 1 FROM case_messages WHERE tenant = $1 AND claim = $2`, tx.Tenant(), claim).Scan(&n)
	return n, err
}

func insertMessage(tx *store.Tx, claim string, place int64, staff bool, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO case_messages (tenant, claim, place, staff, at, seen, sealed) VALUES ($1, $2, $3, $4, $5, 0, $6)`,
		tx.Tenant(), claim, place, staff, tx.Now().UnixMicro(), sealed)
	return err
}

func selectMessages(tx *store.Tx, claim string) ([]row, error) {
	return store.List(tx, scanRow, `SELECT place, staff, at, seen, sealed FROM case_messages WHERE tenant = $1 AND claim = $2 ORDER BY place`, tx.Tenant(), claim)
}

// seenBy notes that one side has read what the other wrote.
func seenBy(tx *store.Tx, claim string, staff bool) error {
	_, err := tx.Exec(`UPDATE case_messages SET seen = $4 WHERE tenant = $1 AND claim = $2 AND staff = $3 AND seen = 0`,
		tx.Tenant(), claim, !staff, tx.Now().UnixMicro())
	return err
}

// unread are the claims in which a person wrote something that no one of the
// staff has read.
func unread(tx *store.Tx) ([]string, error) {
	return store.List(tx, store.One[string], `SELECT DISTINCT claim FROM case_messages WHERE tenant = $1 AND seen = 0 AND NOT staff ORDER BY claim`, tx.Tenant())
}

func dropMessages(tx *store.Tx, claim string) error {
	if _, err := tx.Exec(`DELETE FROM case_messages WHERE tenant = $1 AND claim = $2`, tx.Tenant(), claim); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM case_releases WHERE tenant = $1 AND claim = $2`, tx.Tenant(), claim)
	return err
}

func putRelease(tx *store.Tx, claim string, what What) error {
	_, err := tx.Exec(`INSERT INTO case_releases (tenant, claim, what, released, fetched) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (tenant, claim, what) DO UPDATE SET released = excluded.released, fetched = 0`, tx.Tenant(), claim, what, tx.Now().UnixMicro())
	return err
}

func scanRelease(rows *store.Rows) (r Release, err error) {
	var released, fetched int64
	err = rows.Scan(&r.What, &released, &fetched)
	r.Released, r.Fetched = instant(released), instant(fetched)
	return r, err
}

func selectReleases(tx *store.Tx, claim string) ([]Release, error) {
	return store.List(tx, scanRelease, `SELECT what, released, fetched FROM case_releases WHERE tenant = $1 AND claim = $2 ORDER BY what`, tx.Tenant(), claim)
}

// fetch begins the one sitting in which a release can be fetched.
func fetch(tx *store.Tx, claim string, what What) error {
	_, err := tx.Exec(`UPDATE case_releases SET fetched = $4 WHERE tenant = $1 AND claim = $2 AND what = $3 AND fetched = 0`, tx.Tenant(), claim, what, tx.Now().UnixMicro())
	return err
}
