package varsam

import (
	"strconv"
	"strings"
	"time"
)

// canonicalPersonnummer gives the twelve digits of a Swedish personal identity
// or coordination number (day + 60; month 00 and day 60 where the birth data is
// missing), or of an interim number, whose first control sign is a letter.
// Folkbokföringslagen (1991:481) 18 §, lag (2022:1697). Ten digits, where they
// are allowed, are read as the person who is or will be under a hundred in this
// year; a plus sign says a hundred or more. An integer column has lost leading
// zeros.
func canonicalPersonnummer(s string, short bool, today Date) (string, bool) {
	number := dropSeparators(s)
	if short && allDigits(s) && len(s) >= 7 && len(s) < 10 {
		number = strings.Repeat("0", 10-len(s)) + s
	}
	if len(number) == 10 {
		if !short || today.IsZero() || !allDigits(number[:6]) {
			return "", false
		}
		number = century(number, strings.Contains(s, "+"), today) + number
	}
	if len(number) != 12 || strings.Count(s, "+") > 1 {
		return "", false
	}
	digits := number
	if strings.IndexByte("TRSUWXJKLMNP", number[8]) >= 0 {
		digits = number[:8] + "1" + number[9:]
	}
	if !allDigits(digits) || digits[:2] < "18" || digits[:2] > "20" || digits[8:11] == "000" || luhn(digits[2:]) != 0 {
		return "", false
	}
	return number, bornOn(digits[:8])
}

// century is the century of ten digits: the last in which their day was not in
// the future, one earlier with a plus sign. The sign changes at the beginning of
// the year in which somebody turns a hundred.
func century(ten string, plus bool, today Date) string {
	year, _ := strconv.Atoi(ten[:2])
	month, _ := strconv.Atoi(ten[2:4])
	day, _ := strconv.Atoi(ten[4:6])
	full := today.Year()/100*100 + year
	if NewDate(full, time.Month(max(month, 1)), max(day%60, 1)).After(today) {
		full -= 100
	}
	if plus && today.Year()-full < 100 {
		full -= 100
	}
	return strconv.Itoa(full / 100)
}

// bornOn accepts days of the calendar, and of coordination numbers also months
// and days that do not exist: such numbers have been issued.
func bornOn(eight string) bool {
	day, _ := strconv.Atoi(eight[6:])
	if day < 60 {
		return onCalendar(eight)
	}
	return eight[4:6] <= "12" && day <= 91
}

func onCalendar(eight string) bool {
	_, err := time.Parse("20060102", eight)
	return err == nil
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

func personnummerSpellings(canonical string) []string {
	date, number, ten := canonical[:8], canonical[8:], canonical[2:]
	return []string{
		canonical, date + "-" + number, ten, ten[:6] + "-" + number, ten[:6] + "+" + number,
		date + "+" + number, date + " " + number, ten[:6] + " " + number, "SE" + canonical,
	}
}

const hetuCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// hetuSigns give the century. The sign also tells people apart and stays.
var hetuSigns = map[byte]string{
	'+': "18", '-': "19", 'Y': "19", 'X': "19", 'W': "19", 'V': "19", 'U': "19",
	'A': "20", 'B': "20", 'C': "20", 'D': "20", 'E': "20", 'F': "20",
}

// canonicalHetu gives a Finnish personal identity code in capitals. The numbers
// 900–999, temporary and in published examples, are read too; 000 and 001 have
// never been issued.
func canonicalHetu(s string) (string, bool) {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\u00a0' {
			return -1
		}
		return r
	}, s)
	if len(s) != 11 || !allDigits(s[:6]) || !allDigits(s[7:10]) || hetuSigns[s[6]] == "" || s[7:10] < "002" {
		return "", false
	}
	n, _ := strconv.Atoi(s[:6] + s[7:10])
	ok := onCalendar(hetuSigns[s[6]] + s[4:6] + s[2:4] + s[:2])
	return "FI" + s, ok && hetuCheck[n%31] == s[10]
}

// canonicalFodselsnummer gives the eleven digits of a Norwegian number: with its
// variants D (day + 40), H (month + 40), test (month + 80) and FH (first digit 8
// or 9, no date). From 2032 the first control digit may leave a remainder of up
// to 3 (Skatteetaten).
func canonicalFodselsnummer(s string) (string, bool) {
	n := dropSeparators(s)
	if allDigits(s) && len(s) == 10 {
		n = "0" + s // an integer column
	}
	if len(n) != 11 || !allDigits(n) {
		return "", false
	}
	first := mod11(n[:10], 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
	second := mod11(n, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
	return "NO" + n, first <= 3 && second == 0 && (n[0] >= '8' || dayInYear(n[:2], n[2:4], 40, 40, 80))
}

// canonicalCPR gives the ten digits of a Danish number: a date, or day + 60 for a
// replacement number, and four digits. There is no check that holds for all.
func canonicalCPR(s string) (string, bool) {
	n := dropSeparators(s)
	if allDigits(s) && len(s) == 9 {
		n = "0" + s
	}
	if len(n) != 10 || !allDigits(n) {
		return "", false
	}
	return "DK" + n, dayInYear(n[:2], n[2:4], 60)
}

// canonicalKennitala gives the ten digits of an Icelandic number, an
// organisation's (day + 40) included; the last is the century.
func canonicalKennitala(s string) (string, bool) {
	n := dropSeparators(s)
	if allDigits(s) && len(s) == 9 {
		n = "0" + s
	}
	if len(n) != 10 || !allDigits(n) || strings.IndexByte("089", n[9]) < 0 {
		return "", false
	}
	return "IS" + n, mod11(n[:9], 3, 2, 7, 6, 5, 4, 3, 2, 1) == 0 && dayInYear(n[:2], n[2:4], 40)
}

// mod11 is the weighted sum's remainder by 11.
func mod11(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return sum % 11
}

// dayInYear accepts a day and month of some year; the day may be raised by the
// first offset, the month by the others.
func dayInYear(day, month string, raised ...int) bool {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	if d > raised[0] {
		d -= raised[0]
	}
	for _, r := range raised[1:] {
		if m > r && m <= r+12 {
			m -= r
			break
		}
	}
	return m >= 1 && m <= 12 && d >= 1 && d <= NewDate(2000, time.Month(m), 1).MonthEnd().Day()
}
