package check

// IMEI checks the fifteen digits of a mobile device: Luhn (3GPP TS 23.003).
func IMEI(d []byte) Reason {
	switch {
	case len(d) != 15:
		return Length
	case !digits(d):
		return Shape
	case luhnSum(d)%10 != 0:
		return CheckDigit
	case number(d[:8]) == 0:
		return Range
	}
	return Fine
}

// ICCID checks the nineteen or twenty digits of a SIM card: 89 for telecommunication, Luhn (ITU-T E.118).
func ICCID(d []byte) Reason {
	switch {
	case len(d) != 19 && len(d) != 20:
		return Length
	case !digits(d):
		return Shape
	case d[0] != '8' || d[1] != '9':
		return Range
	case luhnSum(d)%10 != 0:
		return CheckDigit
	}
	return Fine
}

// IMSI checks the fourteen or fifteen digits of a mobile subscriber (ITU-T E.212). There is no check digit: the country code's
// first digit, 2 to 7, or 901 for no country, is all.
func IMSI(d []byte) Reason {
	switch {
	case len(d) != 14 && len(d) != 15:
		return Length
	case !digits(d):
		return Shape
	case (d[0] < '2' || d[0] > '7') && number(d[:3]) != 901:
		return Range
	}
	return Fine
}

// MAC checks a hardware address of six or eight bytes (EUI-48, EUI-64): pairs with one and the same separator of colon, hyphen
// or blank, or groups of four with points.
func MAC(s []byte) Reason {
	group := 2
	if len(s) > 4 && s[4] == '.' {
		group = 4
	}
	if len(s) <= group {
		return Length
	}
	separator := s[group]
	if group == 2 && separator != ':' && separator != '-' && separator != ' ' {
		return Shape
	}
	for i, c := range s {
		if i%(group+1) == group {
			if c != separator {
				return Shape
			}
		} else if !isHex(c) {
			return Shape
		}
	}
	if signs := len(s) + 1; signs%(group+1) != 0 || signs/(group+1)*group != 12 && signs/(group+1)*group != 16 {
		return Length
	}
	return Fine
}

// UUID checks 8-4-4-4-12 hexadecimal digits of a version from 1 to 8 and the variant of RFC 9562.
func UUID(s []byte) Reason {
	if len(s) != 36 {
		return Length
	}
	for i, c := range s {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return Shape
			}
		} else if !isHex(c) {
			return Shape
		}
	}
	if s[14] < '1' || s[14] > '8' || !isVariant(s[19]) {
		return Range
	}
	return Fine
}

func isVariant(c byte) bool { return c == '8' || c == '9' || c|0x20 == 'a' || c|0x20 == 'b' }
