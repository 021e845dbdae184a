package tagger

import (
	"cmp"
	"slices"
)

const (
	bucketBits = 13
	ways       = 8                           // rows in a bucket
	columns    = 1 << (rowBits - bucketBits) // places for them
)

// entry is a row and its column: what its number has beyond the bucket's.
type entry struct {
	column uint8
	row    Row
}

type buckets [1 << bucketBits][]entry

// table finds rows by their numbers. Buckets are laid over each other, each moved to where its rows meet nobody else's (Tarjan and Yao, Storing a
// sparse table, 1979). No two are moved as far, so that who meets a row of its own column has met its own.
type table struct {
	moves [1 << bucketBits]uint16
	slots [1<<16 + columns]packed
}

// packed is a row in 16 bits for each weight, to which as many as there are features can be added; and a mark above them: one more than the
// row's column, and nothing where no row is.
type packed uint64

const (
	markAt     = 48
	mostWeight = 1<<15/features - 1
)

func (e entry) packed() packed {
	p := packed(e.column+1) << markAt
	var sum int64
	for k, v := range e.row {
		sum += int64(min(max(v, -mostWeight), mostWeight)) << (16 * k)
	}
	return p | packed(sum)&(1<<markAt-1)
}

// row is what was packed, or a sum of it.
func (p packed) row() (r Row) {
	for k := range r {
		r[k] = int16(p)
		p = (p - packed(r[k])) >> 16
	}
	return r
}

// newTable lays the fullest buckets first, while most places are free. Where there is none the last rows are left out.
func newTable(in *buckets) *table {
	order := make([]int, len(in))
	for b := range order {
		order[b] = b
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(in[b]), len(in[a])) })
	t := new(table)
	var taken [1 << 16]bool
	move := uint16(0)
	for _, b := range order {
		rows := in[b]
		for tries := 0; taken[move] || !t.free(move, rows); move++ {
			if tries++; tries > len(taken) {
				rows, tries = rows[:len(rows)-1], 0
			}
		}
		t.moves[b], taken[move] = move, true
		for _, e := range rows {
			t.slots[int(move)+int(e.column)] = e.packed()
		}
	}
	return t
}

func (t *table) free(move uint16, rows []entry) bool {
	for _, e := range rows {
		if t.slots[int(move)+int(e.column)] != 0 {
			return false
		}
	}
	return true
}

// find gives a row by its number, and nothing when it does not count. It asks nothing that a processor would have to guess.
func (t *table) find(number uint32) packed {
	column := number >> bucketBits % columns
	p := t.slots[uint32(t.moves[number%(1<<bucketBits)])+column]
	if p>>markAt != packed(column+1) {
		p = 0
	}
	return p
}

// oneByOne adds up the rows of the values.
func (t *table) oneByOne(c *choice) (sum packed) {
	for f, v := range &c.values {
		sum += t.find(scatter(f, v))
	}
	return sum
}

// bucket gives the rows of one, by their columns.
func (t *table) bucket(b int) (rows []entry) {
	for column := range uint32(columns) {
		if p := t.find(column<<bucketBits | uint32(b)); p != 0 {
			rows = append(rows, entry{uint8(column), p.row()})
		}
	}
	return rows
}
