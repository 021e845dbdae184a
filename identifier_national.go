package varsam

import (
	"strconv"
	"strings"
	"time"
)

// canonicalNationalID reads the personal identity numbers of the Nordic
// countries; region says whose number ten or eleven bare digits are. The forms
// and checks: folkbokföringslagen 18 § and lag (2022:1697) for Sweden, DVV for
// Finland. Numbers of other countries compare as their letters and digits.
func canonicalNationalID(s, region string, today Date) (string, error) {
	if c, ok := canonicalHetu(s); ok {
		return c, nil
	}
	if region == "SE" || region == "" {
		if c, ok := canonicalPersonnummer(s, today); ok {
			return c, nil
		}
	}
	bare := strings.ToUpper(dropSeparators(s))
	if len(bare) < 6 || len(bare) > 20 || region == "SE" || region == "FI" {
		return "", Errorf(Invalid, "the personal identity number is not one: check digits and control digit")
	}
	return bare, nil
}

// canonicalPersonnummer gives the twelve digits of a Swedish personal identity
// or coordination number (day + 60; month 00 and day 60 where the birth data is
// missing). Ten digits are read as the person under a hundred; a plus sign says
// a hundred or more. The control digit is Luhn's.
func canonicalPersonnummer(s string, today Date) (string, bool) {
	digits := dropSeparators(s)
	if !allDigits(digits) || strings.Count(s, "+") > 1 {
		return "", false
	}
	if len(digits) == 10 {
		digits = century(digits, strings.Contains(s, "+"), today) + digits
	}
	if len(digits) != 12 || digits[:2] < "18" || digits[:2] > "20" || digits[8:11] == "000" {
		return "", false
	}
	if !plausibleDay(digits[4:6], digits[6:8]) || luhn(digits[2:]) != 0 {
		return "", false
	}
	return digits, true
}

func century(ten string, plus bool, today Date) string {
	year, _ := strconv.Atoi(ten[:2])
	full := today.Year()/100*100 + year
	if full > today.Year() {
		full -= 100
	}
	if plus {
		full -= 100
	}
	return strconv.Itoa(full / 100)
}

// plausibleDay accepts months 01–12 with days 01–31, and a coordination number's
// months 00–12 with days 60–91, days that do not exist included: such numbers
// have been issued.
func plausibleDay(month, day string) bool {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if d >= 60 {
		return m <= 12 && d <= 91
	}
	return m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// luhn is the remainder of Luhn's sum; 0 for a number with a right control digit.
func luhn(digits string) int {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			n = 2*n/10 + 2*n%10
		}
		sum += n
	}
	return sum % 10
}

const hetuCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// canonicalHetu gives a Finnish personal identity code in capitals. The century
// sign tells people apart and stays.
func canonicalHetu(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 11 || !allDigits(s[:6]) || !allDigits(s[7:10]) || !strings.ContainsRune("+-YXWVUABCDEF", rune(s[6])) {
		return "", false
	}
	n, _ := strconv.Atoi(s[:6] + s[7:10])
	day, _ := strconv.Atoi(s[:2])
	month, _ := strconv.Atoi(s[2:4])
	if day < 1 || day > 31 || month < 1 || time.Month(month) > time.December {
		return "", false
	}
	return s, hetuCheck[n%31] == s[10]
}

// nationalIDSpellings are the usual ways to store the number.
func nationalIDSpellings(canonical string) []string {
	if len(canonical) != 12 || !allDigits(canonical) {
		return []string{canonical, strings.ToLower(canonical)}
	}
	date, number, ten := canonical[:8], canonical[8:], canonical[2:]
	return []string{
		canonical, date + "-" + number, ten, ten[:6] + "-" + number, ten[:6] + "+" + number,
		date + "+" + number, date + " " + number, ten[:6] + " " + number,
	}
}
