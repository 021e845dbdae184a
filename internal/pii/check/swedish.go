package check

import "github.com/varsam/varsam"

// Personnummer checks the ten or twelve digits of a Swedish personal identity number: a day that exists and has come, a birth
// number other than 000, Luhn's digit (folkbokföringslag (1991:481) 18 §). The day is no proof of a birth day: days that ran
// out of numbers borrow from their neighbours. Ten digits are read in the last century in which the day was not in the future;
// the plus sign is the caller's matter, who puts the century before the number.
func Personnummer(d []byte, today varsam.Date) Reason {
	ten, r := swedishTen(d)
	if r != Fine {
		return r
	}
	month, day := two(ten[2:]), two(ten[4:])
	if len(d) == 12 {
		if year := four(d); !exists(year, month, day) || after(year, month, day, today) {
			return Date
		}
	} else if !existsShort(two(ten), month, day, today) {
		return Date
	}
	return swedishEnd(ten)
}

// Samordningsnummer checks the ten or twelve digits of a coordination number: day plus 60 (lag (2022:1697)). Birth data may be
// missing or impossible – month 00, day 60, 30 February – in numbers that have been issued, so months 00 to 12 and days 60 to
// 91 are all there is to check of a day.
func Samordningsnummer(d []byte, today varsam.Date) Reason {
	ten, r := swedishTen(d)
	if r != Fine {
		return r
	}
	month, day := two(ten[2:]), two(ten[4:])
	if month > 12 || day < 60 || day > 91 {
		return Date
	}
	if len(d) == 12 && after(four(d), month, 0, today) {
		return Date
	}
	return swedishEnd(ten)
}

// interimLetters stand in the place of the first of the last four; Luhn reads them as 1.
const interimLetters = "TRSUWXJKLMNP"

// Interim checks ten or twelve signs of an interim number: a personal identity or coordination number with a letter, a
// capital, first among its last four.
func Interim(s []byte, today varsam.Date) Reason {
	if len(s) != 10 && len(s) != 12 {
		return Length
	}
	var d [12]byte
	n := copy(d[:], s)
	letter := d[n-4]
	d[n-4] = '1'
	if !isInterimLetter(letter) || !digits(d[:n]) {
		return Shape
	}
	if d[n-6] >= '6' { // day + 60
		return Samordningsnummer(d[:n], today)
	}
	return Personnummer(d[:n], today)
}

func isInterimLetter(c byte) bool {
	for i := range len(interimLetters) {
		if interimLetters[i] == c {
			return true
		}
	}
	return false
}

// Organisationsnummer checks the ten digits of a Swedish legal entity, or twelve with 16 before them (lag (1974:174)): the
// third digit is at least 2, so that it is no date. A sole trader's number is the owner's [Personnummer] and none of these.
func Organisationsnummer(d []byte) Reason {
	if len(d) != 10 && len(d) != 12 {
		return Length
	}
	if !digits(d) {
		return Shape
	}
	if len(d) == 12 {
		if d[0] != '1' || d[1] != '6' {
			return Range
		}
		d = d[2:]
	}
	// 1 estates, 2 the public sector, 3 foreign firms, 5 companies, 6 simple partnerships, 7 co-operatives,
	// 8 associations and foundations, 9 partnerships
	if d[0] == '0' || d[0] == '4' || d[2] < '2' {
		return Range
	}
	if luhnSum(d)%10 != 0 {
		return CheckDigit
	}
	return Fine
}

// SEVAT checks a Swedish VAT number, compact: SE, the ten digits of a legal entity or a sole trader, 01.
func SEVAT(s []byte) Reason {
	switch {
	case len(s) != 14:
		return Length
	case s[0] != 'S' || s[1] != 'E' || !digits(s[2:]):
		return Shape
	case s[12] != '0' || s[13] != '1':
		return Range
	}
	if SoleTrader(s[2:12]) {
		return Fine
	}
	return Organisationsnummer(s[2:12])
}

// SoleTrader reports whether ten digits that are used as an organisation's number are a person's.
func SoleTrader(ten []byte) bool {
	return len(ten) == 10 &&
		(Personnummer(ten, varsam.Date{}) == Fine || Samordningsnummer(ten, varsam.Date{}) == Fine)
}

// swedishTen is the number without its century.
func swedishTen(d []byte) ([]byte, Reason) {
	switch {
	case len(d) != 10 && len(d) != 12:
		return nil, Length
	case !digits(d):
		return nil, Shape
	case len(d) == 10:
		return d, Fine
	case two(d) < 18 || two(d) > 20:
		return nil, Date
	}
	return d[2:], Fine
}

// swedishEnd checks the last four of ten digits.
func swedishEnd(ten []byte) Reason {
	if ten[6] == '0' && ten[7] == '0' && ten[8] == '0' {
		return Serial
	}
	if luhnSum(ten)%10 != 0 {
		return CheckDigit
	}
	return Fine
}

// existsShort reports whether the day exists in the last century in which it is not in the future.
func existsShort(yy, month, day int, today varsam.Date) bool {
	if today.IsZero() {
		return existsInSome(yy, month, day)
	}
	return exists(fullYear(yy, month, day, today), month, day)
}

// fullYear is the last year ending in yy in which the day is not in the future.
func fullYear(yy, month, day int, today varsam.Date) int {
	year := today.Year()/100*100 + yy
	if after(year, month, day, today) {
		year -= 100
	}
	return year
}
