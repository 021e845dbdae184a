package suppression

import (
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. A mark is a keyed digest of an identifier, a
// place one of a record and a field; neither says whom it is about without the
// master key.
var Migrations = []store.Migration{{Room: "suppression", Version: 1, SQL: `
CREATE TABLE suppressions (
	tenant      TEXT NOT NULL,
	suppression TEXT NOT NULL,
	request     TEXT NOT NULL,
	person      BIGINT NOT NULL,
	party       TEXT NOT NULL,
	begun       BIGINT NOT NULL,
	until       TEXT NOT NULL,
	PRIMARY KEY (tenant, suppression)
);
CREATE INDEX suppressions_request ON suppressions (tenant, request);
CREATE TABLE suppression_marks (
	tenant      TEXT NOT NULL,
	mark        BYTEA NOT NULL,
	suppression TEXT NOT NULL,
	type        TEXT NOT NULL,
	PRIMARY KEY (tenant, mark, suppression),
	FOREIGN KEY (tenant, suppression) REFERENCES suppressions (tenant, suppression)
);
CREATE INDEX suppression_marks_of ON suppression_marks (tenant, suppression);
CREATE TABLE suppression_places (
	tenant      TEXT NOT NULL,
	suppression TEXT NOT NULL,
	place       BYTEA NOT NULL,
	why         TEXT NOT NULL,
	seen        BIGINT NOT NULL,
	PRIMARY KEY (tenant, suppression, place),
	FOREIGN KEY (tenant, suppression) REFERENCES suppressions (tenant, suppression)
);
`}, {Room: "suppression", Version: 2, SQL: `
CREATE TABLE suppression_looks (
	tenant TEXT NOT NULL,
	looked BIGINT NOT NULL, -- when the last whole look ended
	PRIMARY KEY (tenant)
);
`}}

// tables are what a deleted mark must leave on disk too.
var tables = []string{"suppressions", "suppression_marks", "suppression_places"}

// Why a place is known.
const (
	kept   = "kept"   // the plan left the identifier there
	chosen = "chosen" // the person consented anew
	back   = "back"   // it has come back; somebody has been told
)

// Suppression is what is kept of one person after one request.
type Suppression struct {
	ID      string      `json:"suppression"`
	Request string      `json:"request"`
	Person  int         `json:"person"`          // their number in the request
	Party   string      `json:"party,omitempty"` // the controller whose instruction it was
	Begun   time.Time   `json:"begun"`
	Until   varsam.Date `json:"until"` // the last day
	Types   []string    `json:"types"` // of the identifiers
	Back    int         `json:"back"`  // fields in which one has come back
}

func scanSuppression(rows *store.Rows) (s Suppression, err error) {
	var begun int64
	var until string
	err = rows.Scan(&s.ID, &s.Request, &s.Person, &s.Party, &begun, &until, &s.Back)
	s.Begun = time.UnixMicro(begun).UTC()
	s.Until, _ = varsam.ParseDate(until)
	return s, err
}

// List is all suppressions, those that end first first.
func List(tx *store.Tx) ([]Suppression, error) {
	all, err := store.List(tx, scanSuppression, `SELECT s.suppression, s.request, s.person, s.party, s.begun, s.until,
		(SELECT count(*) FROM suppression_places p WHERE p.tenant = $1 AND p.suppression = s.suppression AND p.why = $2)
		FROM suppressions s WHERE s.tenant = $1 ORDER BY s.until, s.suppression`, tx.Tenant(), back)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Types, err = store.List(tx, store.One[string], `SELECT DISTINCT type FROM suppression_marks WHERE tenant = $1 AND suppression = $2 ORDER BY type`,
			tx.Tenant(), all[i].ID)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func insertSuppression(tx *store.Tx, s Suppression) error {
	_, err := tx.Exec(`INSERT INTO suppressions (tenant, suppression, request, person, party, begun, until)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, tx.Tenant(), s.ID, s.Request, s.Person, s.Party, tx.Now().UnixMicro(), s.Until.String())
	return err
}

func insertMark(tx *store.Tx, suppression string, typ varsam.IdentifierType, mark []byte) error {
	_, err := tx.Exec(`INSERT INTO suppression_marks (tenant, mark, suppression, type) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, mark, suppression) DO NOTHING`, tx.Tenant(), mark, suppression, string(typ))
	return err
}

func insertPlace(tx *store.Tx, suppression string, place []byte, why string) error {
	_, err := tx.Exec(`INSERT INTO suppression_places (tenant, suppression, place, why, seen) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant, suppression, place) DO NOTHING`, tx.Tenant(), suppression, place, why, tx.Now().UnixMicro())
	return err
}

// drop deletes suppressions with everything of theirs.
func drop(tx *store.Tx, ids ...string) error {
	for _, id := range ids {
		for _, statement := range []string{
			`DELETE FROM suppression_places WHERE tenant = $1 AND suppression = $2`,
			`DELETE FROM suppression_marks WHERE tenant = $1 AND suppression = $2`,
			`DELETE FROM suppressions WHERE tenant = $1 AND suppression = $2`,
		} {
			if _, err := tx.Exec(statement, tx.Tenant(), id); err != nil {
				return err
			}
		}
	}
	return nil
}

func ofRequest(tx *store.Tx, request string) ([]string, error) {
	return store.List(tx, store.One[string], `SELECT suppression FROM suppressions WHERE tenant = $1 AND request = $2`, tx.Tenant(), request)
}

// eachMark calls yield with every mark.
func eachMark(tx *store.Tx, yield func(mark []byte)) error {
	rows, err := tx.Query(`SELECT mark FROM suppression_marks WHERE tenant = $1`, tx.Tenant())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var mark []byte
		if err := rows.Scan(&mark); err != nil {
			return err
		}
		yield(mark)
	}
	return rows.Err()
}

// parties are the controllers that some suppression is for; ours is "".
func parties(tx *store.Tx) ([]string, error) {
	return store.List(tx, store.One[string], `SELECT DISTINCT party FROM suppressions WHERE tenant = $1`, tx.Tenant())
}

// marked is a mark that the store holds, with what it is kept for.
type marked struct {
	mark                        string
	suppression, request, party string
	begun                       time.Time
}

// lookUp is what the store holds of some marks.
func lookUp(tx *store.Tx, marks [][]byte) ([]marked, error) {
	args := []any{tx.Tenant()}
	for _, m := range marks {
		args = append(args, m)
	}
	return store.List(tx, func(rows *store.Rows) (m marked, err error) {
		var raw []byte
		var begun int64
		err = rows.Scan(&raw, &m.suppression, &m.request, &m.party, &begun)
		m.mark, m.begun = string(raw), time.UnixMicro(begun).UTC()
		return m, err
	}, `SELECT m.mark, s.suppression, s.request, s.party, s.begun FROM suppression_marks m
		JOIN suppressions s ON s.tenant = m.tenant AND s.suppression = m.suppression
		WHERE m.tenant = $1 AND m.mark IN (`+parameters(2, len(marks))+`)`, args...)
}

func parameters(first, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(all, ",")
}

func known(tx *store.Tx, suppression string, place []byte) (bool, error) {
	n := 0
	err := tx.QueryRow(`SELECT count(*) FROM suppression_places WHERE tenant = $1 AND suppression = $2 AND place = $3`,
		tx.Tenant(), suppression, place).Scan(&n)
	return n > 0, err
}

// Looked is when the last look that went to the end was done; zero for never.
func Looked(tx *store.Tx) (time.Time, error) {
	all, err := store.List(tx, store.One[int64], `SELECT looked FROM suppression_looks WHERE tenant = $1`, tx.Tenant())
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(all[0]).UTC(), nil
}

func putLook(tx *store.Tx) error {
	_, err := tx.Exec(`INSERT INTO suppression_looks (tenant, looked) VALUES ($1, $2)
		ON CONFLICT (tenant) DO UPDATE SET looked = excluded.looked`, tx.Tenant(), tx.Now().UnixMicro())
	return err
}
