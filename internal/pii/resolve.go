package pii

// offer adds a reading of text[start:end] to those that settle chooses among. The canonical form is what has been added to
// the arena since mark.
func (r *run) offer(k kind, start, end, mark int, score Score, check, context string) {
	r.candidates = append(r.candidates, candidate{
		kind: k, start: int32(start), end: int32(end), score: score, check: check, context: context,
		canonical: slice{int32(mark), int32(len(r.arena))},
	})
}

// settle makes a hit of the best of the candidates, or none, and leaves pos behind it. Of those that are sure enough the
// longest wins, and of equally long ones the surer; other readings of the same span are kept beside it. A type that nobody
// asked for takes part, so that asking for fewer types never turns one into another.
func (r *run) settle() {
	if len(r.candidates) == 0 {
		return
	}
	if best := r.best(); best != nil {
		r.pos = max(r.pos, int(best.end))
		r.floor = int(best.end)
		r.hit(best.start, best.end)
	}
	r.candidates = r.candidates[:0]
}

func (r *run) best() (best *candidate) {
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.score >= r.s.min && int(c.start) >= r.floor && (best == nil || c.beats(best)) {
			best = c
		}
	}
	return best
}

func (c *candidate) beats(d *candidate) bool {
	if long, other := c.end-c.start, d.end-d.start; long != other {
		return long > other
	}
	return c.score > d.score || c.score == d.score && c.kind < d.kind
}

// hit appends a hit with the readings of the span that were asked for, if the best of them is sure enough.
func (r *run) hit(start, end int32) {
	from := len(r.readings)
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.start == start && c.end == end && r.s.wanted[c.kind] {
			r.readings = append(r.readings, *c)
		}
	}
	all := r.readings[from:]
	sortCandidates(all)
	if len(all) == 0 || all[0].score < r.s.min {
		r.readings = r.readings[:from]
		return
	}
}

// sortCandidates puts the surest first; there are seldom more than two.
func sortCandidates(all []candidate) {
	for i := 1; i < len(all); i++ {
		for j := i; j > 0 && all[j].beats(&all[j-1]); j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
}
