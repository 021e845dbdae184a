package check

import "unicode/utf8"

// SEPlate checks the six signs of a Swedish registration plate, compact and in capitals: three letters, two digits, a digit
// or since 2019 a letter. I, Q, V, Å, Ä and Ö are not used, nor O last. Personal plates are any word and are no shape at all.
func SEPlate(s []byte) Reason {
	if len(s) != 6 {
		return Length
	}
	if !isDigit(s[3]) || !isDigit(s[4]) || !isDigit(s[5]) && !isUpper(s[5]) {
		return Shape
	}
	for _, c := range s[:3] {
		if !isUpper(c) {
			return Shape
		}
		if c == 'I' || c == 'Q' || c == 'V' {
			return Range
		}
	}
	switch s[5] {
	case 'I', 'Q', 'V', 'O':
		return Range
	}
	return Fine
}

// FIPlate checks a Finnish registration plate, compact and in capitals: two or three letters, Å Ä Ö included, and one to
// three digits; diplomats' CD or C and up to five; and the older order of digits before letters.
func FIPlate(s []byte) Reason {
	letters, n := leadingLetters(s)
	if letters == 0 {
		return oldFIPlate(s)
	}
	d := s[n:]
	if len(d) == 0 || !digits(d) {
		return Shape
	}
	diplomat := n == 1 && s[0] == 'C' || n == 2 && s[0] == 'C' && s[1] == 'D'
	switch {
	case diplomat && len(d) <= 6-n && letters+len(d) >= 4:
		return Fine
	case letters < 2 || letters > 3 || len(d) > 3:
		return Length
	case d[0] == '0':
		return Range
	}
	return Fine
}

func oldFIPlate(s []byte) Reason {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	letters, size := leadingLetters(s[n:])
	if letters == 0 || n+size != len(s) {
		return Shape
	}
	if n < 2 || n > 3 || letters > 3 || n+letters < 4 {
		return Length
	}
	return Fine
}

// leadingLetters counts the capitals that s begins with, and their bytes.
func leadingLetters(s []byte) (letters, size int) {
	for size < len(s) {
		r, n := utf8.DecodeRune(s[size:])
		if (r < 'A' || r > 'Z') && r != 'Å' && r != 'Ä' && r != 'Ö' {
			break
		}
		letters++
		size += n
	}
	return letters, size
}

// SEPassport checks the number of a Swedish passport: eight digits, or two capitals and seven digits. It has no check digit:
// only a label tells it from any other number.
func SEPassport(s []byte) Reason { return passport(s, 8) }

// FIPassport checks the number of a Finnish passport: two capitals and seven digits.
func FIPassport(s []byte) Reason { return passport(s, 0) }

// DKPassport checks the nine digits of a Danish passport.
func DKPassport(s []byte) Reason {
	if len(s) != 9 {
		return Length
	}
	if !digits(s) {
		return Shape
	}
	return Fine
}

func passport(s []byte, plain int) Reason {
	switch {
	case len(s) == plain && digits(s):
		return Fine
	case len(s) != plain && len(s) != 9:
		return Length
	case len(s) != 9 || !isUpper(s[0]) || !isUpper(s[1]) || !digits(s[2:]):
		return Shape
	}
	return Fine
}

// Postcode checks the five digits of a Swedish or Finnish (AX included) postcode. Swedish ones begin with 1 to 9.
func Postcode(d []byte, country string) Reason {
	switch {
	case country != "SE" && country != "FI" && country != "AX":
		return Country
	case len(d) != 5:
		return Length
	case !digits(d):
		return Shape
	case country == "SE" && d[0] == '0' || number(d) == 0 || country == "AX" && number(d[:2]) != 22:
		return Range
	}
	return Fine
}
