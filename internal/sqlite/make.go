package sqlite

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// makers are what statements at present have values made by.
var (
	makers    sync.Map // by id, an int64
	lastMaker atomic.Int64
)

// Every connection of ours knows varsam_class(…): 128 bits of a digest of its
// arguments as they look, in hex. A number looks like the text of it, because what
// a column makes of one or the other is its own affair.
func init() {
	sqlite.MustRegisterScalarFunction("varsam_make", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		id, _ := args[0].(int64)
		maker, ok := makers.Load(id)
		if !ok {
			return nil, fmt.Errorf("varsam_make: the statement is over")
		}
		return maker.(func(driver.Value) driver.Value)(args[1]), nil
	})
	sqlite.MustRegisterDeterministicScalarFunction("varsam_class", -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return class(args), nil
	})
}

// Make lets a statement have a value made in Go of another, as varsam_make(id,
// value), until done is called; after that the statement fails. The value is nil,
// an int64, a float64, a string or bytes, and so is what it becomes.
func Make(maker func(value driver.Value) driver.Value) (id int64, done func()) {
	id = lastMaker.Add(1)
	makers.Store(id, maker)
	return id, func() { makers.Delete(id) }
}

func class(args []driver.Value) string {
	var text []byte
	part := func(s string) { text = append(append(strconv.AppendInt(text, int64(len(s)), 10), ':'), s...) }
	for _, arg := range args {
		switch v := arg.(type) {
		case nil:
			text = append(text, '-')
		case int64:
			part(strconv.FormatInt(v, 10))
		case float64:
			if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
				part(strconv.FormatInt(int64(v), 10))
			} else {
				part(strconv.FormatFloat(v, 'g', -1, 64))
			}
		case string:
			part(v)
		case []byte:
			part("x" + hex.EncodeToString(v))
		default:
			part(fmt.Sprint(v))
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
