package sqlite

import (
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// takers are what statements at present hand their rows to.
var takers lent[func([]driver.Value) bool]

func init() {
	sqlite.MustRegisterFunction("varsam_row", &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			take, ok := takers.under(args[0])
			if !ok {
				return nil, fmt.Errorf("varsam_row: the statement is over")
			}
			return take(args[1:]), nil
		},
	})
}

// Row lets a statement hand the values of a row to Go, as varsam_row(id, …), until
// done is called; after that the statement fails. What take answers is the
// function's value. To be asked for a row's cells instead, SQLite locks and unlocks
// the connection for each, which takes longer than finding the row.
//
// The values are nil, an int64, a float64, a string or bytes. Their memory is
// SQLite's: take must not keep it.
func Row(take func(values []driver.Value) bool) (id int64, done func()) {
	return takers.lend(take)
}
