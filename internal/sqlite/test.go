package sqlite

import (
	"database/sql/driver"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// tests are the tests written in Go that statements may call at present.
var (
	tests    sync.Map // by id, an int64
	lastTest atomic.Int64
)

func init() {
	sqlite.MustRegisterFunction("varsam_test", &sqlite.FunctionImpl{
		NArgs: 2, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			id, _ := args[0].(int64)
			test, ok := tests.Load(id)
			return ok && test.(func(driver.Value) bool)(args[1]), nil
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
	id = lastTest.Add(1)
	tests.Store(id, test)
	return id, func() { tests.Delete(id) }
}
