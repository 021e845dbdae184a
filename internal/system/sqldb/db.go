package sqldb

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// DB is one connected database. It implements [system.System], [system.Batcher],
// [system.Sampler] and [system.Advisor].
type DB struct {
	dialect dialect
	pool    *sql.DB
	cfg     system.Config

	statements atomic.Int64

	mu    sync.Mutex
	known *model // the structure as last read; nil before that
}

var (
	_ system.System  = (*DB)(nil)
	_ system.Batcher = (*DB)(nil)
	_ system.Sampler = (*DB)(nil)
	_ system.Advisor = (*DB)(nil)
)

// maxConnections bounds what we take from a server that others need. A search
// whose yield asks again holds one for each level.
const maxConnections = 16

// newDB takes over an opened pool and asks it for one answer, so that a wrong
// password or a server that is down is told at once and not in mid-work.
func newDB(ctx context.Context, d dialect, pool *sql.DB, cfg system.Config) (system.System, error) {
	pool.SetMaxOpenConns(maxConnections)
	pool.SetMaxIdleConns(maxConnections / 4)
	pool.SetConnMaxIdleTime(time.Minute)
	db := &DB{dialect: d, pool: pool, cfg: cfg}
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, db.fault(err, "connecting")
	}
	return db, nil
}

// Close releases the connections.
func (db *DB) Close() error {
	if err := db.pool.Close(); err != nil {
		return db.fault(err, "closing")
	}
	return nil
}

// Statements is how many statements have been sent since the database was
// opened, for tests and measurements.
func (db *DB) Statements() int64 { return db.statements.Load() }

// runner sends statements over the pool or over one connection, counts them and
// translates faults.
type runner struct {
	db *DB
	on interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	}
}

func (db *DB) runner() runner { return runner{db, db.pool} }

func (r runner) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	r.db.statements.Add(1)
	return r.on.QueryContext(ctx, text, args...)
}

// exec sends a statement and says how many rows it touched.
func (r runner) exec(ctx context.Context, text string, args ...any) (int64, error) {
	r.db.statements.Add(1)
	res, err := r.on.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// each runs a query and calls scan for every row.
func (r runner) each(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	rows, err := r.query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// asked is one statement of several that go together. Row is called for every row
// of its answer; nil wants none.
type asked struct {
	text string
	args []any
	row  func(scanner) error
}

// scanner is a row of an answer, whichever driver reads it.
type scanner interface{ Scan(into ...any) error }

// sender is a dialect whose driver can send several statements at once, and one
// with less ado than through [database/sql]. It says how many were answered
// before one failed.
type sender interface {
	sendAll(ctx context.Context, conn *sql.Conn, all []asked) (n int, err error)
}

// all sends statements one after the other, or at once where the engine can, and
// says how many were answered before one failed.
func (r runner) all(ctx context.Context, all []asked) (n int, err error) {
	if d, ok := r.db.dialect.(sender); ok {
		r.db.statements.Add(int64(len(all)))
		conn, held := r.on.(*sql.Conn)
		if !held {
			if conn, err = r.db.pool.Conn(ctx); err != nil {
				return 0, err
			}
			defer conn.Close()
		}
		return d.sendAll(ctx, conn, all)
	}
	for n, q := range all {
		if q.row == nil {
			_, err = r.exec(ctx, q.text, q.args...)
		} else {
			err = r.each(ctx, q.text, q.args, func(rows *sql.Rows) error { return q.row(rows) })
		}
		if err != nil {
			return n, err
		}
	}
	return len(all), nil
}

// weighed asks what the engine should plan for the values at hand. A transaction
// says so once.
func (r runner) weighed(ctx context.Context, question asked) error {
	before, after := r.db.dialect.around()
	if _, held := r.on.(*sql.Conn); held || len(before) == 0 {
		_, err := r.all(ctx, []asked{question})
		return err
	}
	conn, err := r.db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var all []asked
	for _, text := range before {
		all = append(all, asked{text: text})
	}
	all = append(all, question)
	for _, text := range after {
		all = append(all, asked{text: text})
	}
	_, err = runner{r.db, conn}.all(ctx, all)
	return err
}

// statement is SQL under construction: text and arguments grow together, so
// that positional placeholders stay in step.
type statement struct {
	db    *DB
	text  strings.Builder
	args  []any
	tests []func() // end those written in Go that the text calls
}

func (db *DB) statement() *statement { return &statement{db: db} }

func (s *statement) write(parts ...string) *statement {
	for _, p := range parts {
		s.text.WriteString(p)
	}
	return s
}

// arg binds a value and writes its bare placeholder.
func (s *statement) arg(v any) *statement {
	s.args = append(s.args, v)
	s.text.WriteString(s.db.dialect.placeholder(len(s.args)))
	return s
}

// value binds v as a value of the column and writes its placeholder, cast where
// the engine needs it.
func (s *statement) value(c *column, v varsam.Value) *statement {
	s.args = append(s.args, s.db.dialect.bind(c, v))
	s.text.WriteString(s.db.dialect.typed(c, v, s.db.dialect.placeholder(len(s.args))))
	return s
}

// close ends what the statement holds beside its text.
func (s *statement) close() {
	for _, done := range s.tests {
		done()
	}
}

// list writes n parts with a separator between them.
func (s *statement) list(n int, sep string, part func(i int)) *statement {
	for i := range n {
		if i > 0 {
			s.write(sep)
		}
		part(i)
	}
	return s
}

// checkSize refuses a statement with more placeholders than the engine takes.
func (s *statement) checkSize() error {
	if limit := s.db.dialect.maxArgs(); len(s.args) > limit {
		return varsam.Errorf(varsam.Invalid, "%s: the question holds %d values, over the %d of one statement; ask with fewer keys",
			s.db.cfg.System, len(s.args), limit)
	}
	return nil
}
