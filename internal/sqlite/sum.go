package sqlite

import (
	"database/sql/driver"
	"encoding/binary"
	"hash/fnv"
	"math"
	"time"

	"modernc.org/sqlite"
)

// sumBits is the size of what varsam_sum returns.
const sumBits = 44

// Every connection of ours knows varsam_sum(…): a number of 44 bits made from its
// arguments, their kinds and their order.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("varsam_sum", -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return sum(args), nil
	})
}

func sum(args []driver.Value) int64 {
	h := fnv.New64a()
	var head [9]byte
	part := func(kind byte, n uint64) {
		head[0] = kind
		binary.LittleEndian.PutUint64(head[1:], n)
		h.Write(head[:])
	}
	for _, arg := range args {
		switch v := arg.(type) {
		case nil:
			part('0', 0)
		case int64:
			part('i', uint64(v))
		case float64:
			part('f', math.Float64bits(v))
		case string:
			part('t', uint64(len(v)))
			h.Write([]byte(v))
		case []byte:
			part('b', uint64(len(v)))
			h.Write(v)
		case bool:
			part('?', map[bool]uint64{true: 1}[v])
		case time.Time:
			part('d', uint64(v.UnixNano()))
		}
	}
	x := h.Sum64()
	return int64((x ^ x>>sumBits) & (1<<sumBits - 1))
}
