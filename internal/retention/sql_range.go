package retention

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

func insertRange(tx *store.Tx, run string, g rowRange) error {
	_, err := tx.Exec(`INSERT INTO cull_ranges (tenant, cull, place, n, rows, sum, state, attempt, fence, leased, problem, sealed, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '', $8, $9)`,
		tx.Tenant(), run, g.Place, g.N, g.Rows, g.Sum, RangePlanned, g.sealed, tx.Now().UnixMicro())
	return err
}

const rangeColumns = `place, n, rows, sum, state, attempt, fence, leased, problem, intent, sealed`

func scanRange(rows *store.Rows) (g rowRange, err error) {
	var leased int64
	err = rows.Scan(&g.Place, &g.N, &g.Rows, &g.Sum, &g.State, &g.Attempt, &g.Fence, &leased, &g.Problem, &g.intent, &g.sealed)
	g.leased = instant(leased)
	return g, err
}

// nextRange is the first range that may be taken now: of a rule that runs, when
// no range of a lower level is open, and free or left by a worker that has not
// been heard of.
func nextRange(tx *store.Tx, run string) (rowRange, bool, error) {
	found, err := store.List(tx, scanRange, `SELECT `+rangeColumns+` FROM cull_ranges g WHERE g.tenant = $1 AND g.cull = $2
		AND g.state IN ('planned', 'intended', 'unknown') AND g.leased <= $3
		AND EXISTS (SELECT 1 FROM cull_rules r WHERE r.tenant = g.tenant AND r.cull = g.cull AND r.place = g.place AND r.state = 'running'
			AND NOT EXISTS (SELECT 1 FROM cull_rules q JOIN cull_ranges p ON p.tenant = q.tenant AND p.cull = q.cull AND p.place = q.place
				WHERE q.tenant = r.tenant AND q.cull = r.cull AND q.system = r.system AND q.level < r.level AND q.state = 'running'
				AND p.state IN ('planned', 'intended', 'unknown')))
		ORDER BY g.place, g.n LIMIT 1`, tx.Tenant(), run, tx.Now().UnixMicro())
	if err != nil || len(found) == 0 {
		return rowRange{}, false, err
	}
	return found[0], true, nil
}

// claimRange takes a range under a new fence; false when somebody was quicker.
func claimRange(tx *store.Tx, run string, g rowRange, until time.Time) (bool, error) {
	n, err := tx.Exec(`UPDATE cull_ranges SET state = $5, attempt = $6, fence = $7, leased = $8, intent = $9, changed = $10
		WHERE tenant = $1 AND cull = $2 AND place = $3 AND n = $4 AND fence = $7 - 1`,
		tx.Tenant(), run, g.Place, g.N, g.State, g.Attempt, g.Fence, until.UnixMicro(), g.intent, tx.Now().UnixMicro())
	return n == 1, err
}

// renewRange gives a worker more time; false when its fence is no longer the
// newest.
func renewRange(tx *store.Tx, run string, g rowRange, until time.Time) (bool, error) {
	n, err := tx.Exec(`UPDATE cull_ranges SET leased = $6 WHERE tenant = $1 AND cull = $2 AND place = $3 AND n = $4 AND fence = $5`,
		tx.Tenant(), run, g.Place, g.N, g.Fence, until.UnixMicro())
	return n == 1, err
}

// settleRange writes what became of a range, unless its fence is no longer the
// newest.
func settleRange(tx *store.Tx, run string, g rowRange, notBefore time.Time) error {
	leased := int64(0)
	if !notBefore.IsZero() {
		leased = notBefore.UnixMicro()
	}
	n, err := tx.Exec(`UPDATE cull_ranges SET state = $5, problem = $6, leased = $7, attempt = $8, changed = $9
		WHERE tenant = $1 AND cull = $2 AND place = $3 AND n = $4 AND fence = $10`,
		tx.Tenant(), run, g.Place, g.N, g.State, g.Problem, leased, g.Attempt, tx.Now().UnixMicro(), g.Fence)
	if err == nil && n != 1 {
		err = varsam.Errorf(varsam.Conflict, "a range of run %s was taken over by another worker", run)
	}
	return err
}

// openRanges counts what is left to do, and when the first of it may be taken.
func openRanges(tx *store.Tx, run string) (n int, next time.Time, err error) {
	var at int64
	err = tx.QueryRow(`SELECT count(*), coalesce(min(g.leased), 0) FROM cull_ranges g JOIN cull_rules r
		ON r.tenant = g.tenant AND r.cull = g.cull AND r.place = g.place
		WHERE g.tenant = $1 AND g.cull = $2 AND g.state IN ('planned', 'intended', 'unknown') AND r.state = 'running'`,
		tx.Tenant(), run).Scan(&n, &at)
	return n, instant(at), err
}

// putOff keeps the ranges of a system that nobody has taken from being taken
// before a moment.
func putOff(tx *store.Tx, run, system string, until time.Time) error {
	_, err := tx.Exec(`UPDATE cull_ranges SET leased = $4 WHERE tenant = $1 AND cull = $2 AND state = 'planned' AND leased < $4
		AND place IN (SELECT r.place FROM cull_rules r WHERE r.tenant = $1 AND r.cull = $2 AND r.system = $3)`,
		tx.Tenant(), run, system, until.UnixMicro())
	return err
}

// unpark lets the ranges be taken that wait for room.
func unpark(tx *store.Tx, run string) error {
	_, err := tx.Exec(`UPDATE cull_ranges SET leased = 0 WHERE tenant = $1 AND cull = $2 AND leased = $3`, tx.Tenant(), run, parked.UnixMicro())
	return err
}

// parkedIn are the systems whose ranges wait for room.
func parkedIn(tx *store.Tx, run string) ([]string, error) {
	return store.List(tx, store.One[string], `SELECT DISTINCT r.system FROM cull_ranges g JOIN cull_rules r
		ON r.tenant = g.tenant AND r.cull = g.cull AND r.place = g.place
		WHERE g.tenant = $1 AND g.cull = $2 AND g.leased = $3 ORDER BY r.system`, tx.Tenant(), run, parked.UnixMicro())
}

func highestRange(tx *store.Tx, run string, place int64) (n int64, err error) {
	err = tx.QueryRow(`SELECT coalesce(max(n), 0) FROM cull_ranges WHERE tenant = $1 AND cull = $2 AND place = $3`,
		tx.Tenant(), run, place).Scan(&n)
	return n, err
}

// RangeCount is how many ranges, with how many rows, are in one state.
type RangeCount struct {
	State   RangeState  `json:"state"`
	Problem varsam.Code `json:"problem,omitempty"`
	Ranges  int         `json:"ranges"`
	Rows    int64       `json:"rows"`
}

func countRanges(tx *store.Tx, run string, place int64) ([]RangeCount, error) {
	return store.List(tx, func(rows *store.Rows) (c RangeCount, err error) {
		err = rows.Scan(&c.State, &c.Problem, &c.Ranges, &c.Rows)
		return c, err
	}, `SELECT state, problem, count(*), sum(rows) FROM cull_ranges WHERE tenant = $1 AND cull = $2 AND place = $3
		AND state <> 'split' GROUP BY state, problem ORDER BY state, problem`, tx.Tenant(), run, place)
}

// lastDone is how many rows the last finished run of a rule took, -1 when there
// was none.
func lastDone(tx *store.Tx, r Rule) (n int64, err error) {
	n = -1
	found, err := store.List(tx, store.One[int64], `SELECT coalesce((SELECT sum(g.rows) FROM cull_ranges g
		WHERE g.tenant = q.tenant AND g.cull = q.cull AND g.place = q.place AND g.state = 'verified'), 0)
		FROM cull_rules q JOIN culls c ON c.tenant = q.tenant AND c.cull = q.cull
		WHERE q.tenant = $1 AND q.system = $2 AND q.collection = $3 AND q.action = $4 AND q.rule = $5 AND q.state = 'done'
		ORDER BY c.created DESC LIMIT 1`, tx.Tenant(), r.System, r.Collection, r.Action, r.Digest)
	if err == nil && len(found) > 0 {
		n = found[0]
	}
	return n, err
}
