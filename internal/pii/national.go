package pii

// national offers the readings of c as a number that a state gave a person.
func (r *run) national(c *chain) {
	first := c.parts[0]
	switch {
	case len(c.parts) == 1 && (first.n == 10 || first.n == 12):
		r.swedish(c, first.end, Likely)
	case len(c.parts) >= 2 && (first.n == 6 || first.n == 8) && c.parts[1].n == 4 && (c.parts[1].sep == hyphen || c.parts[1].sep == plus):
		r.swedish(c, c.parts[1].end, 0.8)
	}
}

// swedish offers the Swedish readings of the digits up to end.
func (r *run) swedish(c *chain, end int, score Score) {
	d := c.digits
	for i, at := range c.places {
		if at >= end {
			d = d[:i]
			break
		}
	}
	if len(d) == 12 {
		d = d[2:]
	}
	month, day := int(d[2]-'0')*10+int(d[3]-'0'), int(d[4]-'0')*10+int(d[5]-'0')
	if !luhn(d) || month > 12 {
		return
	}
	mark := len(r.arena)
	r.arena = append(r.arena, d...)
	switch {
	case day >= 1 && day <= 31 && month > 0:
		r.offer(kPersonnummer, c.parts[0].start, end, mark, score, "luhn", "")
	case day >= 60 && day <= 91:
		r.offer(kSamordningsnummer, c.parts[0].start, end, mark, score, "luhn", "")
	}
}

func luhn(digits []byte) bool {
	sum := 0
	for i, b := range digits {
		d := int(b - '0')
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
