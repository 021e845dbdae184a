package sqlite

import (
	"database/sql/driver"

	"modernc.org/sqlite"
)

// tests are the tests written in Go that statements may call at present.
var tests lent[func(driver.Value) bool]

func init() {
	sqlite.MustRegisterFunction("varsam_test", &sqlite.FunctionImpl{
		NArgs: 2, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			test, ok := tests.under(args[0])
			return ok && test(args[1]), nil
		},
	})
}

// Test lets a statement ask Go about a value, as varsam_test(id, value), until
// done is called; after that the answer is no. SQLite compiled to Go calls Go as
// it calls itself, so that one test costs less than one replace().
//
// The value is nil, an int64, a float64, a string or bytes. Its memory is
// SQLite's: test must not keep it.
func Test(test func(value driver.Value) bool) (id int64, done func()) {
	return tests.lend(test)
}
