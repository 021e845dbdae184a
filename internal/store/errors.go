package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/varsam/varsam"
)

// scrub turns any error into one that may be logged. Errors of ours and of the
// context pass; of a driver's error only its code, and the name of a
// constraint, remain.
func scrub(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*varsam.Error](err); ok {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return scrubPostgres(pg)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return scrubSQLite(lite.Code())
	}
	switch {
	case errors.Is(err, context.Canceled):
		return varsam.Wrap(varsam.Unavailable, context.Canceled, "the database call was given up")
	case errors.Is(err, context.DeadlineExceeded):
		return varsam.Wrap(varsam.Unavailable, context.DeadlineExceeded, "the database did not answer in time")
	case errors.Is(err, sql.ErrNoRows):
		return errNoRow
	case broken(err):
		return varsam.Errorf(varsam.Unavailable, "the database does not answer")
	}
	return varsam.Errorf(varsam.Internal, "the database call failed outside the database")
}

// broken reports whether the connection is at fault rather than the statement.
func broken(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		pgconn.SafeToRetry(err)
}

// scrubCommit is scrub for a commit: what is not a clear refusal by the
// database may have been committed.
func scrubCommit(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return errBroken
	}
	scrubbed := scrub(err)
	switch varsam.CodeOf(scrubbed) {
	case varsam.Conflict, varsam.Invalid, varsam.Denied:
		return scrubbed
	}
	return varsam.Wrap(varsam.Unknown, scrubbed, "the outcome of a commit is not known; read before trying again")
}

var errBroken = varsam.Errorf(varsam.Internal, "a statement of the transaction failed, so it was rolled back")

// scrubPostgres maps an SQLSTATE; the constraint's name is ours and says which
// rule was broken, the rest of the error may quote the row.
func scrubPostgres(pg *pgconn.PgError) error {
	code, what := varsam.Internal, "PostgreSQL refused a statement"
	switch pg.Code[:2] {
	case "23":
		code, what = constraintCode(pg.Code), "a rule of the database does not allow this"
	case "22":
		code, what = varsam.Invalid, "a value does not fit its column"
	case "40":
		code, what = varsam.Conflict, "another transaction came between; try again"
	case "42":
		if pg.Code == "42501" {
			code, what = varsam.Denied, "the database role or row security does not allow this"
		}
	case "28", "3D":
		code, what = varsam.Denied, "PostgreSQL does not accept the login or the database name"
	case "08", "53", "57", "58":
		code, what = varsam.Unavailable, "PostgreSQL cannot serve this now"
	}
	if pg.ConstraintName != "" {
		return varsam.Errorf(code, "%s (SQLSTATE %s, %s)", what, pg.Code, pg.ConstraintName)
	}
	return varsam.Errorf(code, "%s (SQLSTATE %s)", what, pg.Code)
}

// constraintCode separates "there already" and "still referenced" from a value
// that is wrong in itself.
func constraintCode(state string) varsam.Code {
	switch state {
	case "23505", "23503", "23001", "23P01":
		return varsam.Conflict
	}
	return varsam.Invalid
}

// held reports whether somebody else has the file locked.
func held(result int) bool {
	return result&0xff == lib.SQLITE_BUSY || result&0xff == lib.SQLITE_LOCKED
}

func scrubSQLite(result int) error {
	code, what := varsam.Internal, "SQLite refused a statement"
	switch result & 0xff {
	case lib.SQLITE_CONSTRAINT:
		code, what = varsam.Invalid, "a rule of the database does not allow this"
		switch result {
		case lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_FOREIGNKEY:
			code = varsam.Conflict
		}
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		code, what = varsam.Unavailable, "the database file is in use; try again"
	case lib.SQLITE_FULL:
		code, what = varsam.Unavailable, "the disk is full"
	case lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM, lib.SQLITE_INTERRUPT:
		code, what = varsam.Unavailable, "the database file cannot be read or written now"
	case lib.SQLITE_READONLY:
		code, what = varsam.Denied, "the database may only be read here"
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		code, what = varsam.Corrupt, "the database file is damaged"
	}
	return varsam.Errorf(code, "%s (SQLite %d)", what, result)
}
