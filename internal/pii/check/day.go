package check

import "github.com/varsam/varsam"

// monthDays are by the month; what is no month has none.
var monthDays = [128]uint8{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// exists reports whether the day is in the calendar.
func exists(year, month, day int) bool {
	return uint(day-1) < uint(monthDays[month&127]) || month == 2 && day == 29 && leap(year)
}

// existsInSome reports whether the day is in the calendar of a year with these two last digits.
func existsInSome(yy, month, day int) bool {
	return exists(2000+yy, month, day) // the leap years of 2000–2099 are those of any century, 2000 itself included
}

// after reports whether the day comes later than today; never, when today is not known.
func after(year, month, day int, today varsam.Date) bool {
	if today.IsZero() {
		return false
	}
	return ordinal(year, month, day) > ordinal(today.Year(), int(today.Month()), today.Day())
}

func ordinal(year, month, day int) int { return year<<9 | month<<5 | day }
