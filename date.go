package varsam

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a civil day, as law counts them: no clock, no zone. The zero Date
// means "no day". Dates are comparable with ==.
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate normalises like [time.Date]: the 31st of June is the 1st of July.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateIn is the civil day of an instant in a zone: the organisation's zone
// decides "today", never UTC and never the viewer's.
func DateIn(t time.Time, zone *time.Location) Date { return dateOf(t.In(zone)) }

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	if len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' {
		year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:])
		d := Date{year, time.Month(month), day}
		if min(year, month, day) >= 0 && d == NewDate(year, d.month, day) {
			return d, nil
		}
	}
	return Date{}, Errorf(Invalid, "a date is written YYYY-MM-DD and must exist")
}

// digits is what a few digits say, -1 for anything else. A table has millions of
// days, and [time.Parse] takes several times as long for each.
func digits(s string) (n int) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Year is the calendar year.
func (d Date) Year() int { return d.year }

// Month is the month of the year.
func (d Date) Month() time.Month { return d.month }

// Day is the day of the month.
func (d Date) Day() int { return d.day }

// IsZero reports whether there is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start(time.UTC).Weekday() }

// Start is the first instant of the day in a zone, also where the clock jumps over midnight.
func (d Date) Start(zone *time.Location) time.Time {
	t := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
	if t.Day() != d.day && !d.IsZero() {
		if _, next := t.ZoneBounds(); !next.IsZero() {
			return next
		}
	}
	return t
}

// StartUTC is how Start begins in texts that are written in UTC, with seconds or
// without, to compare them with: 2026-10-22T22:00.
func (d Date) StartUTC(zone *time.Location) string {
	return d.Start(zone).UTC().Format("2006-01-02T15:04")
}

// Compare is -1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int { return d.Start(time.UTC).Compare(e.Start(time.UTC)) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays moves by n days.
func (d Date) AddDays(n int) Date { return NewDate(d.year, d.month, d.day+n) }

// AddMonths moves by n months and keeps the day of the month, or takes the
// month's last day where that day does not exist (Regulation 1182/71, Art.
// 3(2)(c)).
func (d Date) AddMonths(n int) Date {
	first := NewDate(d.year, d.month+time.Month(n), 1)
	return Date{first.year, first.month, min(d.day, first.MonthEnd().day)}
}

// AddYears moves by n years; 29 February becomes 28 February where needed.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// MonthEnd is the last day of d's month.
func (d Date) MonthEnd() Date { return NewDate(d.year, d.month+1, 0) }

// YearEnd is 31 December of d's year.
func (d Date) YearEnd() Date { return NewDate(d.year, time.December, 31) }

// String is YYYY-MM-DD, or empty for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	if d.year < 0 || d.year > 9999 {
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	}
	two := func(b []byte, n int) []byte { return append(b, '0'+byte(n/10), '0'+byte(n%10)) }
	b := two(two(make([]byte, 0, len(time.DateOnly)), d.year/100), d.year%100)
	return string(two(append(two(append(b, '-'), int(d.month)), '-'), d.day))
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; empty is no day.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Latest is the last of the days; no day counts as earliest.
func Latest(days ...Date) Date {
	var last Date
	for _, d := range days {
		if last.IsZero() || d.After(last) {
			last = d
		}
	}
	return last
}

// Period is a calendar length. Years and months follow the calendar; days are
// days.
type Period struct {
	Years, Months, Days int
}

// IsZero reports whether the period has no length.
func (p Period) IsZero() bool { return p == Period{} }

// After is the day p after d.
func (p Period) After(d Date) Date {
	return d.AddMonths(12*p.Years + p.Months).AddDays(p.Days)
}

// String writes the period as the register does: "7 years", "24 months".
func (p Period) String() string {
	s := ""
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "year"}, {p.Months, "month"}, {p.Days, "day"}} {
		if part.n == 0 {
			continue
		}
		if s != "" {
			s += " "
		}
		s += fmt.Sprintf("%d %s", part.n, part.unit)
		if part.n != 1 {
			s += "s"
		}
	}
	if s == "" {
		return "0 days"
	}
	return s
}

// ParsePeriod reads "7 years", "1 year 6 months", "35 days".
func ParsePeriod(s string) (Period, error) {
	var p Period
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields)%2 != 0 {
		return p, errPeriod
	}
	for i := 0; i < len(fields); i += 2 {
		n, err := strconv.Atoi(fields[i])
		if err != nil || n < 0 || n > maxPeriod {
			return p, errPeriod
		}
		switch fields[i+1] {
		case "year", "years":
			p.Years += n
		case "month", "months":
			p.Months += n
		case "week", "weeks":
			p.Days += 7 * n
		case "day", "days":
			p.Days += n
		default:
			return p, errPeriod
		}
	}
	return p, nil
}

// maxPeriod bounds one part of a period; ten thousand years is a typing error.
const maxPeriod = 9999

var errPeriod = Errorf(Invalid, `a period is written like "7 years", "24 months" or "35 days"`)

// MarshalText writes the period as [Period.String].
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what [ParsePeriod] reads.
func (p *Period) UnmarshalText(text []byte) error {
	parsed, err := ParsePeriod(string(text))
	if err == nil {
		*p = parsed
	}
	return err
}
