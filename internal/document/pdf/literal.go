package pdf

import "strconv"

func (l *lexer) nameText() []byte {
	l.at++
	start := l.at
	escaped := false
	for l.at < len(l.b) && class[l.b[l.at]] == 0 {
		escaped = escaped || l.b[l.at] == '#'
		l.at++
	}
	word := l.b[start:l.at]
	if !escaped {
		return word
	}
	var out []byte
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			if n, err := strconv.ParseUint(string(word[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, word[i])
	}
	return out
}

func (l *lexer) hex() []byte {
	l.at++
	var out []byte
	half, high := false, byte(0)
	for l.at < len(l.b) {
		c := l.b[l.at]
		l.at++
		if c == '>' {
			break
		}
		n, ok := unhex(c)
		if !ok {
			continue
		}
		if half {
			out = append(out, high<<4|n)
		}
		high, half = n, !half
	}
	if half {
		out = append(out, high<<4)
	}
	return out
}

func unhex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// literal reads a text in parentheses.
func (l *lexer) literal() []byte {
	l.at++
	out := make([]byte, 0, 32)
	for open := 1; l.at < len(l.b); {
		c := l.b[l.at]
		l.at++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return out
			}
		case '\\':
			out = l.escape(out)
			continue
		case '\r':
			if l.at < len(l.b) && l.b[l.at] == '\n' {
				l.at++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return out
}

func (l *lexer) escape(out []byte) []byte {
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	l.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b', 'f':
		return append(out, ' ')
	case '\r':
		if l.at < len(l.b) && l.b[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	n := int(c - '0')
	for i := 0; i < 2 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
		n = n<<3 | int(l.b[l.at]-'0')
		l.at++
	}
	return append(out, byte(n))
}
