package retention

import (
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention/report"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. What names a record or a person – conditions
// with excepted keys, the bounds of ranges, holds – is sealed; what stands in
// clear is names of the register, counts and states.
var Migrations = []store.Migration{{Room: "retention", Version: 1, SQL: `
CREATE TABLE culls (
	tenant   TEXT NOT NULL,
	cull     TEXT NOT NULL,
	day      TEXT NOT NULL,
	register TEXT NOT NULL,
	digest   TEXT NOT NULL,
	state    TEXT NOT NULL,
	why      TEXT NOT NULL,
	rate     BIGINT NOT NULL, -- rows a second at most, 0 for no bound
	key      TEXT NOT NULL,
	created  BIGINT NOT NULL,
	ended    BIGINT NOT NULL,
	PRIMARY KEY (tenant, cull)
);
CREATE TABLE cull_rules (
	tenant      TEXT NOT NULL,
	cull        TEXT NOT NULL,
	place       BIGINT NOT NULL,
	level       BIGINT NOT NULL,
	system      TEXT NOT NULL,
	collection  TEXT NOT NULL,
	action      TEXT NOT NULL,
	rule        TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	state       TEXT NOT NULL,
	why         TEXT NOT NULL,
	standing    TEXT NOT NULL,
	due         BIGINT NOT NULL, -- by their own grounds
	needed      BIGINT NOT NULL, -- of these, kept because others need them
	protected   BIGINT NOT NULL, -- of these, protected
	unclear     BIGINT NOT NULL, -- beside them, for a person
	frozen      BIGINT NOT NULL, -- rows in ranges
	years       TEXT NOT NULL,
	finality    TEXT NOT NULL,
	until       TEXT NOT NULL,
	sealed      BYTEA NOT NULL,
	PRIMARY KEY (tenant, cull, place),
	FOREIGN KEY (tenant, cull) REFERENCES culls (tenant, cull)
);
CREATE TABLE cull_ranges (
	tenant  TEXT NOT NULL,
	cull    TEXT NOT NULL,
	place   BIGINT NOT NULL,
	n       BIGINT NOT NULL,
	rows    BIGINT NOT NULL,
	sum     BIGINT NOT NULL,
	state   TEXT NOT NULL,
	attempt BIGINT NOT NULL,
	fence   BIGINT NOT NULL,
	leased  BIGINT NOT NULL, -- taken until, or not before
	problem TEXT NOT NULL,
	intent  BYTEA,
	sealed  BYTEA NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, cull, place, n),
	FOREIGN KEY (tenant, cull, place) REFERENCES cull_rules (tenant, cull, place)
);
CREATE INDEX cull_ranges_open ON cull_ranges (tenant, cull, state, place, n);
CREATE TABLE cull_approvals (
	tenant    TEXT NOT NULL,
	cull      TEXT NOT NULL,
	digest    TEXT NOT NULL,
	actor     TEXT NOT NULL,
	assurance TEXT NOT NULL,
	approved  BIGINT NOT NULL,
	PRIMARY KEY (tenant, cull, digest, actor),
	FOREIGN KEY (tenant, cull) REFERENCES culls (tenant, cull)
);
CREATE TABLE standings (
	tenant     TEXT NOT NULL,
	standing   TEXT NOT NULL,
	system     TEXT NOT NULL,
	collection TEXT NOT NULL,
	action     TEXT NOT NULL,
	rule       TEXT NOT NULL,
	most       BIGINT NOT NULL,
	jump       BIGINT NOT NULL, -- percent of the last run
	until      TEXT NOT NULL,
	cull       TEXT NOT NULL,   -- the run that was looked at
	created    BIGINT NOT NULL,
	ended      BIGINT NOT NULL,
	PRIMARY KEY (tenant, standing)
);
CREATE TABLE holds (
	tenant     TEXT NOT NULL,
	hold       TEXT NOT NULL,
	system     TEXT NOT NULL,
	collection TEXT NOT NULL,
	review     TEXT NOT NULL,
	key        TEXT NOT NULL,
	sealed     BYTEA NOT NULL,
	created    BIGINT NOT NULL,
	ended      BIGINT NOT NULL,
	PRIMARY KEY (tenant, hold)
);
`}, {Room: "retention", Version: 2, SQL: `
ALTER TABLE culls ADD COLUMN notes TEXT NOT NULL DEFAULT ''; -- systems that were silent, holds past their review
`}, {Room: "retention", Version: 3, SQL: `
ALTER TABLE cull_rules ADD COLUMN small BIGINT NOT NULL DEFAULT 0;  -- of those due, in classes that are too small
ALTER TABLE cull_rules ADD COLUMN linked BIGINT NOT NULL DEFAULT 0; -- of those due, anonymised but for what leads to a person
ALTER TABLE cull_rules ADD COLUMN classes TEXT NOT NULL DEFAULT ''; -- digest
ALTER TABLE cull_rules ADD COLUMN becomes TEXT NOT NULL DEFAULT ''; -- what becomes of columns
ALTER TABLE cull_rules ADD COLUMN notes TEXT NOT NULL DEFAULT '';   -- findings of the plan
`}, {Room: "retention", Version: 4, SQL: `
ALTER TABLE cull_rules ADD COLUMN chosen TEXT NOT NULL DEFAULT ''; -- what becomes of columns that are left to a choice
CREATE TABLE cull_choices (
	tenant     TEXT NOT NULL,
	system     TEXT NOT NULL,
	collection TEXT NOT NULL,
	rule       TEXT NOT NULL, -- digest of the register's rule
	chosen     TEXT NOT NULL,
	cull       TEXT NOT NULL, -- whose plan was approved
	bound      BIGINT NOT NULL,
	PRIMARY KEY (tenant, system, collection, rule)
);
`}}

func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func readDay(text string) varsam.Date {
	d, _ := varsam.ParseDate(text)
	return d
}

func reasonText(r varsam.Reason) string {
	if r.Code == "" {
		return ""
	}
	text, _ := json.Marshal(r)
	return string(text)
}

func readReason(text string) (r varsam.Reason) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), &r)
	}
	return r
}

// runNotes is what a plan tells beside its rules.
type runNotes struct {
	Silent  []varsam.Gap    `json:"silent,omitempty"`
	Overdue []varsam.Reason `json:"overdue,omitempty"`
}

func insertRun(tx *store.Tx, r Run) error {
	notes, err := json.Marshal(runNotes{r.Silent, r.Overdue})
	if err != nil {
		return varsam.Errorf(varsam.Internal, "the notes of a run cannot be written as JSON")
	}
	_, err = tx.Exec(`INSERT INTO culls (tenant, cull, day, register, digest, state, why, rate, key, created, ended, notes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)`,
		tx.Tenant(), r.ID, r.Day.String(), r.Register, r.Digest, r.State, reasonText(r.Why), r.Rate, string(r.key), tx.Now().UnixMicro(), string(notes))
	return err
}

const runColumns = `cull, day, register, digest, state, why, rate, key, created, ended, notes`

func scanRun(rows *store.Rows) (r Run, err error) {
	var day, why, text string
	var created, ended int64
	err = rows.Scan(&r.ID, &day, &r.Register, &r.Digest, &r.State, &why, &r.Rate, &r.key, &created, &ended, &text)
	var notes runNotes
	if err == nil && text != "" && json.Unmarshal([]byte(text), &notes) != nil {
		err = varsam.Errorf(varsam.Corrupt, "the notes of run %s do not read back", r.ID)
	}
	r.Day, r.Why, r.Created, r.Ended = readDay(day), readReason(why), instant(created), instant(ended)
	r.Silent, r.Overdue = notes.Silent, notes.Overdue
	return r, err
}

func getRun(tx *store.Tx, id string) (Run, error) {
	found, err := store.List(tx, scanRun, `SELECT `+runColumns+` FROM culls WHERE tenant = $1 AND cull = $2`, tx.Tenant(), id)
	if err == nil && len(found) == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no culling run %s; varsam cull status lists them", id)
	}
	if err != nil {
		return Run{}, err
	}
	return found[0], nil
}

func listRuns(tx *store.Tx) ([]Run, error) {
	return store.List(tx, scanRun, `SELECT `+runColumns+` FROM culls WHERE tenant = $1 ORDER BY created DESC, cull`, tx.Tenant())
}

func setRunState(tx *store.Tx, id string, state State, why varsam.Reason) error {
	ended := int64(0)
	if state.over() {
		ended = tx.Now().UnixMicro()
	}
	_, err := tx.Exec(`UPDATE culls SET state = $3, why = $4, ended = $5 WHERE tenant = $1 AND cull = $2`,
		tx.Tenant(), id, state, reasonText(why), ended)
	return err
}

func insertRule(tx *store.Tx, run string, r Planned, sealed []byte) error {
	years, err := json.Marshal(r.Years)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "the years of a rule cannot be written as JSON")
	}
	_, err = tx.Exec(`INSERT INTO cull_rules (tenant, cull, place, level, system, collection, action, rule, fingerprint, state, why,
		standing, due, needed, protected, unclear, frozen, years, finality, until, sealed, small, linked, classes, becomes, notes, chosen)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', '', $19, $20, $21, $22, $23, $24, $25)`,
		tx.Tenant(), run, r.Place, r.Level, r.System, r.Collection, r.Action, r.Rule.Digest, r.fingerprint, r.State, reasonText(r.Why),
		r.Standing, r.Due, r.Needed, r.Protected, r.Unclear, r.Frozen, string(years), sealed, r.Small, r.Linked, r.Classes, jsonText(r.Becomes), jsonText(r.notes), r.Chosen.text())
	return err
}

func listRules(tx *store.Tx, run string) ([]Planned, error) {
	all, err := store.List(tx, scanRule, `SELECT r.place, r.level, r.system, r.collection, r.action, r.rule, r.fingerprint, r.state, r.why,
		r.standing, r.due, r.needed, r.protected, r.unclear, r.frozen, r.years, r.finality, r.until, r.sealed, r.small, r.linked, r.classes, r.becomes, r.notes, r.chosen,
		coalesce((SELECT sum(g.rows) FROM cull_ranges g WHERE g.tenant = r.tenant AND g.cull = r.cull AND g.place = r.place AND g.state = 'verified'), 0)
		FROM cull_rules r WHERE r.tenant = $1 AND r.cull = $2 ORDER BY r.place`, tx.Tenant(), run)
	return all, err
}

func scanRule(rows *store.Rows) (r Planned, err error) {
	var why, years, until, becomes, notes, chosen string
	err = rows.Scan(&r.Place, &r.Level, &r.System, &r.Collection, &r.Action, &r.Rule.Digest, &r.fingerprint, &r.State, &why,
		&r.Standing, &r.Due, &r.Needed, &r.Protected, &r.Unclear, &r.Frozen, &years, &r.Finality, &until, &r.sealed, &r.Small, &r.Linked, &r.Classes, &becomes, &notes, &chosen, &r.Done)
	if err == nil && json.Unmarshal([]byte(years), &r.Years) != nil {
		err = varsam.Errorf(varsam.Corrupt, "the years of a rule do not read back")
	}
	r.Why, r.Until = readReason(why), readDay(until)
	readJSON(becomes, &r.Becomes)
	readJSON(notes, &r.notes)
	readJSON(chosen, &r.Chosen)
	return r, err
}

// jsonText is a list as JSON, nothing for an empty one; readJSON reads it back.
func jsonText[T map[string]string | []varsam.Reason](v T) string {
	if len(v) == 0 {
		return ""
	}
	text, _ := json.Marshal(v) // always can be
	return string(text)
}

func readJSON(text string, into any) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), into)
	}
}

func setRuleState(tx *store.Tx, run string, place int64, state RuleState, why varsam.Reason) error {
	_, err := tx.Exec(`UPDATE cull_rules SET state = $4, why = $5 WHERE tenant = $1 AND cull = $2 AND place = $3`,
		tx.Tenant(), run, place, state, reasonText(why))
	return err
}

func setFinality(tx *store.Tx, run string, place int64, f varsam.Finality, until varsam.Date) error {
	_, err := tx.Exec(`UPDATE cull_rules SET finality = $4, until = $5 WHERE tenant = $1 AND cull = $2 AND place = $3`,
		tx.Tenant(), run, place, f, until.String())
	return err
}

func insertStanding(tx *store.Tx, st Standing) error {
	_, err := tx.Exec(`INSERT INTO standings (tenant, standing, system, collection, action, rule, most, jump, until, cull, created, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)`,
		tx.Tenant(), st.ID, st.System, st.Collection, st.Action, st.Rule, st.Most, st.Jump, st.Until.String(), st.Run, tx.Now().UnixMicro())
	return err
}

func listStandings(tx *store.Tx) ([]Standing, error) {
	return store.List(tx, func(rows *store.Rows) (st Standing, err error) {
		var until string
		var created int64
		err = rows.Scan(&st.ID, &st.System, &st.Collection, &st.Action, &st.Rule, &st.Most, &st.Jump, &until, &st.Run, &created)
		st.Until, st.Created = readDay(until), instant(created)
		return st, err
	}, `SELECT standing, system, collection, action, rule, most, jump, until, cull, created FROM standings
		WHERE tenant = $1 AND ended = 0 ORDER BY created DESC, standing`, tx.Tenant())
}

func endStandings(tx *store.Tx, r Rule) error {
	_, err := tx.Exec(`UPDATE standings SET ended = $5 WHERE tenant = $1 AND system = $2 AND collection = $3 AND action = $4 AND ended = 0`,
		tx.Tenant(), r.System, r.Collection, r.Action, tx.Now().UnixMicro())
	return err
}

func endStanding(tx *store.Tx, id string) (bool, error) {
	n, err := tx.Exec(`UPDATE standings SET ended = $3 WHERE tenant = $1 AND standing = $2 AND ended = 0`, tx.Tenant(), id, tx.Now().UnixMicro())
	return n == 1, err
}

func insertApproval(tx *store.Tx, run, digest string, a Approval) (bool, error) {
	n, err := tx.Exec(`INSERT INTO cull_approvals (tenant, cull, digest, actor, assurance, approved) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, tx.Tenant(), run, digest, a.Actor, a.Assurance, tx.Now().UnixMicro())
	return n == 1, err
}

func listApprovals(tx *store.Tx, run, digest string) ([]Approval, error) {
	return store.List(tx, func(rows *store.Rows) (a Approval, err error) {
		var at int64
		err = rows.Scan(&a.Actor, &a.Assurance, &at)
		a.At = instant(at)
		return a, err
	}, `SELECT actor, assurance, approved FROM cull_approvals WHERE tenant = $1 AND cull = $2 AND digest = $3 ORDER BY approved, actor`,
		tx.Tenant(), run, digest)
}

// releasing are those who let a run's waiting rules go: the largest group that
// said yes to the same, because a smaller one was not enough and afterwards
// nobody is asked.
func releasing(tx *store.Tx, run string) ([]Approval, error) {
	digests, err := store.List(tx, store.One[string], `SELECT digest FROM cull_approvals WHERE tenant = $1 AND cull = $2
		GROUP BY digest ORDER BY count(*) DESC, max(approved) DESC LIMIT 1`, tx.Tenant(), run)
	if err != nil || len(digests) == 0 {
		return nil, err
	}
	return listApprovals(tx, run, digests[0])
}

// standingOf is a standing approval, in force or not, and the digest of the plan
// that was looked at for it.
func standingOf(tx *store.Tx, id string) (st Standing, digest string, err error) {
	var until string
	err = tx.QueryRow(`SELECT s.standing, s.most, s.jump, s.until, s.cull, c.digest FROM standings s
		JOIN culls c ON c.tenant = s.tenant AND c.cull = s.cull WHERE s.tenant = $1 AND s.standing = $2`, tx.Tenant(), id).
		Scan(&st.ID, &st.Most, &st.Jump, &until, &st.Run, &digest)
	st.Until = readDay(until)
	return st, digest, err
}

// splits are the ranges of a rule that were cut in two.
func splits(tx *store.Tx, run string, place int64) (p report.Part, err error) {
	err = tx.QueryRow(`SELECT count(*), coalesce(sum(rows), 0) FROM cull_ranges
		WHERE tenant = $1 AND cull = $2 AND place = $3 AND state = 'split'`, tx.Tenant(), run, place).Scan(&p.Ranges, &p.Rows)
	return p, err
}
