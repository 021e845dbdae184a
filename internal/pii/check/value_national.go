package check

import (
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

func sePersonnummer(s, _ string, today varsam.Date) (string, Reason) {
	d, r := twelve(s, today)
	if r != Fine {
		return "", r
	}
	return string(d), Personnummer(d, today)
}

func seSamordningsnummer(s, _ string, today varsam.Date) (string, Reason) {
	d, r := twelve(s, today)
	if r != Fine {
		return "", r
	}
	return string(d), Samordningsnummer(d, today)
}

func seInterim(s, _ string, today varsam.Date) (string, Reason) {
	d, r := twelve(strings.ToUpper(s), today)
	if r != Fine {
		return "", r
	}
	return string(d), Interim(d, today)
}

// seOrganisationsnummer gives a legal entity's ten digits, and a sole trader's twelve: they are a person's number, and equal
// to it.
func seOrganisationsnummer(s, _ string, today varsam.Date) (string, Reason) {
	d, ok := split(s, "-", 4)
	if !ok {
		return "", Shape
	}
	r := Organisationsnummer(d)
	if r == Fine {
		return string(d[len(d)-10:]), Fine
	}
	for _, person := range []rule{sePersonnummer, seSamordningsnummer} {
		if canonical, r := person(s, "", today); r == Fine {
			return canonical, Fine
		}
	}
	return "", r
}

// twelve is the number with its century: YYMMDD-NNNC, with plus for somebody of a hundred or more, YYYYMMDD-NNNC, or either
// without a sign.
func twelve(s string, today varsam.Date) ([]byte, Reason) {
	d, ok := split(s, "-+", 4)
	switch {
	case !ok:
		return nil, Shape
	case len(d) == 12:
		return d, Fine
	case len(d) != 10 && digits(d):
		return nil, Length
	case len(d) != 10 || !digits(d[:6]):
		return nil, Shape
	}
	century := century(d, strings.Contains(s, "+"), today)
	return append(strconv.AppendInt(make([]byte, 0, 12), int64(century), 10), d...), Fine
}

// century is the last in which the day was not in the future, one earlier with a plus sign; the sign comes with the year in
// which somebody turns a hundred. A coordination number's missing month or day is read as the first.
func century(ten []byte, plus bool, today varsam.Date) int {
	month, day := max(number(ten[2:4]), 1), max(number(ten[4:6])%60, 1)
	full := today.Year()/100*100 + number(ten[:2])
	if varsam.NewDate(full, time.Month(month), day).After(today) {
		full -= 100
	}
	if plus && today.Year()-full < 100 {
		full -= 100
	}
	return full / 100
}

// split takes out one separator, if there is one, before the last n signs.
func split(s, separators string, n int) ([]byte, bool) {
	at := len(s) - n - 1
	if at > 0 && strings.IndexByte(separators, s[at]) >= 0 {
		return append(append(make([]byte, 0, len(s)), s[:at]...), s[at+1:]...), true
	}
	return []byte(s), !strings.ContainsAny(s, separators)
}

func fiHenkilotunnus(s, _ string, _ varsam.Date) (string, Reason) {
	code := strings.ToUpper(s)
	return "FI" + code, Henkilotunnus([]byte(code))
}

func fiBusinessID(s, _ string, _ varsam.Date) (string, Reason) {
	d, ok := split(s, "-", 1)
	if !ok {
		return "", Shape
	}
	return string(d), FIBusinessID(d)
}

// noFodselsnummer allows a blank or hyphen behind the day and behind the individual number.
func noFodselsnummer(s, _ string, _ varsam.Date) (string, Reason) {
	d, ok := split(s, " -", 5)
	if !ok {
		d, ok = split(s, " -", 2)
	}
	if !ok {
		return "", Shape
	}
	_, r := Fodselsnummer(d)
	return "NO" + string(d), r
}

func dkCPR(s, _ string, _ varsam.Date) (string, Reason) {
	d, ok := split(s, " -", 4)
	if !ok {
		return "", Shape
	}
	_, r := CPR(d)
	return "DK" + string(d), r
}

func isKennitala(s, _ string, _ varsam.Date) (string, Reason) {
	d, ok := split(s, " -", 4)
	if !ok {
		return "", Shape
	}
	_, r := Kennitala(d)
	return "IS" + string(d), r
}
