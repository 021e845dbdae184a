package check

// hetuChecks are the control signs by remainder.
const hetuChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// Henkilotunnus checks the eleven signs of a Finnish personal identity code, in capitals: DDMMYY, the century's sign – since
// 2023 one of several –, a number of at least 002, the control sign modulo 31. The numbers 900–999 are temporary, or published
// examples, and pass; [TemporaryHenkilotunnus] tells them.
func Henkilotunnus(s []byte) Reason {
	if len(s) != 11 {
		return Length
	}
	century := hetuCentury(s[6])
	if century == 0 || !digits(s[:6]) || !digits(s[7:10]) {
		return Shape
	}
	if !exists(century+two(s[4:]), two(s[2:]), two(s)) {
		return Date
	}
	serial := three(s[7:])
	if serial < 2 {
		return Serial
	}
	if hetuChecks[(number(s[:6])*1000+serial)%31] != s[10] {
		return CheckDigit
	}
	return Fine
}

// hetuCentury is the first year of the sign's century, 0 for no sign.
func hetuCentury(sign byte) int {
	switch sign {
	case '+':
		return 1800
	case '-', 'Y', 'X', 'W', 'V', 'U':
		return 1900
	case 'A', 'B', 'C', 'D', 'E', 'F':
		return 2000
	}
	return 0
}

var businessWeights = []byte{7, 9, 10, 5, 8, 4, 2}

// FIBusinessID checks the eight digits of a Finnish business id (Y-tunnus, FO-nummer): modulo 11, a remainder of 1 unused.
func FIBusinessID(d []byte) Reason {
	if len(d) != 8 {
		return Length
	}
	if !digits(d) {
		return Shape
	}
	remainder := mod11(d, businessWeights)
	if check := (11 - remainder) % 11; remainder == 1 || check != int(d[7]-'0') {
		return CheckDigit
	}
	return Fine
}

// FIVAT checks a Finnish VAT number, compact: FI and the eight digits of a business id.
func FIVAT(s []byte) Reason {
	if len(s) != 10 {
		return Length
	}
	if s[0] != 'F' || s[1] != 'I' {
		return Shape
	}
	return FIBusinessID(s[2:])
}
