package law

import (
	"fmt"
	"time"

	"github.com/varsam/varsam"
)

// MonthDay is a day of every year, such as 12-31. In February the 28th and the
// 29th both mean the last day of the month. The zero MonthDay is none.
type MonthDay struct {
	Month time.Month
	Day   int
}

// ParseMonthDay reads "12-31"; "" is none.
func ParseMonthDay(s string) (MonthDay, error) {
	if s == "" {
		return MonthDay{}, nil
	}
	d, err := varsam.ParseDate("2024-" + s)
	if err != nil {
		return MonthDay{}, varsam.Errorf(varsam.Invalid, "a day of every year is written MM-DD, for example 12-31")
	}
	return MonthDay{d.Month(), d.Day()}, nil
}

// String is "12-31", and empty for none.
func (m MonthDay) String() string {
	if m == (MonthDay{}) {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", m.Month, m.Day)
}

// MarshalText writes "12-31".
func (m MonthDay) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMonthDay] reads.
func (m *MonthDay) UnmarshalText(text []byte) error {
	parsed, err := ParseMonthDay(string(text))
	*m = parsed
	return err
}

// in is the day in one year.
func (m MonthDay) in(year int) varsam.Date {
	last := varsam.NewDate(year, m.Month, 1).MonthEnd()
	if m.Day > last.Day() || m.Month == time.February && m.Day == 28 {
		return last
	}
	return varsam.NewDate(year, m.Month, m.Day)
}

// onOrAfter and before find the nearest such days.
func (m MonthDay) onOrAfter(day varsam.Date) varsam.Date {
	if d := m.in(day.Year()); !d.Before(day) {
		return d
	}
	return m.in(day.Year() + 1)
}

func (m MonthDay) before(day varsam.Date) varsam.Date {
	if d := m.in(day.Year()); d.Before(day) {
		return d
	}
	return m.in(day.Year() - 1)
}
