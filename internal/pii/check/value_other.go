package check

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
)

func iban(s, _ string, _ varsam.Date) (string, Reason) {
	b, ok := without(strings.ToUpper(s), " -")
	if !ok {
		return "", Shape
	}
	return string(b), IBAN(b)
}

func email(s, _ string, today varsam.Date) (string, Reason) {
	if r := Email([]byte(s)); r != Fine {
		return "", r
	}
	canonical, err := varsam.Email.Canonical(s, "", today)
	if err != nil {
		return "", Shape
	}
	return canonical, Fine
}

// ip is written the one way of RFC 5952.
func ip(s, _ string, _ varsam.Date) (string, Reason) {
	if strings.IndexByte(s, ':') < 0 {
		return s, IP([]byte(s))
	}
	groups, r := IPv6([]byte(s))
	return string(AppendIPv6(nil, groups)), r
}

// mac is written with colons and small letters.
func mac(s, _ string, _ varsam.Date) (string, Reason) {
	if r := MAC([]byte(s)); r != Fine {
		return "", r
	}
	hex, _ := without(strings.ToLower(s), ":-. ")
	b := make([]byte, 0, 23)
	for i, c := range hex {
		if i > 0 && i%2 == 0 {
			b = append(b, ':')
		}
		b = append(b, c)
	}
	return string(b), Fine
}

func uuid(s, _ string, _ varsam.Date) (string, Reason) {
	return strings.ToLower(s), UUID([]byte(s))
}

// birthDate reads YYYY-MM-DD, YYYYMMDD and D.M.YYYY, with points, strokes or hyphens, of the last 150 years.
func birthDate(s, _ string, today varsam.Date) (string, Reason) {
	year, month, day, ok := dateParts(s)
	if !ok {
		return "", Shape
	}
	if !exists(year, month, day) || after(year, month, day, today) || !today.IsZero() && year < today.Year()-150 {
		return "", Date
	}
	return varsam.NewDate(year, time.Month(month), day).String(), Fine
}

// postcode drops the country's letters before the digits: "SE-114 18", "FI-00100".
func postcode(s, region string, _ varsam.Date) (string, Reason) {
	for _, prefix := range []string{region + "-", region[:1] + "-"} {
		s = strings.TrimPrefix(s, prefix)
	}
	if len(s) == 6 && s[3] == ' ' {
		s = s[:3] + s[4:]
	}
	return s, Postcode([]byte(s), region)
}
