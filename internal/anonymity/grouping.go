package anonymity

import "math/bits"

// class is a class of equal rows at one node. Its forms are those of its first
// tuple.
type class struct {
	hash    uint64
	tuple   uint32 // a tuple in it
	rows    uint32 // of the whole table
	members uint32 // of the subset
}

// grouping is the classes of one node.
type grouping struct {
	classes []class
	spreads []spread // of each sensitive column that a model reads
}

// spread is the distribution of a sensitive column over the classes: of class i
// the values at[i] to at[i+1].
type spread struct {
	at     []uint32
	values []uint32
	counts []uint32
}

func (s *spread) of(class int) (values, counts []uint32) {
	from, to := s.at[class], s.at[class+1]
	return s.values[from:to], s.counts[from:to]
}

// grouper builds groupings of coarser nodes from those of finer ones. Its scratch
// memory serves one build at a time.
type grouper struct {
	columns []coded
	exact   bool     // hashes are the forms themselves, so that equal means equal
	slots   []uint32 // open addressing: class number + 1
	moved   []uint32 // by class of the finer node: its class in the coarser one
	order   []uint32
	fill    []uint32
	sums    []uint32 // by sensitive value
	built   int
}

// coded is a quasi-identifier over the distinct tuples.
type coded struct {
	Column
	tuples []uint32   // the value of each tuple
	parts  [][]uint64 // by level and value: what its form adds to a hash
}

// newGrouper gives every form its part in the hashes: bits of its own where all
// columns fit into 64, and otherwise a random number, so that equal hashes must
// be looked into.
func newGrouper(columns []coded) *grouper {
	width := 0
	for _, c := range columns {
		width += bits.Len(uint(c.Hierarchy.Size() - 1))
	}
	g := &grouper{columns: columns, exact: width <= 64}
	shift := 0
	for i := range columns {
		h := columns[i].Hierarchy
		columns[i].parts = make([][]uint64, h.Levels())
		for level, forms := range h.up {
			parts := make([]uint64, len(forms))
			for value, form := range forms {
				parts[value] = uint64(form) << shift
				if !g.exact {
					parts[value] = scatter(uint64(i)<<32 | uint64(form))
				}
			}
			columns[i].parts[level] = parts
		}
		shift += bits.Len(uint(h.Size() - 1))
	}
	return g
}

// scatter is the finisher of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a
// fixed permutation, so that every run does the same.
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// climb is one column's way from a level to a higher one.
type climb struct{ column, from, to int }

// roll builds in dst the node that src becomes by climbs. Levels are the coarser
// node's, in the grouper's column order.
func (g *grouper) roll(dst, src *grouping, climbs []climb, levels []int) {
	g.built++
	g.start(dst, src)
	if len(climbs) == 1 {
		c := climbs[0]
		column := &g.columns[c.column]
		from, to := column.parts[c.from], column.parts[c.to]
		for i := range src.classes {
			f := &src.classes[i]
			value := column.tuples[f.tuple]
			g.put(dst, f, f.hash-from[value]+to[value], i, levels)
		}
	} else {
		for i := range src.classes {
			f := &src.classes[i]
			hash := f.hash
			for _, c := range climbs {
				column := &g.columns[c.column]
				value := column.tuples[f.tuple]
				hash += column.parts[c.to][value] - column.parts[c.from][value]
			}
			g.put(dst, f, hash, i, levels)
		}
	}
	for i := range src.spreads {
		g.spread(&dst.spreads[i], &src.spreads[i], len(dst.classes))
	}
}

// start makes room for at most as many classes as src has.
func (g *grouper) start(dst, src *grouping) {
	n := len(src.classes)
	size := 1 << bits.Len(uint(2*n))
	if cap(g.slots) < size {
		g.slots = make([]uint32, size)
	}
	g.slots = g.slots[:size]
	clear(g.slots)
	if cap(g.moved) < n {
		g.moved = make([]uint32, n)
	}
	g.moved = g.moved[:n]
	dst.classes = dst.classes[:0]
	if len(dst.spreads) != len(src.spreads) {
		dst.spreads = make([]spread, len(src.spreads))
	}
}

// put adds a finer class to the coarser class with a hash.
func (g *grouper) put(dst *grouping, f *class, hash uint64, number int, levels []int) {
	mask := uint64(len(g.slots) - 1)
	slot := (hash * 0x9e3779b97f4a7c15) >> 32 & mask
	for {
		at := g.slots[slot]
		if at == 0 {
			dst.classes = append(dst.classes, class{hash, f.tuple, f.rows, f.members})
			at = uint32(len(dst.classes))
			g.slots[slot] = at
			g.moved[number] = at - 1
			return
		}
		if c := &dst.classes[at-1]; c.hash == hash && (g.exact || g.equal(c.tuple, f.tuple, levels)) {
			c.rows += f.rows
			c.members += f.members
			g.moved[number] = at - 1
			return
		}
		slot = (slot + 1) & mask
	}
}

// equal reports whether two tuples have the same forms at a node.
func (g *grouper) equal(a, b uint32, levels []int) bool {
	for i := range g.columns {
		c := &g.columns[i]
		up := c.Hierarchy.up[levels[i]]
		if up[c.tuples[a]] != up[c.tuples[b]] {
			return false
		}
	}
	return true
}

// spread joins the distributions of the classes that went together: it sorts
// the entries by their new class, then adds up within each.
func (g *grouper) spread(dst, src *spread, classes int) {
	g.fill = resized(g.fill, classes+1)
	clear(g.fill)
	for old, now := range g.moved {
		g.fill[now+1] += src.at[old+1] - src.at[old]
	}
	for i := range classes {
		g.fill[i+1] += g.fill[i]
	}
	dst.at = append(resized(dst.at, 0), g.fill...)
	g.order = resized(g.order, len(src.values))
	for old, now := range g.moved {
		for e := src.at[old]; e < src.at[old+1]; e++ {
			g.order[g.fill[now]] = e
			g.fill[now]++
		}
	}
	dst.values, dst.counts = dst.values[:0], dst.counts[:0]
	for i := range classes {
		from, to := dst.at[i], dst.at[i+1]
		dst.at[i] = uint32(len(dst.values))
		first := len(dst.values)
		for _, e := range g.order[from:to] {
			value := src.values[e]
			if g.sums[value] == 0 {
				dst.values = append(dst.values, value)
			}
			g.sums[value] += src.counts[e]
		}
		for _, value := range dst.values[first:] {
			dst.counts = append(dst.counts, g.sums[value])
			g.sums[value] = 0
		}
	}
	dst.at[classes] = uint32(len(dst.values))
}

func resized(s []uint32, n int) []uint32 {
	if cap(s) < n {
		return make([]uint32, n)
	}
	return s[:n]
}
