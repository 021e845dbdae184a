package anonymity

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"

	"github.com/varsam/varsam"
)

// The bounds of [Classes]. At both it holds some 70 MB, twice that for a moment
// while it grows; rows are no matter. A collection with more classes than this
// has a recode that is too fine to make anybody anonymous.
const (
	MaxClasses = 1 << 20
	MaxPairs   = 3 << 19 // a class and a value of a sensitive column
)

// Requirement is what a class must fulfil before its rows are called anonymous.
type Requirement struct {
	K         int `json:"k"`         // rows; at least 2
	L         int `json:"l"`         // different values of each sensitive column; 0 or 1 asks nothing
	Sensitive int `json:"sensitive"` // the number of sensitive columns
}

// Classes counts the classes of rows that stream by, in any order and from
// several places: those that are to be anonymised, as they would become, and
// those that already are. Classes only grow, so what once passes passes for good.
// It is not safe for concurrent use.
type Classes struct {
	require Requirement
	index   []uint32 // open addressing: class number + 1
	classes []counted
	values  []variety // by class and sensitive column
	pairs   []pair    // open addressing
	held    int       // pairs in use
	buffer  []byte
	rows    int64
}

// counted is one class by the SHA-256 of its identifiers, cut to 128 bits.
type counted struct {
	key  [16]byte
	rows uint32
}

// variety is what is known of one sensitive column in one class.
type variety struct{ distinct, most uint32 }

// pair counts one value in one class; key is 0 in a free place.
type pair struct {
	key  uint64
	rows uint32
}

// NewClasses begins an empty count.
func NewClasses(r Requirement) (*Classes, error) {
	if r.K < 2 || r.L < 0 || r.Sensitive < 0 || r.L > 1 && r.Sensitive == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "k is at least 2, and l needs a sensitive column")
	}
	return &Classes{require: r, index: make([]uint32, 1<<10), pairs: make([]pair, 1<<10)}, nil
}

// Add counts a row: its indirect identifiers as they become, and its sensitive
// values, both always in the same order and of the same kinds. Null is a value
// like others. Unsupported when there are more classes than the bounds allow;
// the count is then of no more use.
func (c *Classes) Add(identifiers, sensitive []varsam.Value) error {
	if len(sensitive) != c.require.Sensitive {
		return varsam.Errorf(varsam.Internal, "%d sensitive values where %d columns are counted", len(sensitive), c.require.Sensitive)
	}
	key := c.key(identifiers)
	at, ok := c.find(key)
	if !ok {
		if len(c.classes) == MaxClasses {
			return varsam.Errorf(varsam.Unsupported, "more than %d classes: the recode is too fine to make anybody anonymous", MaxClasses)
		}
		at = c.insert(key)
	}
	if c.classes[at].rows == math.MaxUint32 {
		return varsam.Errorf(varsam.Unsupported, "more than %d rows in one class", uint32(math.MaxUint32))
	}
	c.classes[at].rows++
	c.rows++
	for i, v := range sensitive {
		if !c.count(at, i, v) {
			return varsam.Errorf(varsam.Unsupported, "more than %d values of sensitive columns in their classes", MaxPairs)
		}
	}
	return nil
}

func (c *Classes) key(identifiers []varsam.Value) (key [16]byte) {
	c.buffer = varsam.AppendKey(c.buffer[:0], identifiers)
	sum := sha256.Sum256(c.buffer)
	copy(key[:], sum[:])
	return key
}

func (c *Classes) find(key [16]byte) (int, bool) {
	mask := uint64(len(c.index) - 1)
	for slot := binary.LittleEndian.Uint64(key[:]) & mask; ; slot = (slot + 1) & mask {
		at := c.index[slot]
		if at == 0 {
			return 0, false
		}
		if c.classes[at-1].key == key {
			return int(at - 1), true
		}
	}
}

func (c *Classes) insert(key [16]byte) int {
	c.classes = append(c.classes, counted{key: key})
	c.values = append(c.values, make([]variety, c.require.Sensitive)...)
	if 4*len(c.classes) > 3*len(c.index) {
		c.index = make([]uint32, 2*len(c.index))
		for i := range c.classes {
			c.place(i)
		}
	} else {
		c.place(len(c.classes) - 1)
	}
	return len(c.classes) - 1
}

func (c *Classes) place(class int) {
	mask := uint64(len(c.index) - 1)
	slot := binary.LittleEndian.Uint64(c.classes[class].key[:]) & mask
	for c.index[slot] != 0 {
		slot = (slot + 1) & mask
	}
	c.index[slot] = uint32(class + 1)
}

// count counts a sensitive value, if there is room for it. Two values of a class are taken for one once in
// 2^64 times, which makes the class look less diverse, never more.
func (c *Classes) count(class, column int, v varsam.Value) bool {
	c.buffer = v.AppendCanonical(c.buffer[:0])
	sum := sha256.Sum256(c.buffer)
	key := scatter(binary.LittleEndian.Uint64(sum[:]) ^ scatter(uint64(class)<<8|uint64(column)))
	if key == 0 {
		key = 1
	}
	p := findPair(c.pairs, key)
	of := &c.values[class*c.require.Sensitive+column]
	if p.key == 0 {
		if c.held == MaxPairs {
			return false
		}
		if 4*(c.held+1) > 3*len(c.pairs) {
			c.growPairs()
			p = findPair(c.pairs, key)
		}
		p.key = key
		c.held++
		of.distinct++
	}
	p.rows++
	of.most = max(of.most, p.rows)
	return true
}

func findPair(pairs []pair, key uint64) *pair {
	mask := uint64(len(pairs) - 1)
	slot := key & mask
	for pairs[slot].key != 0 && pairs[slot].key != key {
		slot = (slot + 1) & mask
	}
	return &pairs[slot]
}

func (c *Classes) growPairs() {
	wider := make([]pair, 2*len(c.pairs))
	for _, p := range c.pairs {
		if p.key != 0 {
			*findPair(wider, p.key) = p
		}
	}
	c.pairs = wider
}

// Verdict is what is known of one class.
type Verdict struct {
	Rows     int64
	Distinct int  // different values of the sensitive column that has fewest; 0 where none is counted
	Most     int  // rows with the commonest value, of the column where that is most
	K, L     bool // what the class fulfils
}

// Passes reports whether the class fulfils all that is required.
func (v Verdict) Passes() bool { return v.K && v.L }

// Class is the verdict of the class that a row belongs to; no rows when none has
// been added to it.
func (c *Classes) Class(identifiers []varsam.Value) Verdict {
	at, ok := c.find(c.key(identifiers))
	if !ok {
		return Verdict{L: c.require.L <= 1}
	}
	return c.verdict(at)
}

func (c *Classes) verdict(class int) Verdict {
	v := Verdict{Rows: int64(c.classes[class].rows), L: true}
	v.K = v.Rows >= int64(c.require.K)
	for i, of := range c.values[class*c.require.Sensitive:][:c.require.Sensitive] {
		if i == 0 || int(of.distinct) < v.Distinct {
			v.Distinct = int(of.distinct)
		}
		v.Most = max(v.Most, int(of.most))
	}
	if c.require.Sensitive > 0 {
		v.L = v.Distinct >= c.require.L
	}
	return v
}

// Count sums up all classes.
type Count struct {
	Risk
	Passing int64 `json:"passing"` // rows of classes that pass
	Failing int64 `json:"failing"` // rows of the others
}

// Count sums up. At risk are the rows of classes smaller than k.
func (c *Classes) Count() Count {
	n := Count{Risk: Risk{Below: int64(c.require.K)}}
	for i := range c.classes {
		v := c.verdict(i)
		n.add(v.Rows)
		if v.Passes() {
			n.Passing += v.Rows
		} else {
			n.Failing += v.Rows
		}
	}
	return n
}

// Digest is the SHA-256 of the class table, in hex: the requirement and of every
// class its key, its rows and what is known of its sensitive values. It does not
// depend on the order of the rows. It holds no personal data, but a key can be
// guessed by whoever knows the identifiers: it names a table and is no secret.
func (c *Classes) Digest() string {
	order := make([]uint32, len(c.classes))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return bytes.Compare(c.classes[a].key[:], c.classes[b].key[:]) })
	h := sha256.New()
	write := func(numbers ...uint32) {
		for _, n := range numbers {
			c.buffer = binary.BigEndian.AppendUint32(c.buffer, n)
		}
		h.Write(c.buffer)
		c.buffer = c.buffer[:0]
	}
	c.buffer = c.buffer[:0]
	write(uint32(c.require.K), uint32(c.require.L), uint32(c.require.Sensitive))
	for _, at := range order {
		c.buffer = append(c.buffer, c.classes[at].key[:]...)
		write(c.classes[at].rows)
		for _, of := range c.values[int(at)*c.require.Sensitive:][:c.require.Sensitive] {
			write(of.distinct, of.most)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
