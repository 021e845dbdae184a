package job

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// State is where a unit stands.
type State string

// The states of a unit; doc.go draws them.
const (
	Waiting State = "waiting"
	Held    State = "held"
	Ended   State = "done"
	Stuck   State = "stuck"
)

// Retry gives the stuck units of a run new tries, at once.
func Retry(tx *store.Tx, run string) error {
	if _, err := tx.Exec(retryUnits, tx.Tenant(), run, tx.Now().UnixMicro()); err != nil {
		return err
	}
	return tx.Ring(bell)
}

// Forget drops a run's units; those that somebody holds stay.
func Forget(tx *store.Tx, run string) error {
	_, err := tx.Exec(forgetUnits, tx.Tenant(), run)
	return err
}

// Progress is how far a run is.
type Progress struct {
	Run    string        `json:"run"`
	Units  map[State]int `json:"units"`
	Held   []Holding     `json:"held,omitempty"`  // longest silent first
	Stuck  []Problem     `json:"stuck,omitempty"` // at most maxProblems
	Reread time.Time     `json:"at"`              // the database's clock
}

// Holding is one unit that is being worked on.
type Holding struct {
	Unit    string        `json:"unit"`
	Kind    string        `json:"kind"`
	Holder  string        `json:"holder"`
	Fence   int64         `json:"fence"`
	Attempt int           `json:"attempt"`
	Silent  time.Duration `json:"silent"` // since the last heartbeat
}

// Problem is a unit that does not get on: it is a finding until somebody looks.
type Problem struct {
	Unit    string      `json:"unit"`
	Run     string      `json:"run"`
	Kind    string      `json:"kind"`
	Attempt int         `json:"attempt"`
	Code    varsam.Code `json:"code"`
}

const maxProblems = 100

// Status is how far a run is.
func Status(tx *store.Tx, run string) (p Progress, err error) {
	p = Progress{Run: run, Units: map[State]int{}, Reread: tx.Now()}
	rows, err := tx.Query(`SELECT state, count(*) FROM job_units WHERE tenant = $1 AND run = $2 GROUP BY state`, tx.Tenant(), run)
	if err != nil {
		return p, err
	}
	defer rows.Close()
	for rows.Next() {
		state, n := State(""), 0
		if err := rows.Scan(&state, &n); err != nil {
			return p, err
		}
		p.Units[state] = n
	}
	if err := rows.Err(); err != nil {
		return p, err
	}
	rows.Close()
	if p.Held, err = holdings(tx, run); err != nil {
		return p, err
	}
	p.Stuck, err = store.List(tx, scanProblem, `SELECT id, run, kind, attempt, problem FROM job_units
		WHERE tenant = $1 AND run = $2 AND state = 'stuck' ORDER BY id LIMIT $3`, tx.Tenant(), run, maxProblems)
	return p, err
}

func holdings(tx *store.Tx, run string) ([]Holding, error) {
	scan := func(rows *store.Rows) (h Holding, err error) {
		beat := int64(0)
		err = rows.Scan(&h.Unit, &h.Kind, &h.Holder, &h.Fence, &h.Attempt, &beat)
		h.Silent = tx.Now().Sub(time.UnixMicro(beat))
		return h, err
	}
	return store.List(tx, scan, `SELECT id, kind, holder, fence, attempt, beat FROM job_units
		WHERE tenant = $1 AND run = $2 AND state = 'held' ORDER BY beat, id`, tx.Tenant(), run)
}

// Problems are the tenant's stuck units, at most a hundred.
func Problems(tx *store.Tx) ([]Problem, error) {
	return store.List(tx, scanProblem, `SELECT id, run, kind, attempt, problem FROM job_units
		WHERE tenant = $1 AND state = 'stuck' ORDER BY kind, run, id LIMIT $2`, tx.Tenant(), maxProblems)
}

func scanProblem(rows *store.Rows) (p Problem, err error) {
	err = rows.Scan(&p.Unit, &p.Run, &p.Kind, &p.Attempt, &p.Code)
	return p, err
}
