package act

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables. Plans and results are sealed; what stands in
// clear is names of the register, counts and states.
var Migrations = []store.Migration{{Room: "act", Version: 1, SQL: `
CREATE TABLE plans (
	tenant   TEXT NOT NULL,
	request  TEXT NOT NULL,
	digest   TEXT NOT NULL,
	register TEXT NOT NULL,
	current  BOOLEAN NOT NULL,
	key      TEXT NOT NULL,
	sealed   BYTEA NOT NULL,
	frozen   BIGINT NOT NULL,
	PRIMARY KEY (tenant, request, digest)
);
CREATE UNIQUE INDEX plans_current ON plans (tenant, request) WHERE current;
CREATE TABLE approvals (
	tenant    TEXT NOT NULL,
	request   TEXT NOT NULL,
	digest    TEXT NOT NULL,
	actor     TEXT NOT NULL,
	assurance TEXT NOT NULL,
	approved  BIGINT NOT NULL,
	PRIMARY KEY (tenant, request, digest, actor),
	FOREIGN KEY (tenant, request, digest) REFERENCES plans (tenant, request, digest)
);
CREATE TABLE steps (
	tenant     TEXT NOT NULL,
	request    TEXT NOT NULL,
	digest     TEXT NOT NULL,
	step       TEXT NOT NULL,
	place      BIGINT NOT NULL,
	system     TEXT NOT NULL,
	collection TEXT NOT NULL,
	kind       TEXT NOT NULL,
	owner      TEXT NOT NULL,
	due        TEXT NOT NULL,
	expected   BIGINT NOT NULL,
	state      TEXT NOT NULL,
	attempt    BIGINT NOT NULL,
	fence      BIGINT NOT NULL,
	leased     BIGINT NOT NULL,
	applied    BIGINT NOT NULL,
	finality   TEXT NOT NULL,
	until      TEXT NOT NULL,
	problem    TEXT NOT NULL,
	intent     BYTEA,
	result     BYTEA,
	changed    BIGINT NOT NULL,
	PRIMARY KEY (tenant, request, digest, step),
	FOREIGN KEY (tenant, request, digest) REFERENCES plans (tenant, request, digest)
);
CREATE INDEX steps_open ON steps (tenant, state);
`}}

// Status is where one step stands: what may be shown and logged.
type Status struct {
	Request    string           `json:"request"`
	Step       string           `json:"step"`
	System     string           `json:"system"`
	Collection string           `json:"collection,omitempty"`
	Kind       varsam.OpKind    `json:"kind"`
	Owner      string           `json:"owner,omitempty"` // of an assisted step
	Due        varsam.Date      `json:"due,omitzero"`
	Expected   int              `json:"expected"`
	State      varsam.StepState `json:"state"`
	Attempt    int              `json:"attempt"`
	Applied    int              `json:"applied"`
	Finality   varsam.Finality  `json:"finality,omitempty"`
	Until      varsam.Date      `json:"until,omitzero"`
	Problem    varsam.Code      `json:"problem,omitempty"`
	Changed    time.Time        `json:"changed"`

	digest string
	fence  int64
	leased time.Time
	intent []byte // leaf id of the last attempt's intent
	result []byte
}

// Open reports whether the step still needs something to happen.
func (s Status) Open() bool { return !s.State.Done() }

const statusColumns = `request, digest, step, system, collection, kind, owner, due, expected, state, attempt,
	fence, leased, applied, finality, until, problem, intent, result, changed`

func scanStatus(rows *store.Rows) (s Status, err error) {
	var due, until string
	var leased, changed int64
	err = rows.Scan(&s.Request, &s.digest, &s.Step, &s.System, &s.Collection, &s.Kind, &s.Owner, &due, &s.Expected,
		&s.State, &s.Attempt, &s.fence, &leased, &s.Applied, &s.Finality, &until, &s.Problem, &s.intent, &s.result, &changed)
	s.leased, s.Changed = time.UnixMicro(leased), time.UnixMicro(changed).UTC()
	s.Due, _ = varsam.ParseDate(due)
	s.Until, _ = varsam.ParseDate(until)
	return s, err
}

// Steps lists the steps of a request's current plan, in order.
func Steps(tx *store.Tx, request string) ([]Status, error) {
	return store.List(tx, scanStatus, `SELECT `+statusColumns+` FROM steps s WHERE s.tenant = $1 AND s.request = $2
		AND s.digest = (SELECT p.digest FROM plans p WHERE p.tenant = $1 AND p.request = $2 AND p.current)
		ORDER BY s.place`, tx.Tenant(), request)
}

// Tasks lists the assisted steps that wait for their owners, by due day.
func Tasks(tx *store.Tx) ([]Status, error) {
	return store.List(tx, scanStatus, `SELECT `+statusColumns+` FROM steps s WHERE s.tenant = $1 AND s.state = $2
		ORDER BY s.due, s.request, s.place`, tx.Tenant(), varsam.StepAsked)
}

func oneStep(tx *store.Tx, request, step string) (Status, error) {
	found, err := store.List(tx, scanStatus, `SELECT `+statusColumns+` FROM steps s WHERE s.tenant = $1
		AND s.request = $2 AND s.step = $3 AND s.digest =
		(SELECT p.digest FROM plans p WHERE p.tenant = $1 AND p.request = $2 AND p.current)`, tx.Tenant(), request, step)
	if err != nil {
		return Status{}, err
	}
	if len(found) == 0 {
		return Status{}, varsam.Errorf(varsam.NotFound, "request %s has no step %s in its current plan", request, step)
	}
	return found[0], nil
}

// stepsTogether bounds the steps of one statement, so that its text stays short.
const stepsTogether = 16

// alike cuts tries into runs that one statement can write.
func (all tries) alike(same func(a, b *Status) bool) iter.Seq[tries] {
	return func(yield func(tries) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && n < stepsTogether && same(&all[0].status, &all[n].status) {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// claim takes steps of one request for one attempt each: the fence goes up, so
// that whoever held a step before can no longer write its outcome. It reports
// false when somebody else was quicker.
func claim(tx *store.Tx, all tries, leased time.Time) (bool, error) {
	for some := range all.alike(func(a, b *Status) bool {
		return a.State == b.State && a.Attempt == b.Attempt && a.fence == b.fence
	}) {
		s := &some[0].status
		u := update{args: []any{
			tx.Tenant(), s.Request, s.digest, s.State, s.Attempt, s.fence, leased.UnixMicro(), tx.Now().UnixMicro(),
		}}
		steps := u.steps(some)
		intent := u.each(some, "intent", func(s *Status) any { return s.intent })
		n, err := tx.Exec(fmt.Sprintf(`UPDATE steps SET state = $4, attempt = $5, fence = $6, leased = $7, changed = $8, intent = %s
			WHERE tenant = $1 AND request = $2 AND digest = $3 AND fence = $6 - 1 AND step IN (%s)`, intent, steps), u.args...)
		if err != nil || n != int64(len(some)) {
			return false, err
		}
	}
	return true, nil
}

// settle writes the outcomes of attempts, unless the fence of one is no longer
// the newest.
func settle(tx *store.Tx, all tries) error {
	for some := range all.alike(func(a, b *Status) bool {
		return a.State == b.State && a.Finality == b.Finality && a.Until == b.Until && a.Problem == b.Problem && a.fence == b.fence
	}) {
		s := &some[0].status
		u := update{args: []any{
			tx.Tenant(), s.Request, s.digest, s.State, s.Finality, s.Until.String(), s.Problem, tx.Now().UnixMicro(), s.fence,
		}}
		steps := u.steps(some)
		applied := u.each(some, "applied", func(s *Status) any { return s.Applied })
		result := u.each(some, "result", func(s *Status) any { return s.result })
		n, err := tx.Exec(fmt.Sprintf(`UPDATE steps SET state = $4, finality = $5, until = $6, problem = $7, changed = $8, leased = 0,
			applied = %s, result = %s
			WHERE tenant = $1 AND request = $2 AND digest = $3 AND fence = $9 AND step IN (%s)`, applied, result, steps), u.args...)
		if err != nil {
			return err
		}
		if n != int64(len(some)) {
			return takenOver(some, "taken over")
		}
	}
	return nil
}

// update is an UPDATE of several steps in the making.
type update struct {
	args []any
	at   []string // the placeholder of each step
}

func (u *update) arg(v any) string {
	u.args = append(u.args, v)
	return "$" + strconv.Itoa(len(u.args))
}

// steps lists the steps.
func (u *update) steps(all tries) string {
	for i := range all {
		u.at = append(u.at, u.arg(all[i].status.Step))
	}
	return strings.Join(u.at, ", ")
}

// each gives every step its own value of a column.
func (u *update) each(all tries, column string, value func(*Status) any) string {
	text := "CASE step"
	for i := range all {
		text += " WHEN " + u.at[i] + " THEN " + u.arg(value(&all[i].status))
	}
	return text + " ELSE " + column + " END"
}

// takenOver says that another worker has one of the steps.
func takenOver(all tries, how string) error {
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].status.Step
	}
	return varsam.Errorf(varsam.Conflict, "step %s of request %s was %s by another worker",
		strings.Join(names, " or "), all[0].status.Request, how)
}
