package sqldb

import (
	"context"
	"database/sql"

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
