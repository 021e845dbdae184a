package pii

import "slices"

// offer adds a reading of text[start:end] to those that settle chooses among. The canonical form is what has been added to
// the arena since mark.
func (r *run) offer(k kind, start, end, mark int, score Score, check, context string) {
	n := len(r.readings)
	if n == cap(r.readings) {
		r.readings = slices.Grow(r.readings, 1)
	}
	r.readings = r.readings[:n+1]
	c := &r.readings[n] // made where it stays: what is copied when it has just been written has to wait
	c.kind, c.start, c.end, c.score = k, int32(start), int32(end), score
	c.check, c.context = check, context
	c.canonical.low, c.canonical.high = int32(mark), int32(len(r.arena))
}

// offered reports whether settle has something to choose among.
func (r *run) offered() bool { return len(r.readings) > r.settled }

// settle makes a hit of the best of the candidates, or none, and leaves pos behind it. Of those that are sure enough the
// longest wins, and of equally long ones the surer; other readings of the same span are kept beside it. A type that nobody
// asked for takes part, so that asking for fewer types never turns one into another.
func (r *run) settle() {
	switch len(r.readings) - r.settled {
	case 0:
		return
	case 1:
		r.settleOne(&r.readings[r.settled])
		return
	}
	all := r.readings[r.settled:]
	if best := r.best(all); best == nil {
		all = all[:0]
	} else {
		r.pos = max(r.pos, int(best.end))
		r.floor = int(best.end)
		all = r.hit(all, best.start, best.end)
	}
	r.settled += len(all)
	r.readings = r.readings[:r.settled]
}

// settleOne is settle for a reading that is alone, as most are.
func (r *run) settleOne(c *candidate) {
	if c.score < r.s.min || int(c.start) < r.floor {
		r.readings = r.readings[:r.settled]
		return
	}
	r.pos = max(r.pos, int(c.end))
	r.floor = int(c.end)
	if r.s.wanted[c.kind] {
		r.settled++
	}
	r.readings = r.readings[:r.settled]
}

func (r *run) best(all []candidate) (best *candidate) {
	for i := range all {
		c := &all[i]
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

// hit keeps the readings of the span that were asked for, the best first, if that one is sure enough.
func (r *run) hit(all []candidate, start, end int32) []candidate {
	n := 0
	for i := range all {
		c := &all[i]
		if c.start == start && c.end == end && r.s.wanted[c.kind] {
			if i > n {
				all[n] = *c
			}
			n++
		}
	}
	if n > 1 {
		sortCandidates(all[:n])
	}
	if n == 0 || all[0].score < r.s.min {
		return all[:0]
	}
	return all[:n]
}

// sortCandidates puts the surest first; there are seldom more than two.
func sortCandidates(all []candidate) {
	for i := 1; i < len(all); i++ {
		for j := i; j > 0 && all[j].beats(&all[j-1]); j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
}
