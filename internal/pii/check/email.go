package check

import (
	"unicode"
	"unicode/utf8"
)

// Email checks the syntax of an address as people have them: a local part of dot-separated atoms (RFC 5322, RFC 6531) of at
// most 64 bytes, and a domain of at least two labels whose last is letters. Quoted local parts and addresses in brackets are
// refused: in texts they are nearly always something else.
func Email(s []byte) Reason {
	at := -1
	for i, c := range s {
		if c == '@' {
			if at >= 0 {
				return Shape
			}
			at = i
		}
	}
	switch {
	case at < 0:
		return Shape
	case at == 0 || at > 64 || len(s) > 254 || len(s) < at+5:
		return Length
	case !atoms(s[:at]):
		return Shape
	}
	return domain(s[at+1:])
}

// atoms reports whether s is atoms with single points between.
func atoms(s []byte) bool {
	before := byte('.')
	for i := 0; i < len(s); {
		c := s[i]
		if c == '.' && before == '.' {
			return false
		}
		n := 1
		if c >= utf8.RuneSelf {
			if n = wordRune(s[i:]); n == 0 {
				return false
			}
		} else if c != '.' && !inAtom(c) {
			return false
		}
		before = c
		i += n
	}
	return before != '.'
}

func inAtom(c byte) bool {
	if isDigit(c) || isUpper(c) || c >= 'a' && c <= 'z' {
		return true
	}
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '/', '=', '?', '^', '_', '`', '{', '|', '}', '~':
		return true
	}
	return false
}

// wordRune is the length of the letter, digit or mark beyond ASCII that s begins with, 0 when it begins with another sign.
// Full-width forms are signs of layout and in no mailbox.
func wordRune(s []byte) int {
	r, n := utf8.DecodeRune(s)
	if r == utf8.RuneError || r >= 0xFF00 && r <= 0xFFEF || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
		return 0
	}
	return n
}

// domain checks labels of letters, digits and hyphens, the last of at least two letters or punycode.
func domain(s []byte) Reason {
	labels, start := 0, 0
	letters := 0 // of the label so far, in signs
	plain := true
	for i := 0; i < len(s); {
		c, n := s[i], 1
		switch {
		case c == '.':
			if !label(s[start:i]) {
				return Shape
			}
			labels++
			start, letters, plain = i+1, 0, true
		case c >= utf8.RuneSelf:
			if n = wordRune(s[i:]); n == 0 {
				return Shape
			}
			letters++
		case isUpper(c) || c >= 'a' && c <= 'z':
			letters++
		case isDigit(c) || c == '-':
			plain = false
		default:
			return Shape
		}
		i += n
	}
	last := s[start:]
	if labels == 0 || !label(last) || letters < 2 || !plain && !punycode(last) {
		return Shape
	}
	return Fine
}

func label(s []byte) bool {
	return len(s) > 0 && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-'
}

func punycode(s []byte) bool {
	return len(s) > 4 && s[0]|0x20 == 'x' && s[1]|0x20 == 'n' && s[2] == '-' && s[3] == '-'
}

// MessageID reports whether an address of valid syntax is more likely a mail's Message-ID (RFC 5322 3.6.4) than a mailbox: a
// local part of at least 16 bytes that is mostly digits, hexadecimal groups or signs that programs put there.
func MessageID(s []byte) bool {
	at := 0
	for at < len(s) && s[at] != '@' {
		at++
	}
	if at < 16 {
		return false
	}
	var sum uint64
	turns, before := 0, uint8(0)
	for _, c := range s[:at] {
		kind := idKinds[c]
		sum += kind.counts
		if kind.class != before {
			turns++
		}
		before = kind.class
	}
	figures, odd := int(sum&(1<<32-1)), sum>>32
	mixed := turns*2 >= at // small letters, capitals and digits take turns as in base64
	return odd > 0 || figures*10 >= at*4 || mixed
}

// idKinds are what a byte adds to the count of digits, and above 32 bits to that of signs that programs put in ids; and whether it is
// a digit, a capital, a small letter or none of these.
var idKinds = func() (t [256]struct {
	counts uint64
	class  uint8
},
) {
	for c := range t {
		switch b := byte(c); {
		case isDigit(b):
			t[c].counts, t[c].class = 1, 1
		case isUpper(b):
			t[c].class = 2
		case b >= 'a' && b <= 'z':
			t[c].class = 3
		case b == '$' || b == '=' || b == '%':
			t[c].counts = 1 << 32
		}
	}
	return t
}()
