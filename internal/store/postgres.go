package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam"
)

// postgresEngine runs statements through database/sql, and begins and commits
// on the pgx connection below it, so that a library can join the transaction.
type postgresEngine struct {
	schema, role string
	pool         *pgxpool.Pool
	db           *sql.DB
}

func openPostgres(ctx context.Context, config Config) (engine, error) {
	pc, err := pgxpool.ParseConfig(config.DSN)
	if err != nil { // the error may quote the address
		return nil, varsam.Errorf(varsam.Invalid, "the PostgreSQL address cannot be read")
	}
	pc.ConnConfig.RuntimeParams["search_path"] = quote(config.Schema)
	pc.ConnConfig.RuntimeParams["application_name"] = "varsam"
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, scrub(err)
	}
	e := &postgresEngine{config.Schema, config.Role, pool, stdlib.OpenDBFromPool(pool)}
	if err := pool.Ping(ctx); err != nil {
		e.close()
		return nil, scrub(err)
	}
	return e, nil
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

var (
	writing = pgx.TxOptions{IsoLevel: pgx.ReadCommitted}
	reading = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
)

// begin starts a transaction as the lesser role that sees one tenant: both end
// with it.
func (e *postgresEngine) begin(ctx context.Context, tenant string, write bool) (*session, error) {
	options := reading
	if write {
		options = writing
	}
	s, err := e.session(ctx, options)
	if err != nil {
		return nil, err
	}
	err = scan(ctx, s.sql, &s.now,
		`SELECT now() FROM (SELECT set_config('role', $1, true), set_config('app.tenant', $2, true),
			set_config('idle_in_transaction_session_timeout', $3, true)) AS who`, e.role, tenant, idle(write))
	if err != nil {
		s.rollback()
		return nil, err
	}
	return s, nil
}

// idle is how long a transaction may stand still. A process that was put to sleep
// in the middle of a change would hold its rows, and with them everybody who
// waits for them, until it wakes; readers hold nothing.
func idle(write bool) string {
	if write {
		return "15s"
	}
	return "0"
}

// session is a transaction as the login role, without a tenant.
func (e *postgresEngine) session(ctx context.Context, options pgx.TxOptions) (*session, error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var tx pgx.Tx
	err = conn.Raw(func(driver any) error {
		tx, err = driver.(*stdlib.Conn).Conn().BeginTx(ctx, options)
		return err
	})
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &session{
		sql:      conn,
		now:      time.Now(),
		commit:   func(ctx context.Context) error { defer conn.Close(); return tx.Commit(ctx) },
		rollback: func() { abandon(tx); conn.Close() },
		lock: func(ctx context.Context, name string) error {
			_, err := conn.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, e.schema+"/"+name)
			return err
		},
		native: NativeTx{Postgres: tx},
	}, nil
}

// abandon rolls back even when the caller's context has ended.
func abandon(tx pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.Background(), commitPatience)
	defer cancel()
	tx.Rollback(ctx)
}

func scan(ctx context.Context, q querier, dest any, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), sql.ErrNoRows)
	}
	if err := rows.Scan(dest); err != nil {
		return err
	}
	return rows.Close()
}

func (e *postgresEngine) applied(ctx context.Context) (versions, error) {
	var exists bool
	err := scan(ctx, e.db, &exists, `SELECT to_regclass($1) IS NOT NULL`, quote(e.schema)+".schema_version")
	if err != nil || !exists {
		return nil, err
	}
	return readVersions(ctx, e.db)
}

func (e *postgresEngine) migrate(ctx context.Context, apply func(*session) error) error {
	s, err := e.session(ctx, writing)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *session) error{oneRunner, e.makeSchema, running(apply), e.secure} {
		if err := step(ctx, s); err != nil {
			s.rollback()
			return err
		}
	}
	return s.end(ctx)
}

func running(apply func(*session) error) func(context.Context, *session) error {
	return func(_ context.Context, s *session) error { return apply(s) }
}

// oneRunner waits for any other migration in this database.
func oneRunner(ctx context.Context, s *session) error {
	_, err := s.sql.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('varsam/migrate', 0))`)
	return err
}

func (e *postgresEngine) scrub(ctx context.Context, tables []string) error {
	for _, table := range tables {
		if _, err := e.db.ExecContext(ctx, `VACUUM (FULL, ANALYZE) `+quote(table)); err != nil {
			return err
		}
	}
	return nil
}

func (e *postgresEngine) native() Native { return Native{Pool: e.pool} }

func (e *postgresEngine) close() error {
	err := e.db.Close()
	e.pool.Close()
	return err
}
