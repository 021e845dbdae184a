package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/sqlite"
)

// sqliteEngine has one connection that writes and several that cannot.
type sqliteEngine struct {
	path           string
	noCopy         bool
	writer, reader *sql.DB
	watcher        watcher
}

// readers bounds the read-only pool.
const readers = 4

func openSQLite(ctx context.Context, config Config) (engine, error) {
	path, err := filepath.Abs(config.DSN)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the path of the database is not usable")
	}
	if err := makeFile(path); err != nil {
		return nil, err
	}
	e := &sqliteEngine{path: path, noCopy: config.NoCopy}
	if e.writer, err = sqlite.Open(sqliteDSN(path, "_txlock=immediate")); err != nil {
		return nil, scrub(err)
	}
	e.writer.SetMaxOpenConns(1)
	if e.reader, err = sqlite.Open(sqliteDSN(path, "_pragma=query_only(1)")); err != nil {
		return nil, scrub(err)
	}
	e.reader.SetMaxOpenConns(readers)
	if e.watcher.db, err = sqlite.Open(sqliteDSN(path, "_pragma=query_only(1)")); err != nil {
		return nil, scrub(err)
	}
	if err := e.writer.PingContext(ctx); err != nil {
		e.close()
		return nil, scrub(err)
	}
	return e, nil
}

// sqliteDSN has the opening rules, in their order: wait for a lock before
// anything that may need one; then a write-ahead log that is synced at every
// commit, references that hold, and deleted cells that are overwritten.
func sqliteDSN(path string, last string) string {
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows drive
	}
	file := url.URL{Scheme: "file", Path: path, RawQuery: strings.Join([]string{
		"_pragma=busy_timeout(10000)",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)",
		"_pragma=secure_delete(1)",
		last,
	}, "&")}
	return file.String()
}

// makeFile makes the database file for its owner only; SQLite gives the files
// beside it the same mode.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the data folder %s cannot be made", filepath.Dir(path))
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the database file %s cannot be opened", path)
	}
	return file.Close()
}

func (e *sqliteEngine) begin(ctx context.Context, _ string, write bool) (*session, error) {
	pool := e.reader
	if write {
		pool = e.writer
	}
	// The transaction must not end by itself when ctx does: that is finish's
	// to decide. Waiting for the connection does end with ctx.
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{ReadOnly: !write})
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &session{
		sql:      tx,
		now:      time.Now(),
		commit:   func(context.Context) error { defer conn.Close(); return tx.Commit() },
		rollback: func() { tx.Rollback(); conn.Close() },
		lock:     func(context.Context, string) error { return nil },
		native:   NativeTx{SQLite: tx},
	}, nil
}

func (e *sqliteEngine) applied(ctx context.Context) (versions, error) {
	var n int
	err := e.reader.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'`).Scan(&n)
	if err != nil || n == 0 {
		return nil, err
	}
	return readVersions(ctx, e.reader)
}

// migrate keeps a copy of a file that already holds something.
func (e *sqliteEngine) migrate(ctx context.Context, apply func(*session) error) error {
	applied, err := e.applied(ctx)
	if err != nil {
		return err
	}
	if len(applied) > 0 && !e.noCopy {
		path := e.path + ".before-" + time.Now().UTC().Format("20060102T150405.000000Z")
		if err := e.copy(ctx, path); err != nil {
			return varsam.Wrap(varsam.Unavailable, err, "copying the database before its migration")
		}
	}
	session, err := e.begin(ctx, "", true)
	if err != nil {
		return err
	}
	if err := apply(session); err != nil {
		session.rollback()
		return err
	}
	return session.end(ctx)
}

// copy writes the database as it is at one moment to a new file.
func (e *sqliteEngine) copy(ctx context.Context, path string) error {
	if err := makeFile(path); err != nil {
		return err
	}
	if _, err := e.writer.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return varsam.Wrap(varsam.Unavailable, scrub(err), "copying the database")
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(file.Sync(), file.Close())
	}
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the copy of the database cannot be written to disk")
	}
	return nil
}

func (e *sqliteEngine) scrub(ctx context.Context, _ []string) error {
	var busy, log, done int
	err := e.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &done)
	if err == nil && busy != 0 {
		return varsam.Errorf(varsam.Unavailable, "a reader keeps the write-ahead log in use; try again")
	}
	return err
}

func (e *sqliteEngine) native() Native { return Native{Writer: e.writer, Reader: e.reader} }

func (e *sqliteEngine) close() error {
	errs := []error{e.watcher.close()}
	for _, pool := range []*sql.DB{e.reader, e.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
