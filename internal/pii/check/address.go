package check

// IP checks an internet address: four decimal bytes without leading zeros, or eight groups as in RFC 4291. Zones and networks
// are none.
func IP(s []byte) Reason {
	for _, c := range s {
		if c == ':' {
			return ipv6(s)
		}
	}
	return ipv4(s)
}

func ipv4(s []byte) Reason {
	parts, length, value := 1, 0, 0
	for _, c := range s {
		switch {
		case c == '.':
			if length == 0 {
				return Shape
			}
			parts, length, value = parts+1, 0, 0
		case !isDigit(c) || length > 0 && value == 0:
			return Shape
		default:
			value = value*10 + int(c-'0')
			if length++; value > 255 {
				return Range
			}
		}
	}
	if length == 0 || parts != 4 {
		return Length
	}
	return Fine
}

func ipv6(s []byte) Reason {
	groups, elided := 0, false
	if len(s) >= 2 && s[0] == ':' && s[1] == ':' {
		s, elided = s[2:], true
	}
	for len(s) > 0 {
		n := 0
		for n < len(s) && isHex(s[n]) {
			n++
		}
		if n < len(s) && s[n] == '.' {
			return ipv6End(s, groups, elided)
		}
		if n == 0 || n > 4 {
			return Shape
		}
		groups++
		if s = s[n:]; len(s) == 0 {
			break
		}
		if s[0] != ':' || len(s) == 1 {
			return Shape
		}
		if s = s[1:]; s[0] == ':' {
			if elided {
				return Shape
			}
			s, elided = s[1:], true
		}
	}
	return ipv6Count(groups, elided)
}

// ipv6End checks an address whose last two groups are written as four decimal bytes.
func ipv6End(s []byte, groups int, elided bool) Reason {
	if r := ipv4(s); r != Fine {
		return r
	}
	return ipv6Count(groups+2, elided)
}

// ipv6Count: two colons stand for at least one group.
func ipv6Count(groups int, elided bool) Reason {
	if groups == 8 && !elided || groups < 8 && elided {
		return Fine
	}
	return Length
}
