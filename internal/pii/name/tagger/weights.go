package tagger

// Row holds the weights of one value of one feature, for each tag but None, whose weights are 0; from -1023 to 1023.
type Row [tags - 1]int16

// Steps are the weights of going from one token's tag to the next one's.
type Steps [tags][tags]int16

// Weights is what was learned: the few of a million rows that count.
type Weights struct {
	rows  *table
	steps Steps
}

// NewWeights keeps the rows given by their numbers; where too many meet in one bucket, the last are left out.
func NewWeights(numbers []uint32, rows []Row, steps Steps) *Weights {
	var in buckets
	for i, number := range numbers {
		if b := &in[number%uint32(len(in))]; len(*b) < ways {
			*b = append(*b, entry{uint8(number >> bucketBits), rows[i]})
		}
	}
	return &Weights{newTable(&in), steps}
}

func (w *Weights) score(s *island, i int, out *[tags]int32) {
	s.values(i, &s.choice.values)
	for k, v := range w.rows.sum(&s.choice).row() {
		out[k+1] = int32(v)
	}
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
	at, top := Tag(0), v[0]
	for k, x := range v {
		if x > top {
			at, top = Tag(k), x
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
