package law

import (
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// Holiday is one public holiday.
type Holiday struct {
	Day  varsam.Date  `json:"day"`
	Name varsam.Words `json:"name"`
}

// feast is a holiday of every year. The lists hold for 2018, when the GDPR began
// to apply, and later.
type feast struct {
	name varsam.Words
	day  func(year int) varsam.Date
	in   []Country
	last int // its last year; 0 when it still is a holiday
}

var everywhere = []Country{SE, FI, NO, DK}

// feasts are the public holidays of Regulation 1182/71, Art. 2(1). Those that
// always fall on a Sunday are left out. Source: facts/law.md 1.2 for Sweden and
// Finland, general knowledge for Norway and Denmark; all to be compared with the
// lists that the Member States send the Commission.
var feasts = []feast{
	{w("nyårsdagen", "New Year's Day"), on(time.January, 1), everywhere, 0},
	{w("trettondedag jul", "Epiphany"), on(time.January, 6), []Country{SE, FI}, 0},
	{w("skärtorsdagen", "Maundy Thursday"), easter(-3), []Country{NO, DK}, 0},
	{w("långfredagen", "Good Friday"), easter(-2), everywhere, 0},
	{w("annandag påsk", "Easter Monday"), easter(1), everywhere, 0},
	{w("stora bönedagen", "Great Prayer Day"), easter(26), []Country{DK}, 2023},
	{w("första maj", "May Day"), on(time.May, 1), []Country{SE, FI, NO}, 0},
	{w("Norges nationaldag", "Constitution Day"), on(time.May, 17), []Country{NO}, 0},
	{w("Kristi himmelsfärdsdag", "Ascension Day"), easter(39), everywhere, 0},
	{w("annandag pingst", "Whit Monday"), easter(50), []Country{NO, DK}, 0},
	{w("Sveriges nationaldag", "National Day"), on(time.June, 6), []Country{SE}, 0},
	{w("midsommardagen", "Midsummer Day"), saturdayFrom(time.June, 20), []Country{SE, FI}, 0},
	{w("alla helgons dag", "All Saints' Day"), saturdayFrom(time.October, 31), []Country{SE, FI}, 0},
	{w("självständighetsdagen", "Independence Day"), on(time.December, 6), []Country{FI}, 0},
	{w("juldagen", "Christmas Day"), on(time.December, 25), everywhere, 0},
	{w("annandag jul", "Boxing Day"), on(time.December, 26), everywhere, 0},
}

// eves are days off by custom or national law that do not move a deadline under
// Regulation 1182/71. They only make the safe day earlier.
var eves = []feast{
	{w("grundlagsdagen", "Constitution Day"), on(time.June, 5), []Country{DK}, 0},
	{w("midsommarafton", "Midsummer Eve"), fridayFrom(time.June, 19), []Country{SE, FI}, 0},
	{w("julafton", "Christmas Eve"), on(time.December, 24), everywhere, 0},
	{w("nyårsafton", "New Year's Eve"), on(time.December, 31), everywhere, 0},
}

func on(month time.Month, day int) func(int) varsam.Date {
	return func(year int) varsam.Date { return varsam.NewDate(year, month, day) }
}

func easter(days int) func(int) varsam.Date {
	return func(year int) varsam.Date { return Easter(year).AddDays(days) }
}

func saturdayFrom(month time.Month, day int) func(int) varsam.Date {
	return weekdayFrom(time.Saturday, month, day)
}

func fridayFrom(month time.Month, day int) func(int) varsam.Date {
	return weekdayFrom(time.Friday, month, day)
}

// weekdayFrom is the first such weekday on or after a date.
func weekdayFrom(wanted time.Weekday, month time.Month, day int) func(int) varsam.Date {
	return func(year int) varsam.Date {
		first := varsam.NewDate(year, month, day)
		return first.AddDays(int(wanted-first.Weekday()+7) % 7)
	}
}

func (f feast) heldIn(country Country, year int) bool {
	return slices.Contains(f.in, country) && (f.last == 0 || year <= f.last)
}

// Holidays lists the public holidays of a year in order; those that always are
// Sundays are left out. The error is Invalid for a country that is not known.
func Holidays(country Country, year int) ([]Holiday, error) {
	if _, err := ParseCountry(string(country)); err != nil {
		return nil, err
	}
	var days []Holiday
	for _, f := range feasts {
		if f.heldIn(country, year) {
			days = append(days, Holiday{f.day(year), f.name})
		}
	}
	slices.SortFunc(days, func(a, b Holiday) int { return a.Day.Compare(b.Day) })
	return days, nil
}

// IsWorkingDay reports whether a day is neither Saturday, Sunday nor a public
// holiday (Regulation 1182/71, Art. 2(2)). Eves are working days. The error is
// Invalid for a country that is not known.
func IsWorkingDay(country Country, day varsam.Date) (bool, error) {
	if _, err := ParseCountry(string(country)); err != nil {
		return false, err
	}
	return works(country, day, feasts), nil
}

// works takes a country that has been checked.
func works(country Country, day varsam.Date, off []feast) bool {
	if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	return !slices.ContainsFunc(off, func(f feast) bool {
		return f.heldIn(country, day.Year()) && f.day(day.Year()) == day
	})
}
