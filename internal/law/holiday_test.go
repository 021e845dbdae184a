package law_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// knuthEaster is the algorithm of Clavius by golden number, epact and Sunday, as
// in Knuth, The Art of Computer Programming, 1.3.2 exercise 14: independent of
// the one under test.
func knuthEaster(year int) varsam.Date {
	golden := year%19 + 1
	century := year/100 + 1
	skipped := 3*century/4 - 12
	moon := (8*century+5)/25 - 5
	sunday := 5*year/4 - skipped - 10
	epact := ((11*golden+20+moon-skipped)%30 + 30) % 30
	if epact == 25 && golden > 11 || epact == 24 {
		epact++
	}
	full := 44 - epact
	if full < 21 {
		full += 30
	}
	full += 7 - (sunday+full)%7
	return varsam.NewDate(year, 3, full)
}

func TestEaster(t *testing.T) {
	t.Parallel()
	for year := 1583; year <= 4099; year++ {
		want(t, "Easter", law.Easter(year), knuthEaster(year))
	}
	for _, s := range []string{"1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"} {
		d := date(t, s)
		want(t, "Easter", law.Easter(d.Year()), d)
	}
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country law.Country
		year    int
		days    string
	}{
		{law.SE, 2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-06 06-20 10-31 12-25 12-26"},
		{law.FI, 2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-20 10-31 12-06 12-25 12-26"},
		{law.SE, 2027, "01-01 01-06 03-26 03-29 05-01 05-06 06-06 06-26 11-06 12-25 12-26"},
		{law.NO, 2026, "01-01 04-02 04-03 04-06 05-01 05-14 05-17 05-25 12-25 12-26"},
		{law.DK, 2023, "01-01 04-06 04-07 04-10 05-05 05-18 05-29 12-25 12-26"},
		{law.DK, 2024, "01-01 03-28 03-29 04-01 05-09 05-20 12-25 12-26"},
	} {
		holidays, err := law.Holidays(c.country, c.year)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range holidays {
			got = append(got, h.Day.String()[5:])
			if h.Name.SV == "" || h.Name.EN == "" {
				t.Errorf("%s %s has no name", c.country, h.Day)
			}
		}
		want(t, string(c.country), strings.Join(got, " "), c.days)
	}
}

// TestWorkingDays checks every day of many years against the list.
func TestWorkingDays(t *testing.T) {
	t.Parallel()
	for _, country := range law.Countries {
		for d := varsam.NewDate(2018, 1, 1); d.Year() < 2045; d = d.AddDays(1) {
			holidays, _ := law.Holidays(country, d.Year())
			free := slices.ContainsFunc(holidays, func(h law.Holiday) bool { return h.Day == d }) || d.Weekday() == 0 || d.Weekday() == 6
			works, err := law.IsWorkingDay(country, d)
			if err != nil || works == free {
				t.Fatalf("%s %s works %v, err %v", country, d, works, err)
			}
		}
	}
	for _, eve := range []string{"2026-12-24", "2026-12-31", "2026-06-19"} {
		works, _ := law.IsWorkingDay(law.SE, date(t, eve))
		want(t, eve+" is a working day", works, true)
	}
}

func TestUnknownCountry(t *testing.T) {
	t.Parallel()
	_, err := law.IsWorkingDay("DE", today)
	want(t, "IsWorkingDay", varsam.CodeOf(err), varsam.Invalid)
	_, err = law.Holidays("", 2026)
	want(t, "Holidays", varsam.CodeOf(err), varsam.Invalid)
	_, err = law.ParseCountry("se")
	want(t, "ParseCountry", varsam.CodeOf(err), varsam.Invalid)
}
