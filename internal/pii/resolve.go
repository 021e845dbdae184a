package pii

import "slices"

// offer adds a reading of text[start:end] to those that settle chooses among. The canonical form is what has been added to
// the arena since mark.
func (r *run) offer(k kind, start, end, mark int, score Score, check, context string) {
	r.candidates = append(r.candidates, candidate{k, start, end, score, check, context, slice{mark, len(r.arena)}})
}

// settle makes a hit of the best of the candidates, or none, and leaves pos behind it. Of those that are sure enough the
// longest wins, and of equally long ones the surer; other readings of the same span are kept beside it. A type that nobody
// asked for takes part, so that asking for fewer types never turns one into another.
func (r *run) settle() {
	defer func() { r.candidates = r.candidates[:0] }()
	best := -1
	for i := range r.candidates {
		if c := &r.candidates[i]; c.score >= r.s.min && c.start >= r.floor && (best < 0 || c.beats(&r.candidates[best])) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	w := r.candidates[best]
	same := r.candidates[:0]
	for _, c := range r.candidates {
		if c.start == w.start && c.end == w.end && r.s.wanted[c.kind] {
			same = append(same, c)
		}
	}
	r.pos = max(r.pos, w.end)
	r.floor = w.end
	if len(same) == 0 {
		return
	}
	slices.SortStableFunc(same, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return int(a.kind) - int(b.kind)
	})
	if same[0].score >= r.s.min {
		r.hit(same)
	}
}

func (c *candidate) beats(d *candidate) bool {
	if long, other := c.end-c.start, d.end-d.start; long != other {
		return long > other
	}
	return c.score > d.score || c.score == d.score && c.kind < d.kind
}

// hit appends a hit with the readings, best first.
func (r *run) hit(readings []candidate) {
	c := readings[0]
	r.dst = append(r.dst, Hit{
		Start: r.offset + int64(c.start), End: r.offset + int64(c.end),
		Reading: Reading{Type: c.kind.typ(), Score: c.score, Check: c.check, Context: c.context},
	})
	f := found{canonical: c.canonical}
	if len(readings) > 1 {
		f.also = slices.Clone(readings[1:])
	}
	r.found = append(r.found, f)
}
