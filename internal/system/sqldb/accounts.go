package sqldb

import (
	"context"
	"database/sql"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

var _ system.Accounts = (*DB)(nil)

// accountQueries ask each engine who may sign in to this database: on PostgreSQL
// roles with a login that may connect, on MariaDB and MySQL users with the host
// that they come from. A file has no accounts of its own.
var accountQueries = map[string]string{
	enginePostgres: `SELECT rolname FROM pg_catalog.pg_roles
		WHERE rolcanlogin AND (rolvaliduntil IS NULL OR rolvaliduntil > now()) AND has_database_privilege(oid, current_database(), 'CONNECT') ORDER BY rolname`,
	engineMariaDB: `SELECT CONCAT(User, '@', Host) FROM mysql.user WHERE Host <> '' ORDER BY 1`,
}

// Accounts are the names under which somebody may sign in.
func (db *DB) Accounts(ctx context.Context) (all []string, err error) {
	query, ok := accountQueries[db.dialect.engine()]
	if !ok {
		return nil, varsam.Errorf(varsam.Unsupported, "a file has no accounts of its own: who may read it, its folder says")
	}
	err = db.runner().each(ctx, query, nil, func(rows *sql.Rows) error {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		all = append(all, name)
		return nil
	})
	return all, db.fault(err, "reading who has an account")
}

var _ system.AccountCloser = (*DB)(nil)

// closing is how an engine lets an account in no more: a query that names the
// account with what shuts it, and one that gives what ends its connections. The
// engine itself puts names in quotes.
type closing struct {
	shut, end string
	argument  func(account string) string // of end
}

var closings = map[string]closing{
	enginePostgres: {
		shut: `SELECT format('ALTER ROLE %I NOLOGIN', rolname), rolname = current_user FROM pg_catalog.pg_roles WHERE rolname = $1`,
		end: `SELECT format('SELECT pg_terminate_backend(%s)', pid) FROM pg_catalog.pg_stat_activity
			WHERE usename = $1 AND pid <> pg_backend_pid()`,
		argument: func(account string) string { return account },
	},
	engineMariaDB: {
		shut: `SELECT CONCAT('ALTER USER ', QUOTE(User), '@', QUOTE(Host), ' ACCOUNT LOCK'), CONCAT(User, '@', Host) = CURRENT_USER()
			FROM mysql.user WHERE CONCAT(User, '@', Host) = ?`,
		end: `SELECT CONCAT('KILL ', ID) FROM information_schema.PROCESSLIST WHERE USER = ? AND ID <> CONNECTION_ID()`,
		argument: func(account string) string {
			at := strings.LastIndexByte(account, '@')
			return account[:max(at, 0)]
		},
	},
}

// CloseAccount lets an account sign in no more and ends the connections it has.
func (db *DB) CloseAccount(ctx context.Context, account string) error {
	how, ok := closings[db.dialect.engine()]
	if !ok {
		return varsam.Errorf(varsam.Unsupported, "a file has no accounts of its own: who may read it, its folder says")
	}
	var shut string
	var ours bool
	err := db.runner().each(ctx, how.shut, []any{account}, func(rows *sql.Rows) error { return rows.Scan(&shut, &ours) })
	switch {
	case err != nil:
		return db.fault(err, "looking for an account")
	case shut == "":
		return varsam.Errorf(varsam.NotFound, "the system has no such account; varsam access review lists those that it has")
	case ours:
		return varsam.Errorf(varsam.Denied, "that is the account that we ourselves sign in with")
	}
	if _, err := db.runner().exec(ctx, shut); err != nil {
		return db.fault(err, "closing an account")
	}
	var ends []string
	err = db.runner().each(ctx, how.end, []any{how.argument(account)}, func(rows *sql.Rows) error {
		var end string
		err := rows.Scan(&end)
		ends = append(ends, end)
		return err
	})
	for _, end := range ends {
		if err == nil {
			_, err = db.runner().exec(ctx, end)
		}
	}
	return db.fault(err, "ending the connections of an account")
}
