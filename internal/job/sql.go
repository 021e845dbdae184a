package job

import "github.com/varsam/varsam/internal/store"

// Migrations are the room's tables. "ready" is the instant from which anybody
// may take a unit: its due time while it waits, the end of its lease while it is
// held, nothing otherwise – so that one index finds what is free and what is
// left behind.
var Migrations = []store.Migration{{Room: "job", Version: 1, SQL: `
CREATE TABLE job_units (
	tenant  TEXT NOT NULL,
	id      TEXT NOT NULL,
	run     TEXT NOT NULL,
	kind    TEXT NOT NULL,
	place   BIGINT NOT NULL,
	state   TEXT NOT NULL,
	due     BIGINT NOT NULL,
	ready   BIGINT,
	beat    BIGINT NOT NULL,
	holder  TEXT NOT NULL,
	fence   BIGINT NOT NULL,
	attempt BIGINT NOT NULL,
	tries   BIGINT NOT NULL,
	problem TEXT NOT NULL,
	cursor  BYTEA,
	once    BOOLEAN NOT NULL,
	again   BOOLEAN NOT NULL,
	kept    BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX job_units_once ON job_units (tenant, kind, run) WHERE once;
CREATE INDEX job_units_ready ON job_units (tenant, ready, place, id) WHERE ready IS NOT NULL;
CREATE INDEX job_units_run ON job_units (tenant, run);
CREATE INDEX job_units_held ON job_units (tenant) WHERE state = 'held';
CREATE INDEX job_units_paused ON job_units (tenant) WHERE state = 'paused';
CREATE INDEX job_units_stuck ON job_units (tenant) WHERE state = 'stuck';
CREATE TABLE job_runs (
	tenant TEXT NOT NULL,
	run    TEXT NOT NULL,
	wish   TEXT NOT NULL,
	PRIMARY KEY (tenant, run)
);
CREATE TABLE job_times (
	tenant TEXT NOT NULL,
	kind   TEXT NOT NULL,
	spec   TEXT NOT NULL,
	next   BIGINT NOT NULL,
	PRIMARY KEY (tenant, kind)
);`}, {Room: "job", Version: 2, SQL: `
DROP INDEX job_units_paused;
DROP TABLE job_runs;`}}

const addUnit = `INSERT INTO job_units (tenant, id, run, kind, place, state, due, ready, beat, holder, fence, attempt,
	tries, problem, cursor, once, again, kept)
	VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6, 0, '', 0, 0, $7, '', $8, $9, FALSE, $10)`

// A unit that is there is left as it is: adding is repeatable.
const addOnce = addUnit + ` ON CONFLICT (tenant, id) DO NOTHING`

// A wake that is there already keeps the earlier time and its back-off; one that
// is being worked on will be done again, and one that was given up has new tries.
const addWake = addUnit + ` ON CONFLICT (tenant, kind, run) WHERE once DO UPDATE SET
	again = job_units.state = 'held',
	state = CASE WHEN job_units.state = 'stuck' THEN 'waiting' ELSE job_units.state END,
	attempt = CASE WHEN job_units.state = 'stuck' THEN 0 ELSE job_units.attempt END,
	due = CASE WHEN job_units.due < excluded.due AND (job_units.again OR job_units.state = 'waiting')
		THEN job_units.due ELSE excluded.due END,
	ready = CASE WHEN job_units.state = 'held' OR job_units.state = 'waiting'
		AND (job_units.attempt > 0 OR job_units.ready < excluded.ready) THEN job_units.ready ELSE excluded.ready END`

// takeUnit turns the unit that has been ready longest into what it must become
// now: held, or stuck after its last attempt. The second half is completed by the
// engine's way of passing over locked rows.
const takeUnit = `WITH next AS (
	SELECT id, CASE WHEN attempt >= tries THEN 'stuck' ELSE 'held' END AS state
	FROM job_units WHERE tenant = $1 AND ready <= $2 AND $3 LIKE '%,' || kind || ',%'
	ORDER BY ready, place, id LIMIT 1`

const takeUpdate = `)
	UPDATE job_units SET state = next.state, fence = fence + 1, holder = $4, beat = $2,
	ready = CASE WHEN next.state = 'held' THEN CAST($5 AS BIGINT) END,
	attempt = attempt + CASE WHEN next.state = 'held' THEN 1 ELSE 0 END,
	problem = CASE WHEN next.state = 'stuck' THEN 'unknown' ELSE problem END
	FROM next WHERE job_units.tenant = $1 AND job_units.id = next.id
	RETURNING job_units.id, run, kind, place, job_units.state, fence, attempt, problem, cursor, kept`

const (
	takeOnSQLite   = takeUnit + takeUpdate
	takeOnPostgres = takeUnit + ` FOR UPDATE SKIP LOCKED` + takeUpdate
)

const isReady = `SELECT count(*) FROM (SELECT 1 FROM job_units WHERE tenant = $1 AND ready <= $2
	AND $3 LIKE '%,' || kind || ',%' LIMIT 1) AS one`

const beatUnit = `UPDATE job_units SET ready = $4, beat = $5 WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

// Progress makes this the first attempt again.
const saveUnit = `UPDATE job_units SET ready = $4, beat = $5, cursor = $6, attempt = 1, problem = ''
	WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

const tellUnit = `UPDATE job_units SET cursor = $4 WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

const toldOf = `SELECT cursor FROM job_units WHERE tenant = $1 AND run = $2 AND state = 'held' AND cursor IS NOT NULL ORDER BY place, id LIMIT 1`

const endUnit = `UPDATE job_units SET state = CASE WHEN again THEN 'waiting' ELSE 'done' END,
	ready = CASE WHEN again THEN due END, once = once AND again, again = FALSE, cursor = NULL, attempt = 0, problem = ''
	WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

const dropDone = `DELETE FROM job_units WHERE tenant = $1 AND id = $2 AND state = 'done' AND NOT kept`

// The attempts so far are counted by the caller.
const putBack = `UPDATE job_units SET attempt = $4, due = $5, ready = $5, cursor = $6, problem = $7, state = 'waiting'
	WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

const giveUp = `UPDATE job_units SET ready = NULL, problem = $4, state = 'stuck'
	WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

const retryUnits = `UPDATE job_units SET state = 'waiting', ready = $3, due = $3, attempt = 0
	WHERE tenant = $1 AND run = $2 AND state = 'stuck'`

const forgetUnits = `DELETE FROM job_units WHERE tenant = $1 AND run = $2 AND state <> 'held'`

const heldBy = `SELECT id, fence, holder FROM job_units WHERE tenant = $1 AND state = 'held'`

const freeUnit = `UPDATE job_units SET ready = $4 WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held' AND ready > $4`
