package sqlite

import (
	"database/sql/driver"

	"modernc.org/sqlite"
)

// Every connection of ours knows varsam_sum(text): a number of 44 bits made from
// a text. It is the same in every process, because plans outlive them.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("varsam_sum", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, _ := args[0].(string)
		return sum(text), nil
	})
}

const (
	sumBits = 44
	offset  = 14695981039346656037 // FNV-1a of 64 bits
	prime   = 1099511628211
)

func sum(text string) int64 {
	h := uint64(offset)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return int64((h ^ h>>sumBits) & (1<<sumBits - 1))
}
