package sqlite

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"modernc.org/sqlite"
)

// makers are what statements at present have values made by.
var makers lent[*maker]

// Every connection of ours knows varsam_class(…): 128 bits of a digest of its
// arguments as they look, in hex. A number looks like the text of it, because what
// a column makes of one or the other is its own affair.
func init() {
	sqlite.MustRegisterFunction("varsam_make", &sqlite.FunctionImpl{
		NArgs: 2, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			m, ok := makers.under(args[0])
			if !ok {
				return nil, fmt.Errorf("varsam_make: the statement is over")
			}
			return m.of(args[1]), nil
		},
	})
	sqlite.MustRegisterDeterministicScalarFunction("varsam_class", -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return class(args), nil
	})
}

// Make lets a statement have a value made in Go of another, as varsam_make(id,
// value), until done is called; after that the statement fails. The value is nil,
// an int64, a float64, a string or bytes, and so is what it becomes; make must not
// keep it. Same says that equal values become the same: days and postcodes repeat.
func Make(make func(value driver.Value) driver.Value, same bool) (id int64, done func()) {
	m := &maker{make: make}
	if same {
		m.made = map[string]driver.Value{}
	}
	return makers.lend(m)
}

// maker makes values for one statement, which asks for one at a time.
type maker struct {
	make func(driver.Value) driver.Value
	made map[string]driver.Value // of texts; nil keeps none
}

// mostMade bounds how many texts a statement remembers, and how long they are.
const (
	mostMade    = 4096
	longestMade = 64
)

func (m *maker) of(value driver.Value) driver.Value {
	text, ok := value.(string)
	if !ok || m.made == nil || len(text) > longestMade {
		return m.make(value)
	}
	became, known := m.made[text]
	if !known {
		text = strings.Clone(text)
		if became = m.make(text); len(m.made) < mostMade {
			m.made[text] = became
		}
	}
	return became
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
