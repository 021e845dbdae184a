package tagger

import "math/bits"

// Row holds the weights of one value of one feature, for each tag but None, whose weights are 0.
type Row [tags - 1]int16

// Steps are the weights of going from one token's tag to the next one's.
type Steps [tags][tags]int16

const (
	bucketBits = 13
	ways       = 8 // rows in a bucket
)

// bucket is one line of a processor's cache. The mark of a row is what its number has beyond the bucket's, and one, so that 0 is
// free.
type bucket struct {
	marks uint64 // a byte for each way
	rows  [ways]Row
	_     [8]byte
}

// Weights is what was learned: the few of a million rows that count.
type Weights struct {
	buckets *[1 << bucketBits]bucket
	steps   Steps
}

// NewWeights keeps the rows given by their numbers; where too many meet in one bucket, the last are left out.
func NewWeights(numbers []uint32, rows []Row, steps Steps) *Weights {
	w := &Weights{buckets: new([1 << bucketBits]bucket), steps: steps}
	for i, number := range numbers {
		b := &w.buckets[number&(1<<bucketBits-1)]
		if way := (bits.Len64(b.marks) + 7) / 8; way < ways {
			b.marks |= uint64(number>>bucketBits+1) << (8 * way)
			b.rows[way] = rows[i]
		}
	}
	return w
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

// row finds a row by its number; nil when it does not count.
func (w *Weights) row(number uint32) *Row {
	b := &w.buckets[number&(1<<bucketBits-1)]
	x := b.marks ^ uint64(number>>bucketBits+1)*eachByte
	if x = (x - eachByte) &^ x & highBits; x == 0 {
		return nil
	}
	return &b.rows[bits.TrailingZeros64(x)>>3&(ways-1)]
}

func (w *Weights) score(s *island, i int, out *[tags]int32) {
	var values [features]uint64
	s.values(i, &values)
	var a, b, c int32
	for f := range values {
		if row := w.row(scatter(f, values[f])); row != nil {
			a += int32(row[0])
			b += int32(row[1])
			c += int32(row[2])
		}
	}
	*out = [tags]int32{0, a, b, c}
}

// decode finds the best path of tags over an island (Viterbi), and for each token by how much a person is better there than
// anything else.
func (w *Weights) decode(s *island, path []Tag, margin []int32) {
	var best [maxIsland][tags]int32
	var from [maxIsland][tags]Tag
	for i := range path {
		w.score(s, i, &best[i])
		if i > 0 {
			w.step(&best[i-1], &best[i], &from[i])
		}
		margin[i] = best[i][Person] - max(best[i][None], best[i][Location], best[i][Company])
	}
	at := highest(&best[len(path)-1])
	for i := len(path) - 1; i >= 0; i-- {
		path[i] = at
		at = from[i][at]
	}
}

func highest(v *[tags]int32) Tag {
	at := Tag(0)
	for k := range v {
		if v[k] > v[at] {
			at = Tag(k)
		}
	}
	return at
}

func (w *Weights) step(before, here *[tags]int32, from *[tags]Tag) {
	for k := range here {
		top, chosen := int32(-1<<30), Tag(0)
		for j := range before {
			if v := before[j] + int32(w.steps[j][k]); v > top {
				top, chosen = v, Tag(j)
			}
		}
		here[k], from[k] = here[k]+top, chosen
	}
}
