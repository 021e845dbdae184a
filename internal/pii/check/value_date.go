package check

import "strings"

// dateParts reads a date written with digits, the year first or last and in four of them.
func dateParts(s string) (year, month, day int, ok bool) {
	if len(s) == 8 && digits([]byte(s)) {
		return number([]byte(s[:4])), number([]byte(s[4:6])), number([]byte(s[6:])), true
	}
	separator := strings.IndexAny(s, "-./")
	if separator < 0 {
		return 0, 0, 0, false
	}
	parts := strings.Split(s, s[separator:separator+1])
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		if p = strings.TrimSpace(p); len(p) == 0 || len(p) > 4 || !digits([]byte(p)) {
			return 0, 0, 0, false
		}
		n[i] = number([]byte(p))
	}
	switch {
	case len(parts[0]) == 4:
		return n[0], n[1], n[2], true
	case len(strings.TrimSpace(parts[2])) == 4:
		return n[2], n[1], n[0], true
	}
	return 0, 0, 0, false
}
