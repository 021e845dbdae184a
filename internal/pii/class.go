package pii

// class says what a byte may be part of.
type class uint16

const (
	isDigit class = 1 << iota
	isUpper       // A-Z
	isLower       // a-z
	isHigh        // beyond ASCII: a letter, for the most part
	isHex
	isSign    // may stand between groups of digits, or begins a character that may
	isHook    // ties a number to what stands before it
	isBlank   // space, tab, line ends
	isMail    // before the @ of a mail address, or behind it
	isOdd     // before the @ alone
	isDivider // between groups of hexadecimal digits
	isPercent // begins a sign that is written in hexadecimal digits
	isGroup   // of an internet address: hexadecimal digits, colons and points

	isLetter = isUpper | isLower | isHigh
	isWord   = isLetter | isDigit
)

var classes = func() (t [256]class) {
	set := func(low, high byte, c class) {
		for b := int(low); b <= int(high); b++ {
			t[b] |= c
		}
	}
	set('0', '9', isDigit|isHex)
	set('A', 'Z', isUpper)
	set('a', 'z', isLower)
	set('A', 'F', isHex)
	set('a', 'f', isHex)
	set(0x80, 0xFF, isHigh)
	for _, b := range []byte(" -./+()\xA0\x96\x97\xAD\xC2\xE2") {
		t[b] |= isSign
	}
	for _, b := range []byte("-_/.+") {
		t[b] |= isHook
	}
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+") {
		t[b] |= isMail
	}
	for _, b := range []byte(":-.") {
		t[b] |= isDivider
	}
	for _, b := range []byte("0123456789abcdefABCDEF:.") {
		t[b] |= isGroup
	}
	set('_', '_', isOdd)
	set('%', '%', isPercent)
	set('+', '+', isOdd)
	for _, b := range []byte(" \t\r\n") {
		t[b] |= isBlank
	}
	return t
}()

func is(b byte, c class) bool { return classes[b]&c != 0 }

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// notDigits has the high bit of each of eight bytes that is no digit.
func notDigits(x uint64) uint64 {
	figure := x ^ '0'*ones
	return (figure&^highs + (127-9)*ones | x) & highs
}

// capitals has the high bit of each of eight bytes that is A–Z.
func capitals(x uint64) uint64 {
	low := x &^ highs
	return (low + (0x80-'A')*ones) &^ (low + (0x7F-'Z')*ones) &^ x & highs
}

// notLetters has the high bit of each of eight bytes that is neither a letter of ASCII nor beyond it.
func notLetters(x uint64) uint64 {
	low := (x | 0x20*ones) &^ highs
	return ^((low+(0x80-'a')*ones)&^(low+(0x7F-'z')*ones) | x) & highs
}
