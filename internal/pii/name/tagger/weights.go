package tagger

// Row holds the weights of one value of one feature, for each tag but None, whose weights are 0.
type Row [tags - 1]int16

// Weights is what was learned.
type Weights struct {
	Rows  []Row
	Steps [tags][tags]int16 // from one token's tag to the next one's
}

func (w *Weights) score(s *island, i int, out *[tags]int32) {
	var rows [features]uint32
	s.rows(i, &rows)
	*out = [tags]int32{}
	for _, r := range rows {
		row := &w.Rows[r&(1<<rowBits-1)]
		for k, v := range row {
			out[k+1] += int32(v)
		}
	}
}

// decode finds the best path of tags over an island (Viterbi) and how sure each is.
func (w *Weights) decode(s *island, path []Tag, sure []float32) {
	var best [maxIsland][tags]int32
	var from [maxIsland][tags]Tag
	for i := range path {
		w.score(s, i, &best[i])
		if i > 0 {
			w.step(&best[i-1], &best[i], &from[i])
		}
	}
	at := Tag(0)
	for k := range best[len(path)-1] {
		if best[len(path)-1][k] > best[len(path)-1][at] {
			at = Tag(k)
		}
	}
	for i := len(path) - 1; i >= 0; i-- {
		path[i], sure[i] = at, 1
		at = from[i][at]
	}
}

func (w *Weights) step(before, here *[tags]int32, from *[tags]Tag) {
	for k := range here {
		top, chosen := int32(-1<<30), Tag(0)
		for j := range before {
			if v := before[j] + int32(w.Steps[j][k]); v > top {
				top, chosen = v, Tag(j)
			}
		}
		here[k], from[k] = here[k]+top, chosen
	}
}
