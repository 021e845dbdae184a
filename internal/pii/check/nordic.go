package check

// NOKind says which sort of Norwegian number it is; sorts combine.
type NOKind uint8

// The sorts of Norwegian numbers.
const (
	NODNumber   NOKind = 1 << iota // day + 40: people who are not registered
	NOHNumber                      // month + 40: made by a hospital
	NOFHNumber                     // first digit 8 or 9, no day: the health services' common help number
	NOSynthetic                    // month + 80: a test person
	NOFrom2032                     // the first control digit leaves 1, 2 or 3, as it may from 2032: a weaker check
)

var (
	noFirst  = []byte{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	noSecond = []byte{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
)

// Fodselsnummer checks the eleven digits of a Norwegian number of any sort. From 2032 the first control digit may leave a
// remainder of up to 3, and the century can no longer be read (Skatteetaten); so a day is asked only whether some century had
// it, and a future one is no fault.
func Fodselsnummer(d []byte) (NOKind, Reason) {
	if len(d) != 11 {
		return 0, Length
	}
	if !digits(d) {
		return 0, Shape
	}
	kind, ok := norwegianDay(d)
	if !ok {
		return 0, Date
	}
	first := mod11(d, noFirst)
	if first > 3 || mod11(d, noSecond) != 0 {
		return 0, CheckDigit
	}
	if first > 0 {
		kind |= NOFrom2032
	}
	return kind, Fine
}

func norwegianDay(d []byte) (kind NOKind, ok bool) {
	if d[0] >= '8' {
		return NOFHNumber, true
	}
	day, month := two(d), two(d[2:])
	if day > 40 {
		day -= 40
		kind |= NODNumber
	}
	switch {
	case month > 80:
		month -= 80
		kind |= NOSynthetic
	case month > 40:
		month -= 40
		kind |= NOHNumber
	}
	return kind, existsInSome(two(d[4:]), month, day)
}

var noOrganisationWeights = []byte{3, 2, 7, 6, 5, 4, 3, 2, 1}

// NOOrganisation checks the nine digits of a Norwegian organisation, which begin with 8 or 9.
func NOOrganisation(d []byte) Reason {
	switch {
	case len(d) != 9:
		return Length
	case !digits(d):
		return Shape
	case d[0] < '8':
		return Range
	case mod11(d, noOrganisationWeights) != 0:
		return CheckDigit
	}
	return Fine
}

var cprWeights = []byte{4, 3, 2, 7, 6, 5, 4, 3, 2, 1}

// CPR checks the ten digits of a Danish number: a day, or day + 60 for a replacement number, in the century that the seventh
// digit gives. Since 2007 numbers are issued without modulus 11, so its answer only strengthens (CPR-kontoret).
func CPR(d []byte) (modulus11 bool, r Reason) {
	if len(d) != 10 {
		return false, Length
	}
	if !digits(d) {
		return false, Shape
	}
	day := two(d)
	if day > 60 {
		day -= 60
	}
	month := two(d[2:])
	if !existsInSome(0, month, day) || month == 2 && day == 29 && !leap(cprYear(two(d[4:]), d[6])) { // the year is seldom asked for
		return false, Date
	}
	return mod11(d, cprWeights) == 0, Fine
}

func cprYear(yy int, seventh byte) int {
	switch {
	case seventh <= '3':
		return 1900 + yy
	case seventh == '4' || seventh == '9':
		if yy <= 36 {
			return 2000 + yy
		}
		return 1900 + yy
	case yy <= 57:
		return 2000 + yy
	}
	return 1800 + yy
}

var kennitalaWeights = []byte{3, 2, 7, 6, 5, 4, 3, 2, 1}

// Kennitala checks the ten digits of an Icelandic number; those of organisations have the day + 40. The last digit is the
// century: 8, 9 or 0.
func Kennitala(d []byte) (organisation bool, r Reason) {
	if len(d) != 10 {
		return false, Length
	}
	if !digits(d) {
		return false, Shape
	}
	century, ok := kennitalaCentury(d[9])
	if !ok { // as of most numbers that are none
		return false, Date
	}
	day := two(d)
	if organisation = day > 40; organisation {
		day -= 40
	}
	if !exists(century+two(d[4:]), two(d[2:]), day) {
		return false, Date
	}
	if mod11(d, kennitalaWeights) != 0 {
		return false, CheckDigit
	}
	return organisation, Fine
}

func kennitalaCentury(last byte) (int, bool) {
	switch last {
	case '8':
		return 1800, true
	case '9':
		return 1900, true
	case '0':
		return 2000, true
	}
	return 0, false
}
