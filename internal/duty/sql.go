package duty

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. Clear facts are days, choices and names of the
// register; free text, names and files lie sealed under the record's key.
var Migrations = []store.Migration{{Room: "duty", Version: 1, SQL: `
CREATE TABLE duty_records (
	tenant  TEXT NOT NULL,
	record  TEXT NOT NULL,
	kind    TEXT NOT NULL,
	about   TEXT NOT NULL, -- the type of the subject
	subject TEXT NOT NULL,
	state   TEXT NOT NULL,
	version BIGINT NOT NULL,
	next    TEXT NOT NULL,
	facts   TEXT NOT NULL,
	filled  TEXT NOT NULL, -- names of sealed facts
	files   BIGINT NOT NULL,
	mark    TEXT NOT NULL,
	key     TEXT NOT NULL,
	sealed  BYTEA,
	added   BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	ended   BIGINT NOT NULL,
	PRIMARY KEY (tenant, record)
);
CREATE INDEX duty_records_kind ON duty_records (tenant, kind, state, next);
CREATE INDEX duty_records_subject ON duty_records (tenant, about, subject);
CREATE INDEX duty_records_mark ON duty_records (tenant, kind, mark);
CREATE TABLE duty_changes (
	tenant  TEXT NOT NULL,
	record  TEXT NOT NULL,
	version BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	actor   TEXT NOT NULL, -- a mark
	what    TEXT NOT NULL,
	state   TEXT NOT NULL,
	next    TEXT NOT NULL,
	facts   TEXT NOT NULL,
	filled  TEXT NOT NULL,
	files   BIGINT NOT NULL,
	sealed  BYTEA,
	PRIMARY KEY (tenant, record, version),
	FOREIGN KEY (tenant, record) REFERENCES duty_records (tenant, record)
);
CREATE INDEX duty_changes_at ON duty_changes (tenant, at);
CREATE TABLE duty_files (
	tenant TEXT NOT NULL,
	record TEXT NOT NULL,
	file   TEXT NOT NULL,
	size   BIGINT NOT NULL,
	added  BIGINT NOT NULL,
	name   BYTEA NOT NULL,
	sealed BYTEA NOT NULL,
	PRIMARY KEY (tenant, record, file),
	FOREIGN KEY (tenant, record) REFERENCES duty_records (tenant, record)
);
CREATE TABLE duty_shared (
	tenant TEXT NOT NULL,
	mark   TEXT NOT NULL, -- of a person whose data was disclosed
	record TEXT NOT NULL,
	PRIMARY KEY (tenant, mark, record),
	FOREIGN KEY (tenant, record) REFERENCES duty_records (tenant, record)
);
CREATE INDEX duty_shared_record ON duty_shared (tenant, record);
CREATE TABLE duty_reminders (
	tenant TEXT NOT NULL,
	about  TEXT NOT NULL, -- what was reminded of
	day    TEXT NOT NULL,
	PRIMARY KEY (tenant, about)
);
CREATE TABLE duty_links (
	tenant TEXT NOT NULL,
	token  BYTEA NOT NULL, -- a digest
	record TEXT NOT NULL,
	person TEXT NOT NULL,
	ends   BIGINT NOT NULL,
	PRIMARY KEY (tenant, token)
);
`}, {Room: "duty", Version: 2, SQL: `
ALTER TABLE duty_files ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- of the record, that the file came with
`}, {Room: "duty", Version: 3, SQL: affectedTables}}

const recordColumns = `record, kind, about, subject, state, version, next, facts, filled, files, mark, key, added, changed, ended`

// stored is a record as it lies there, with what is sealed of it.
type stored struct {
	Record
	sealed []byte
}

func scanRecord(rows *store.Rows) (r Record, err error) {
	var next, facts, filled string
	var added, changed, ended int64
	err = rows.Scan(&r.ID, &r.Kind, &r.Subject.Type, &r.Subject.Name, &r.State, &r.Version, &next, &facts, &filled, &r.Files, &r.mark, &r.key, &added, &changed, &ended)
	if err != nil {
		return r, err
	}
	r.Added, r.Changed = instant(added), instant(changed)
	r.Over = instant(ended)
	return r, r.read(next, facts, filled)
}

func (r *Record) read(next, facts, filled string) error {
	if json.Unmarshal([]byte(facts), &r.Facts) != nil {
		return varsam.Errorf(varsam.Corrupt, "the facts of %s do not read back", r.ID)
	}
	r.Next, _ = varsam.ParseDate(next)
	r.filled = strings.Fields(filled)
	return nil
}

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

// row is what of a record is written in clear.
type row struct {
	facts  string
	filled string
	sealed []byte
}

func insertRecord(tx *store.Tx, r Record, w row) error {
	_, err := tx.Exec(`INSERT INTO duty_records (tenant, record, kind, about, subject, state, version, next, facts, filled, files, mark, key, sealed, added, changed, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		tx.Tenant(), r.ID, r.Kind, r.Subject.Type, r.Subject.Name, r.State, r.Version, r.Next.String(), w.facts, w.filled, r.Files, r.mark, r.key,
		w.sealed, micros(r.Added), micros(r.Changed), micros(r.Over))
	return err
}

// updateRecord writes a new version over the one before it; false when another
// stands there meanwhile.
func updateRecord(tx *store.Tx, r Record, w row) (bool, error) {
	n, err := tx.Exec(`UPDATE duty_records SET state = $3, version = $4, next = $5, facts = $6, filled = $7, files = $8, mark = $9, key = $10, sealed = $11, changed = $12, ended = $13, about = $14, subject = $15
		WHERE tenant = $1 AND record = $2 AND version = $4 - 1`,
		tx.Tenant(), r.ID, r.State, r.Version, r.Next.String(), w.facts, w.filled, r.Files, r.mark, r.key, w.sealed, micros(r.Changed), micros(r.Over), r.Subject.Type, r.Subject.Name)
	return n == 1, err
}

func insertChange(tx *store.Tx, r Record, w row, actor, what string) error {
	_, err := tx.Exec(`INSERT INTO duty_changes (tenant, record, version, at, actor, what, state, next, facts, filled, files, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Tenant(), r.ID, r.Version, tx.Now().UnixMicro(), actor, what, r.State, r.Next.String(), w.facts, w.filled, r.Files, w.sealed)
	return err
}

func selectRecord(tx *store.Tx, id string) (s stored, err error) {
	rows, err := tx.Query(`SELECT `+recordColumns+` FROM duty_records WHERE tenant = $1 AND record = $2`, tx.Tenant(), id)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	if !rows.Next() {
		return s, varsam.Errorf(varsam.NotFound, "there is no duty %s; varsam duty list shows those that there are", id)
	}
	if s.Record, err = scanRecord(rows); err != nil {
		return s, err
	}
	if err := rows.Close(); err != nil {
		return s, err
	}
	return s, tx.QueryRow(`SELECT sealed FROM duty_records WHERE tenant = $1 AND record = $2`, tx.Tenant(), id).Scan(&s.sealed)
}

// listRecords are all records, the oldest first.
func listRecords(tx *store.Tx) ([]Record, error) {
	return store.List(tx, scanRecord, `SELECT `+recordColumns+` FROM duty_records WHERE tenant = $1 ORDER BY added, record`, tx.Tenant())
}

// listMarked are the open records of a kind with a mark.
func listMarked(tx *store.Tx, k Kind, mark string) ([]Record, error) {
	return store.List(tx, scanRecord, `SELECT `+recordColumns+` FROM duty_records WHERE tenant = $1 AND kind = $2 AND mark = $3 AND state = 'open' ORDER BY added, record`,
		tx.Tenant(), k, mark)
}

// Change is one version of a record.
type Change struct {
	Version int64       `json:"version"`
	At      time.Time   `json:"at"`
	Actor   string      `json:"actor"` // a mark; see [Service.Actor]
	What    string      `json:"what"`
	State   State       `json:"state"`
	Next    varsam.Date `json:"next,omitzero"`
	Facts   Facts       `json:"facts"`

	record string
	filled []string
	files  int
	sealed []byte
}

const changeColumns = `record, version, at, actor, what, state, next, facts, filled, files`

func scanChange(rows *store.Rows) (c Change, err error) {
	var next, facts, filled string
	var at int64
	if err = rows.Scan(&c.record, &c.Version, &at, &c.Actor, &c.What, &c.State, &next, &facts, &filled, &c.files); err != nil {
		return c, err
	}
	c.At = instant(at)
	var r Record
	err = r.read(next, facts, filled)
	c.Facts, c.Next, c.filled = r.Facts, r.Next, r.filled
	return c, err
}

func listChanges(tx *store.Tx, record string) ([]Change, error) {
	return store.List(tx, scanChange, `SELECT `+changeColumns+` FROM duty_changes WHERE tenant = $1 AND record = $2 ORDER BY version`, tx.Tenant(), record)
}

func sealedChange(tx *store.Tx, record string, version int64) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM duty_changes WHERE tenant = $1 AND record = $2 AND version = $3`, tx.Tenant(), record, version).Scan(&sealed)
	return sealed, err
}

// changesUntil are all changes up to an instant, each record's in their order.
func changesUntil(tx *store.Tx, at time.Time) ([]Change, error) {
	return store.List(tx, scanChange, `SELECT `+changeColumns+` FROM duty_changes WHERE tenant = $1 AND at <= $2 ORDER BY record, version`, tx.Tenant(), at.UnixMicro())
}

// storedFile is a file as it lies there.
type storedFile struct {
	File
	name, sealed []byte
}

func insertFile(tx *store.Tx, r Record, f storedFile) error {
	_, err := tx.Exec(`INSERT INTO duty_files (tenant, record, file, size, added, name, sealed, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Tenant(), r.ID, f.ID, f.Size, tx.Now().UnixMicro(), f.name, f.sealed, r.Version)
	return err
}

func listFiles(tx *store.Tx, record string) ([]storedFile, error) {
	return store.List(tx, func(rows *store.Rows) (f storedFile, err error) {
		var added int64
		err = rows.Scan(&f.ID, &f.Size, &added, &f.name)
		f.Added = instant(added)
		return f, err
	}, `SELECT file, size, added, name FROM duty_files WHERE tenant = $1 AND record = $2 ORDER BY version, added, file`, tx.Tenant(), record)
}

func selectFile(tx *store.Tx, record, id string) (f storedFile, err error) {
	f.ID = id
	err = tx.QueryRow(`SELECT size, name, sealed FROM duty_files WHERE tenant = $1 AND record = $2 AND file = $3`, tx.Tenant(), record, id).Scan(&f.Size, &f.name, &f.sealed)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = varsam.Errorf(varsam.NotFound, "duty %s has no file %s; it may have been taken away", record, id)
	}
	return f, err
}

func deleteFile(tx *store.Tx, record, id string) (bool, error) {
	n, err := tx.Exec(`DELETE FROM duty_files WHERE tenant = $1 AND record = $2 AND file = $3`, tx.Tenant(), record, id)
	return n == 1, err
}

// deleteRecord removes a record with all that belongs to it.
func deleteRecord(tx *store.Tx, id string) error {
	for _, statement := range []string{
		`DELETE FROM duty_shared WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_files WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_links WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_affected WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_searches WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_changes WHERE tenant = $1 AND record = $2`,
		`DELETE FROM duty_records WHERE tenant = $1 AND record = $2`,
	} {
		if _, err := tx.Exec(statement, tx.Tenant(), id); err != nil {
			return err
		}
	}
	return nil
}

func insertShared(tx *store.Tx, record, mark string) error {
	_, err := tx.Exec(`INSERT INTO duty_shared (tenant, mark, record) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, tx.Tenant(), mark, record)
	return err
}

// sharedOf are the disclosures of one person's data, the oldest first.
func sharedOf(tx *store.Tx, mark string) ([]string, error) {
	return store.List(tx, store.One[string],
		`SELECT s.record FROM duty_shared s JOIN duty_records r ON r.tenant = s.tenant AND r.record = s.record
		WHERE s.tenant = $1 AND s.mark = $2 ORDER BY r.added, r.record`, tx.Tenant(), mark)
}

// listReminded is when somebody was last reminded of what.
func listReminded(tx *store.Tx) (map[string]varsam.Date, error) {
	rows, err := tx.Query(`SELECT about, day FROM duty_reminders WHERE tenant = $1`, tx.Tenant())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	days := map[string]varsam.Date{}
	for rows.Next() {
		var about, day string
		if err := rows.Scan(&about, &day); err != nil {
			return nil, err
		}
		days[about], _ = varsam.ParseDate(day)
	}
	return days, rows.Err()
}

func putReminded(tx *store.Tx, about string, today varsam.Date) error {
	_, err := tx.Exec(`INSERT INTO duty_reminders (tenant, about, day) VALUES ($1, $2, $3) ON CONFLICT (tenant, about) DO UPDATE SET day = $3`,
		tx.Tenant(), about, today.String())
	return err
}

// counted is how often something was done with duties of a kind.
type counted struct {
	kind Kind
	what string
	n    int
}

func countChanges(tx *store.Tx, from, to time.Time) ([]counted, error) {
	return store.List(tx, func(rows *store.Rows) (c counted, err error) {
		err = rows.Scan(&c.kind, &c.what, &c.n)
		return c, err
	}, `SELECT r.kind, c.what, COUNT(*) FROM duty_changes c JOIN duty_records r ON r.tenant = c.tenant AND r.record = c.record
		WHERE c.tenant = $1 AND c.at >= $2 AND c.at <= $3 GROUP BY r.kind, c.what`, tx.Tenant(), from.UnixMicro(), to.UnixMicro())
}

func insertLink(tx *store.Tx, token []byte, record, person string, ends time.Time) error {
	_, err := tx.Exec(`INSERT INTO duty_links (tenant, token, record, person, ends) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), token, record, person, ends.UnixMicro())
	return err
}

func selectLink(tx *store.Tx, token []byte) (record, person string, err error) {
	err = tx.QueryRow(`SELECT record, person FROM duty_links WHERE tenant = $1 AND token = $2 AND ends > $3`, tx.Tenant(), token, tx.Now().UnixMicro()).Scan(&record, &person)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = varsam.Errorf(varsam.NotFound, "the link has been used or is too old; ask for a new one")
	}
	return record, person, err
}

func deleteLink(tx *store.Tx, token []byte) error {
	_, err := tx.Exec(`DELETE FROM duty_links WHERE tenant = $1 AND token = $2`, tx.Tenant(), token)
	return err
}
