package post

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables.
var Migrations = []store.Migration{{Room: "post", Version: 1, SQL: `
CREATE TABLE post_keys (
	tenant TEXT NOT NULL,
	day    TEXT NOT NULL,
	key    TEXT NOT NULL,
	PRIMARY KEY (tenant, day)
);
CREATE TABLE post_items (
	tenant   TEXT NOT NULL,
	item     TEXT NOT NULL,
	medium   TEXT NOT NULL,
	template TEXT NOT NULL,
	state    TEXT NOT NULL,
	about    TEXT NOT NULL,
	tries    BIGINT NOT NULL,
	problem  TEXT NOT NULL,
	put      BIGINT NOT NULL,
	done     BIGINT NOT NULL,
	day      TEXT NOT NULL,
	sealed   BYTEA NOT NULL,
	PRIMARY KEY (tenant, item)
);
CREATE INDEX post_items_state ON post_items (tenant, state, put);
CREATE INDEX post_items_about ON post_items (tenant, about);
CREATE INDEX post_items_day ON post_items (tenant, day);
`}}

// dayKey is the key of a day; NotFound when it has none yet.
func dayKey(tx *store.Tx, day string) (key string, err error) {
	err = tx.QueryRow(`SELECT key FROM post_keys WHERE tenant = $1 AND day = $2`, tx.Tenant(), day).Scan(&key)
	return key, err
}

// setDayKey keeps the first key of a day.
func setDayKey(tx *store.Tx, day, key string) error {
	_, err := tx.Exec(`INSERT INTO post_keys (tenant, day, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, tx.Tenant(), day, key)
	return err
}

const itemColumns = `item, medium, template, state, about, tries, problem, put, done, day`

func scanItem(rows *store.Rows) (s Status, err error) {
	var put, done int64
	err = rows.Scan(&s.ID, &s.Medium, &s.Template, &s.State, &s.About, &s.Tries, &s.Problem, &put, &done, &s.day)
	s.Put = time.UnixMicro(put).UTC()
	if done != 0 {
		s.Done = time.UnixMicro(done).UTC()
	}
	return s, err
}

func insertItem(tx *store.Tx, s Status, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO post_items (tenant, `+itemColumns+`, sealed) VALUES ($1, $2, $3, $4, $5, $6, 0, '', $7, 0, $8, $9)`,
		tx.Tenant(), s.ID, s.Medium, s.Template, s.State, s.About, tx.Now().UnixMicro(), s.day, sealed)
	return err
}

func getItem(tx *store.Tx, id string) (Status, error) {
	found, err := store.List(tx, scanItem, `SELECT `+itemColumns+` FROM post_items WHERE tenant = $1 AND item = $2`, tx.Tenant(), id)
	if err != nil {
		return Status{}, err
	}
	if len(found) == 0 {
		return Status{}, varsam.Errorf(varsam.NotFound, "there is no letter %s", id)
	}
	return found[0], nil
}

func listItems(tx *store.Tx, state State, most int) ([]Status, error) {
	return store.List(tx, scanItem, `SELECT `+itemColumns+` FROM post_items WHERE tenant = $1 AND state = $2 ORDER BY put, item LIMIT $3`, tx.Tenant(), state, most)
}

func countItems(tx *store.Tx, state State) (n int, err error) {
	err = tx.QueryRow(`SELECT COUNT(*) FROM post_items WHERE tenant = $1 AND state = $2`, tx.Tenant(), state).Scan(&n)
	return n, err
}

func itemsAbout(tx *store.Tx, about string) ([]Status, error) {
	return store.List(tx, scanItem, `SELECT `+itemColumns+` FROM post_items WHERE tenant = $1 AND about = $2 ORDER BY put, item`, tx.Tenant(), about)
}

func sealedItem(tx *store.Tx, id string) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM post_items WHERE tenant = $1 AND item = $2`, tx.Tenant(), id).Scan(&sealed)
	return sealed, err
}

// moved notes what became of an item.
func moved(tx *store.Tx, id string, state State, tries int, problem string) error {
	done := int64(0)
	if state != Queued && state != Outbox {
		done = tx.Now().UnixMicro()
	}
	_, err := tx.Exec(`UPDATE post_items SET state = $3, tries = $4, problem = $5, done = $6 WHERE tenant = $1 AND item = $2`,
		tx.Tenant(), id, state, tries, problem, done)
	return err
}

// endedDays are the days before one on which nothing waits any more, with their
// keys.
func endedDays(tx *store.Tx, before string) (days map[string]string, err error) {
	type dayOf struct{ day, key string }
	found, err := store.List(tx, func(rows *store.Rows) (d dayOf, err error) {
		err = rows.Scan(&d.day, &d.key)
		return d, err
	}, `SELECT day, key FROM post_keys WHERE tenant = $1 AND day < $2 AND NOT EXISTS (
		SELECT 1 FROM post_items WHERE tenant = $1 AND post_items.day = post_keys.day AND state IN ('queued', 'outbox', 'dead'))`, tx.Tenant(), before)
	days = map[string]string{}
	for _, d := range found {
		days[d.day] = d.key
	}
	return days, err
}

func dropDay(tx *store.Tx, day string) error {
	if _, err := tx.Exec(`DELETE FROM post_items WHERE tenant = $1 AND day = $2`, tx.Tenant(), day); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM post_keys WHERE tenant = $1 AND day = $2`, tx.Tenant(), day)
	return err
}
