package identity

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. Links and codes are kept as keyed marks, and
// so are targets and what staff know to be protected or lately changed.
var Migrations = []store.Migration{{Room: "identity", Version: 1, SQL: `
CREATE TABLE claims (
	tenant      TEXT NOT NULL,
	claim       TEXT NOT NULL,
	state       TEXT NOT NULL,
	request     TEXT NOT NULL,
	level       TEXT NOT NULL,
	sensitivity TEXT NOT NULL,
	protected   BOOLEAN NOT NULL,
	arrived     BIGINT NOT NULL,
	told        BIGINT NOT NULL,
	stopped     BIGINT NOT NULL,
	key         TEXT NOT NULL,
	sealed      BYTEA NOT NULL,
	PRIMARY KEY (tenant, claim)
);
CREATE INDEX claims_request ON claims (tenant, request);
CREATE INDEX claims_state ON claims (tenant, state, arrived);
CREATE TABLE claim_keys (
	tenant TEXT NOT NULL,
	day    BIGINT NOT NULL,
	key    TEXT NOT NULL,
	PRIMARY KEY (tenant, day)
);
CREATE TABLE claim_links (
	tenant  TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	claim   TEXT NOT NULL,
	kind    TEXT NOT NULL,
	channel TEXT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark)
);
CREATE INDEX claim_links_claim ON claim_links (tenant, claim);
CREATE TABLE claim_codes (
	tenant  TEXT NOT NULL,
	claim   TEXT NOT NULL,
	mark    BYTEA NOT NULL,
	sealed  BYTEA NOT NULL,
	tries   BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (tenant, claim)
);
CREATE TABLE claim_counts (
	tenant TEXT NOT NULL,
	mark   BYTEA NOT NULL,
	day    BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark, day)
);
CREATE TABLE channel_marks (
	tenant TEXT NOT NULL,
	mark   BYTEA NOT NULL,
	what   TEXT NOT NULL,
	at     BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark, what)
);
`}}

const claimColumns = `claim, state, request, level, sensitivity, protected, arrived, told, stopped, key`

func scanClaim(rows *store.Rows) (c Claim, err error) {
	var arrived, told, stopped int64
	err = rows.Scan(&c.ID, &c.State, &c.Request, &c.Level, &c.Sensitivity, &c.Protected, &arrived, &told, &stopped, &c.key)
	c.Arrived, c.Told, c.Stopped = instant(arrived), instant(told), instant(stopped)
	return c, err
}

// instant reads microseconds; 0 is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func insertClaim(tx *store.Tx, c Claim, sealed []byte) error {
	_, err := tx.Exec(`INSERT INTO claims (tenant, `+claimColumns+`, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Tenant(), c.ID, c.State, c.Request, c.Level, c.Sensitivity, c.Protected, micros(c.Arrived), micros(c.Told), micros(c.Stopped), c.key, sealed)
	return err
}

func updateClaim(tx *store.Tx, c Claim, sealed []byte) error {
	_, err := tx.Exec(`UPDATE claims SET state = $3, request = $4, level = $5, sensitivity = $6, protected = $7, told = $8, stopped = $9, key = $10, sealed = $11
		WHERE tenant = $1 AND claim = $2`,
		tx.Tenant(), c.ID, c.State, c.Request, c.Level, c.Sensitivity, c.Protected, micros(c.Told), micros(c.Stopped), c.key, sealed)
	return err
}

// getClaim is one claim; code NotFound names it.
func getClaim(tx *store.Tx, id string) (Claim, error) {
	return oneClaim(store.List(tx, scanClaim, `SELECT `+claimColumns+` FROM claims WHERE tenant = $1 AND claim = $2`, tx.Tenant(), id))
}

// claimOf is the claim that a request was made of; code NotFound when it came
// another way.
func claimOf(tx *store.Tx, request string) (Claim, error) {
	return oneClaim(store.List(tx, scanClaim, `SELECT `+claimColumns+` FROM claims WHERE tenant = $1 AND request = $2`, tx.Tenant(), request))
}

// hasClaim reports whether there is a claim of that number.
func hasClaim(tx *store.Tx, id string) (bool, error) {
	_, err := getClaim(tx, id)
	if varsam.CodeOf(err) == varsam.NotFound {
		return false, nil
	}
	return err == nil, err
}

func oneClaim(found []Claim, err error) (Claim, error) {
	if err != nil {
		return Claim{}, err
	}
	if len(found) == 0 {
		return Claim{}, varsam.Errorf(varsam.NotFound, "there is no such claim")
	}
	return found[0], nil
}

func listClaims(tx *store.Tx, states ...State) (all []Claim, err error) {
	for _, state := range states {
		some, err := store.List(tx, scanClaim, `SELECT `+claimColumns+` FROM claims WHERE tenant = $1 AND state = $2 ORDER BY arrived, claim`, tx.Tenant(), state)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// listAttention is what has not become a request, and what was stopped.
func listAttention(tx *store.Tx, most int) ([]Claim, error) {
	return store.List(tx, scanClaim, `SELECT `+claimColumns+` FROM claims
		WHERE tenant = $1 AND (state IN ('waiting', 'proven') OR stopped <> 0) ORDER BY arrived, claim LIMIT $2`, tx.Tenant(), most)
}

func sealedOf(tx *store.Tx, id string) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM claims WHERE tenant = $1 AND claim = $2`, tx.Tenant(), id).Scan(&sealed)
	return sealed, err
}

func deleteClaim(tx *store.Tx, id string) error {
	for _, statement := range []string{
		`DELETE FROM claim_links WHERE tenant = $1 AND claim = $2`,
		`DELETE FROM claim_codes WHERE tenant = $1 AND claim = $2`,
		`DELETE FROM claims WHERE tenant = $1 AND claim = $2`,
	} {
		if _, err := tx.Exec(statement, tx.Tenant(), id); err != nil {
			return err
		}
	}
	return nil
}

// arrivalKey is the key of what came on a day; NotFound when it has none yet.
func arrivalKey(tx *store.Tx, day int64) (key string, err error) {
	err = tx.QueryRow(`SELECT key FROM claim_keys WHERE tenant = $1 AND day = $2`, tx.Tenant(), day).Scan(&key)
	return key, err
}

// setArrivalKey keeps the first key of a day.
func setArrivalKey(tx *store.Tx, day int64, key string) error {
	_, err := tx.Exec(`INSERT INTO claim_keys (tenant, day, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, tx.Tenant(), day, key)
	return err
}

// dropArrivalKeys forgets the keys of days before one under which nothing lies
// any more, and returns them.
func dropArrivalKeys(tx *store.Tx, before int64) ([]string, error) {
	return store.List(tx, store.One[string], `DELETE FROM claim_keys WHERE tenant = $1 AND day < $2 AND NOT EXISTS (
		SELECT 1 FROM claims WHERE tenant = $1 AND claims.key = claim_keys.key) RETURNING key`, tx.Tenant(), before)
}

func insertLink(tx *store.Tx, mark []byte, claim string, kind LinkKind, medium Medium, expires time.Time) error {
	_, err := tx.Exec(`INSERT INTO claim_links (tenant, mark, claim, kind, channel, expires) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.Tenant(), mark, claim, kind, medium, micros(expires))
	return err
}

func getLink(tx *store.Tx, mark []byte) (l Link, err error) {
	var expires int64
	err = tx.QueryRow(`SELECT claim, kind, channel, expires FROM claim_links WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark).
		Scan(&l.Claim, &l.Kind, &l.Medium, &expires)
	l.Expires = instant(expires)
	return l, err
}

// dropLinks ends all links of a kind.
func dropLinks(tx *store.Tx, claim string, kind LinkKind) error {
	_, err := tx.Exec(`DELETE FROM claim_links WHERE tenant = $1 AND claim = $2 AND kind = $3`, tx.Tenant(), claim, kind)
	return err
}

// putCode keeps the newest code of a claim; the one before it is no longer good.
func putCode(tx *store.Tx, claim string, mark, sealed []byte, expires time.Time) error {
	_, err := tx.Exec(`INSERT INTO claim_codes (tenant, claim, mark, sealed, tries, expires) VALUES ($1, $2, $3, $4, 0, $5)
		ON CONFLICT (tenant, claim) DO UPDATE SET mark = excluded.mark, sealed = excluded.sealed, tries = 0, expires = excluded.expires`,
		tx.Tenant(), claim, mark, sealed, micros(expires))
	return err
}

// tryCode counts a try and returns what it is compared with.
func tryCode(tx *store.Tx, claim string) (mark, sealed []byte, tries int, expires time.Time, err error) {
	var at int64
	err = tx.QueryRow(`UPDATE claim_codes SET tries = tries + 1 WHERE tenant = $1 AND claim = $2 RETURNING mark, sealed, tries, expires`,
		tx.Tenant(), claim).Scan(&mark, &sealed, &tries, &at)
	return mark, sealed, tries, instant(at), err
}

func dropCode(tx *store.Tx, claim string) error {
	_, err := tx.Exec(`DELETE FROM claim_codes WHERE tenant = $1 AND claim = $2`, tx.Tenant(), claim)
	return err
}

// count adds one to a day's count and returns what it came to.
func count(tx *store.Tx, mark []byte, day int64) (n int, err error) {
	err = tx.QueryRow(`INSERT INTO claim_counts (tenant, mark, day, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (tenant, mark, day) DO UPDATE SET n = claim_counts.n + 1 RETURNING n`, tx.Tenant(), mark, day).Scan(&n)
	return n, err
}

func dropCounts(tx *store.Tx, before int64) error {
	_, err := tx.Exec(`DELETE FROM claim_counts WHERE tenant = $1 AND day < $2`, tx.Tenant(), before)
	return err
}

func putMark(tx *store.Tx, mark []byte, what string) error {
	_, err := tx.Exec(`INSERT INTO channel_marks (tenant, mark, what, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, mark, what) DO UPDATE SET at = excluded.at`, tx.Tenant(), mark, what, micros(tx.Now()))
	return err
}

func dropMark(tx *store.Tx, mark []byte, what string) error {
	_, err := tx.Exec(`DELETE FROM channel_marks WHERE tenant = $1 AND mark = $2 AND what = $3`, tx.Tenant(), mark, what)
	return err
}

// dropMarks forgets marks of a kind that were made before a moment.
func dropMarks(tx *store.Tx, what string, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM channel_marks WHERE tenant = $1 AND what = $2 AND at < $3`, tx.Tenant(), what, micros(before))
	return err
}

// markedAt is when a mark was made; zero when there is none.
func markedAt(tx *store.Tx, mark []byte, what string) (time.Time, error) {
	var at int64
	err := tx.QueryRow(`SELECT at FROM channel_marks WHERE tenant = $1 AND mark = $2 AND what = $3`, tx.Tenant(), mark, what).Scan(&at)
	if varsam.CodeOf(err) == varsam.NotFound {
		return time.Time{}, nil
	}
	return instant(at), err
}
