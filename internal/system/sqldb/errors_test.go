package sqldb

import (
	"context"
	"errors"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// A server that bounds how long a statement may take says so as our own bound does: who reads in ranges asks for less.
func TestTheServersBoundIsABound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		db   *DB
		err  error
		slow bool
	}{
		{&DB{dialect: &postgresDialect{}}, &pgconn.PgError{Code: "57014"}, true},
		{&DB{dialect: &postgresDialect{}}, &pgconn.PgError{Code: "42501"}, false},
		{&DB{dialect: &mariaDialect{}}, &mysql.MySQLError{Number: 1969}, true},
		{&DB{dialect: &mariaDialect{}}, &mysql.MySQLError{Number: 3024}, true},
		{&DB{dialect: &mariaDialect{}}, &mysql.MySQLError{Number: 1205}, false},
	} {
		if err := c.db.fault(c.err, "reading p"); errors.Is(err, context.DeadlineExceeded) != c.slow {
			t.Errorf("%v: %v", c.err, err)
		}
	}
}
