package sqlite

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"modernc.org/sqlite"
)

// counts are the tallies that statements are making at present.
var counts lent[*Tally]

// Every connection of ours knows varsam_sum(…): a number of 44 bits made from its
// arguments, what they are as well as what they say. It is the same in every
// process, because plans outlive them. And varsam_count(id, …), which counts its
// arguments into a [Tally] and is always true.
func init() {
	sqlite.MustRegisterFunction("varsam_sum", &sqlite.FunctionImpl{
		NArgs: -1, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) { return sum(args), nil },
	})
	sqlite.MustRegisterFunction("varsam_count", &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			tally, ok := counts.under(args[0])
			if !ok {
				return nil, fmt.Errorf("varsam_count: the statement is over")
			}
			tally.add(sum(args[1:]))
			return int64(1), nil
		},
	})
}

// Tally is how many rows a statement has counted, and the sum of what varsam_sum
// makes of them.
type Tally struct{ Rows, Sum int64 }

func (t *Tally) add(sum int64) { t.Rows, t.Sum = t.Rows+1, t.Sum+sum }

// Count lets a statement count the rows that it changes while it finds them, as
// varsam_count(id, …) at the end of its condition, until done is called; after that
// the statement fails. Read the tally when the statement is over.
func Count() (id int64, tally *Tally, done func()) {
	tally = &Tally{}
	id, done = counts.lend(tally)
	return id, tally, done
}

const sumBits = 44

// mix folds the product of two numbers of 64 bits, as wyhash does (Wang Yi).
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xe7037ed1a0b428db)
	return hi ^ lo
}

func sum(values []driver.Value) int64 {
	h := uint64(len(values))
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			h = mix(h, 1)
		case int64:
			h = mix(mix(h, 2), uint64(v))
		case float64:
			h = mix(mix(h, 3), math.Float64bits(v))
		case string:
			h = mixText(mix(h, 4), v)
		case []byte:
			h = mixText(mix(h, 5), v)
		}
	}
	return int64((h ^ h>>sumBits) & (1<<sumBits - 1))
}

// mixText takes eight bytes at a time, and the length with the last ones.
func mixText[T string | []byte](h uint64, text T) uint64 {
	var word [8]byte
	rest := text
	for len(rest) >= len(word) {
		copy(word[:], rest)
		h, rest = mix(h, binary.LittleEndian.Uint64(word[:])), rest[len(word):]
	}
	word = [8]byte{}
	copy(word[:], rest)
	return mix(mix(h, binary.LittleEndian.Uint64(word[:])), uint64(len(text)))
}
