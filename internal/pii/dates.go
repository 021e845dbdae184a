package pii

// dates offers a day of birth: a date that its word calls so. Other dates are nobody's.
func (r *run) dates(c *chain) {
	year, month, day, k := c.date()
	if k == 0 || !r.ends(c, k) || year[0] > '2' || two(year) < 18 || two(year) > 20 {
		return
	}
	r.birth(c.parts[0].start, c.parts[k-1].end, year, month, day)
}

// date reads year, month and day in the digits, and how many parts they take: YYYY-MM-DD, YYYYMMDD, DD.MM.YYYY, with any of the
// signs; 0 for none.
func (c *chain) date() (year, month, day []byte, parts int) {
	d := c.digits
	switch {
	case c.shape(0x8) && (d[0] == '1' || d[0] == '2'):
		return d[:4], d[4:6], d[6:8], 1
	case c.shape(0x422):
		return d[:4], d[4:6], d[6:8], 3
	case len(c.parts) >= 3 && c.parts[2].n == 4 && c.parts[0].n <= 2 && c.parts[1].n <= 2:
		m, y := c.parts[1].first, c.parts[2].first
		return d[y : y+4], d[m:y], d[:m], 3
	}
	return nil, nil, nil, 0
}

// day reports whether the digits are a date of our time the way machines write it, and no more: YYYY-MM-DD.
func (c *chain) day() bool {
	return c.shape(0x422) && c.parts[1].sep == hyphen && c.parts[2].sep == hyphen && ofOurTime(two(c.digits)) &&
		(len(c.parts) == 3 || c.parts[3].sep == space)
}

// today reports whether the digits are a day of this century in one piece, as statements begin their lines with: YYYYMMDD.
func (c *chain) today() bool {
	d := c.digits
	return c.shape(0x8) && d[0] == '2' && d[1] == '0' && d[4] <= '1' && d[6] <= '3' && two(d[4:]) >= 1 && two(d[4:]) <= 12 && two(d[6:]) >= 1 && two(d[6:]) <= 31
}

// Which bytes are digits in a date the way machines write it, and in a time behind a T; the first byte's bit is the lowest.
const (
	dayShape         = 1<<11 - 1
	yearMonthDay     = 0b011_0110_1111
	timeShape        = (1<<8 - 1) << 11
	hourMinuteSecond = 0b1101_1011 << 11
)

// day passes a date the way machines write it, and the time of day behind it, when it can be nothing else and no word before it says
// that it is a birth date: most dates are such. It reports false where the number needs a closer look. The digits from i on have that shape.
func (r *run) day(i int, digits uint64) bool {
	t := r.text
	if i < 3 || i+20 > len(t) || t[i+4] != '-' || t[i+7] != '-' || !ofOurTime(two(t[i:])) || r.country != "" {
		return false
	}
	switch t[i-1] {
	case '-', '+':
		return false
	case ' ':
		if is(t[i-2], isLetter) && r.mayEndStreet(i-1) || r.bornBefore(i) {
			return false
		}
	case '.', '*':
		if r.bornBefore(i) {
			return false
		}
	}
	switch next := t[i+10]; {
	case next == 'T':
		if digits&timeShape == hourMinuteSecond && t[i+13] == ':' && t[i+16] == ':' && t[i+19] != ':' && !is(t[i+19], isHex) {
			r.pos = i + 19
			return true
		}
	case next == ' ':
		if !is(t[i+11], isDigit|isUpper|isLower) {
			return false
		}
	case is(next, isSign):
		return false
	}
	r.pos = i + 10
	return is(t[i+10], isLetter) && touches(t[i+10:]) || !r.called(i, lBirth) && !r.bornBehind(i+10)
}

// ofOurTime reports whether years that begin so are of this century or the last.
func ofOurTime(century int) bool { return century == 20 || century == 19 }

// dashed writes a date the way ParseDate reads it.
func dashed(year, month, day []byte) string {
	b := make([]byte, 0, 10)
	b = append(append(b, year...), '-')
	if len(month) == 1 {
		b = append(b, '0')
	}
	b = append(append(b, month...), '-')
	if len(day) == 1 {
		b = append(b, '0')
	}
	return string(append(b, day...))
}
