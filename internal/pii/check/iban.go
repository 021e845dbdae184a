package check

// IBAN checks an international account number, compact and in capitals: length and structure of the country's own part (ISO
// 13616, SWIFT's registry), and modulo 97 (ISO 7064). National control digits inside are not checked.
func IBAN(s []byte) Reason {
	if len(s) < 5 {
		return Length
	}
	if !isUpper(s[0]) || !isUpper(s[1]) || !isDigit(s[2]) || !isDigit(s[3]) {
		return Shape
	}
	structure := ibanStructure(s[0], s[1])
	if structure == "" {
		return Country
	}
	if r := hasStructure(s[4:], structure); r != Fine {
		return r
	}
	if mod97(s) != 1 {
		return CheckDigit
	}
	return Fine
}

// IBANLength is how long an IBAN of the country is, 0 for a country without.
func IBANLength(country [2]byte) int {
	structure := ibanStructure(country[0], country[1])
	if structure == "" {
		return 0
	}
	n := 4
	for structure != "" {
		var count int
		count, _, structure = part(structure)
		n += count
	}
	return n
}

func ibanStructure(a, b byte) string {
	if !isUpper(a) || !isUpper(b) {
		return ""
	}
	return ibanStructures[a-'A'][b-'A']
}

// part cuts the first part off a structure: "4a14n" is 4 capitals, and "14n".
func part(structure string) (count int, class byte, rest string) {
	i := 0
	for ; isDigit(structure[i]); i++ {
		count = count*10 + int(structure[i]-'0')
	}
	return count, structure[i], structure[i+1:]
}

func hasStructure(s []byte, structure string) Reason {
	fine := true
	for structure != "" {
		var count int
		var class byte
		count, class, structure = part(structure)
		if len(s) < count {
			return Length
		}
		for _, c := range s[:count] {
			fine = fine && inClass(c, class)
		}
		s = s[count:]
	}
	if len(s) > 0 {
		return Length
	}
	if !fine {
		return Structure
	}
	return Fine
}

func inClass(c, class byte) bool {
	switch class {
	case 'n':
		return isDigit(c)
	case 'a':
		return isUpper(c)
	}
	return isDigit(c) || isUpper(c)
}

// mod97 reads letters as 10 to 35 and the first four signs last.
func mod97(s []byte) int {
	n := 0
	for i := range s {
		c := s[(i+4)%len(s)]
		if isDigit(c) {
			n = (n*10 + int(c-'0')) % 97
		} else {
			n = (n*100 + int(c-'A') + 10) % 97
		}
	}
	return n
}

// ibanStructures are by the two letters of the country.
var ibanStructures = func() (by [26][26]string) {
	for _, c := range ibanCountries {
		by[c.code[0]-'A'][c.code[1]-'A'] = c.structure
	}
	return by
}()

// ibanCountries say what follows the four first signs: n digits, a capitals, c either.
var ibanCountries = []struct{ code, structure string }{
	{"AD", "8n12c"},
	{"AE", "19n"},
	{"AL", "8n16c"},
	{"AT", "16n"},
	{"AZ", "4a20c"},
	{"BA", "16n"},
	{"BE", "12n"},
	{"BG", "4a6n8c"},
	{"BH", "4a14c"},
	{"BI", "23n"},
	{"BR", "23n1a1c"},
	{"BY", "4c4n16c"},
	{"CH", "5n12c"},
	{"CR", "18n"},
	{"CY", "8n16c"},
	{"CZ", "20n"},
	{"DE", "18n"},
	{"DJ", "23n"},
	{"DK", "14n"},
	{"DO", "4c20n"},
	{"EE", "16n"},
	{"EG", "25n"},
	{"ES", "20n"},
	{"FI", "14n"},
	{"FK", "2a12n"},
	{"FO", "14n"},
	{"FR", "10n11c2n"},
	{"GB", "4a14n"},
	{"GE", "2a16n"},
	{"GI", "4a15c"},
	{"GL", "14n"},
	{"GR", "7n16c"},
	{"GT", "24c"},
	{"HN", "4a20n"},
	{"HR", "17n"},
	{"HU", "24n"},
	{"IE", "4a14n"},
	{"IL", "19n"},
	{"IQ", "4a15n"},
	{"IS", "22n"},
	{"IT", "1a10n12c"},
	{"JO", "4a4n18c"},
	{"KW", "4a22c"},
	{"KZ", "3n13c"},
	{"LB", "4n20c"},
	{"LC", "4a24c"},
	{"LI", "5n12c"},
	{"LT", "16n"},
	{"LU", "3n13c"},
	{"LV", "4a13c"},
	{"LY", "21n"},
	{"MC", "10n11c2n"},
	{"MD", "20c"},
	{"ME", "18n"},
	{"MK", "3n10c2n"},
	{"MN", "16n"},
	{"MR", "23n"},
	{"MT", "4a5n18c"},
	{"MU", "4a19n3a"},
	{"NI", "4a20n"},
	{"NL", "4a10n"},
	{"NO", "11n"},
	{"OM", "3n16c"},
	{"PK", "4a16c"},
	{"PL", "24n"},
	{"PS", "4a21c"},
	{"PT", "21n"},
	{"QA", "4a21c"},
	{"RO", "4a16c"},
	{"RS", "18n"},
	{"RU", "14n15c"},
	{"SA", "2n18c"},
	{"SC", "4a20n3a"},
	{"SD", "14n"},
	{"SE", "20n"},
	{"SI", "15n"},
	{"SK", "20n"},
	{"SM", "1a10n12c"},
	{"SO", "19n"},
	{"ST", "21n"},
	{"SV", "4a20n"},
	{"TL", "19n"},
	{"TN", "20n"},
	{"TR", "6n16c"},
	{"UA", "6n19c"},
	{"VA", "18n"},
	{"VG", "4a16n"},
	{"XK", "16n"},
	{"YE", "4a4n18c"},

	// not in the registry, but in use
	{"AO", "21n"},
	{"BF", "2c22n"},
	{"BJ", "2c22n"},
	{"CF", "23n"},
	{"CG", "23n"},
	{"CI", "2c22n"},
	{"CM", "23n"},
	{"CV", "21n"},
	{"DZ", "22n"},
	{"GA", "23n"},
	{"GQ", "23n"},
	{"GW", "2c19n"},
	{"IR", "22n"},
	{"KM", "23n"},
	{"MA", "24n"},
	{"MG", "23n"},
	{"ML", "2c22n"},
	{"MZ", "21n"},
	{"NE", "2c22n"},
	{"SN", "2c22n"},
	{"TD", "23n"},
	{"TG", "2c22n"},
}
