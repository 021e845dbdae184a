package varsam

import "strings"

// canonicalNationalID reads national identity numbers. A Swedish one is its
// twelve digits; any other country's has the country's letters before it, so
// that it reads the same everywhere: "FI131052-308T", "NO01010112345".
//
// The region's own way of writing comes first, because ten digits may be a
// number of several countries; and what gives itself away in any region: twelve
// Swedish digits, a Finnish code, and in the Nordic countries eleven Norwegian
// digits, by their checks.
func canonicalNationalID(s, region string, today Date) (string, error) {
	if country, rest, ok := prefixed(s); ok {
		if c, ok := nationalIn(country, strings.ToUpper(rest), today); ok {
			return c, nil
		}
	}
	for _, country := range readings(region) {
		if c, ok := nationalIn(country, strings.ToUpper(s), today); ok {
			return c, nil
		}
	}
	return "", Errorf(Invalid, "the personal identity number is not one: check digits and control digit")
}

// prefixed splits the country's letters, both large or both small, from a number.
func prefixed(s string) (country, rest string, ok bool) {
	if len(s) < 8 || s[:2] != strings.ToUpper(s[:2]) && s[:2] != strings.ToLower(s[:2]) {
		return "", s, false
	}
	country = strings.ToUpper(s[:2])
	return country, strings.TrimLeft(s[2:], " -"), strings.Contains(countries, " "+country+" ")
}

// swedishLong stands for a Swedish number that must have its century.
const swedishLong = "SE+"

// readings are the countries whose numbers are tried, in order.
func readings(region string) []string {
	switch region {
	case "SE", "FI", "AX", "NO", "SJ", "DK", "FO", "GL", "IS":
		return []string{region, swedishLong, "FI", "NO"}
	case "":
		return []string{"SE", "FI", "NO"}
	}
	return []string{swedishLong, "FI", region}
}

// nationalIn reads a number, in capitals, the way of one country.
func nationalIn(country, s string, today Date) (string, bool) {
	switch country {
	case "SE", swedishLong:
		return canonicalPersonnummer(s, country == "SE", today)
	case "FI", "AX":
		return canonicalHetu(s)
	case "NO", "SJ":
		return canonicalFodselsnummer(s)
	case "DK", "FO", "GL":
		return canonicalCPR(s)
	case "IS":
		return canonicalKennitala(s)
	}
	bare := dropSeparators(s)
	return country + bare, len(bare) >= 6 && len(bare) <= 20 && isCode(bare)
}

// isCode accepts letters and digits, with a digit among them.
func isCode(s string) bool {
	digit := false
	for _, r := range s {
		digit = digit || '0' <= r && r <= '9'
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return digit
}

// nationalIDSpellings are the usual ways to store the number.
func nationalIDSpellings(canonical string) []string {
	if swedish(canonical) {
		return personnummerSpellings(canonical)
	}
	country, bare := canonical[:2], canonical[2:]
	all := []string{canonical, bare}
	switch country {
	case "FI":
		sign, check := bare[6:7], bare[10:]
		small := strings.ToLower
		all = append(all, small(bare), bare[:6]+small(sign)+bare[7:], bare[:10]+small(check))
	case "NO", "DK", "IS":
		all = append(all, bare[:6]+" "+bare[6:], bare[:6]+"-"+bare[6:])
	default:
		all = append(all, strings.ToLower(bare))
	}
	return all
}

// nationalIDFolds are what else a folded cell may hold: the number with its
// country's letters, and without the zeros that an integer column has lost.
// Codes of other countries that mix large and small letters are not among them.
func nationalIDFolds(canonical string) []string {
	country := "SE"
	if !swedish(canonical) {
		country = canonical[:2]
	}
	bares := nationalIDSpellings(canonical)
	for i, s := range bares {
		bares[i] = strings.TrimPrefix(dropSeparators(s), country)
	}
	var all []string
	for _, bare := range distinct(bares) {
		all = append(all, bare, strings.TrimLeft(bare, "0"))
		for _, form := range []string{bare, strings.ToLower(bare)} {
			all = append(all, form, country+form, strings.ToLower(country)+form)
		}
	}
	return all
}

func swedish(canonical string) bool { return canonical[0] >= '0' && canonical[0] <= '9' }

// countries are the letters of ISO 3166-1.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS " +
	"BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET " +
	"FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO " +
	"IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH " +
	"MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM " +
	"PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG " +
	"TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
