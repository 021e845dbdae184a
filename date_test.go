package varsam_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

func dates(t *rapid.T, label string) varsam.Date {
	return varsam.NewDate(1900, time.January, 1).AddDays(rapid.IntRange(0, 80000).Draw(t, label))
}

func TestDates(t *testing.T) {
	t.Parallel()
	d := func(s string) varsam.Date {
		d, err := varsam.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ got, want varsam.Date }{
		{d("2026-01-31").AddMonths(1), d("2026-02-28")},
		{d("2024-02-29").AddYears(1), d("2025-02-28")},
		{d("2026-03-31").AddMonths(-1), d("2026-02-28")},
		{d("2026-12-15").AddMonths(1), d("2027-01-15")},
		{d("2026-02-10").MonthEnd(), d("2026-02-28")},
		{d("2026-02-10").YearEnd(), d("2026-12-31")},
		{d("2026-12-31").AddDays(1), d("2027-01-01")},
		{varsam.Latest(d("2026-01-01"), varsam.Date{}, d("2026-01-02")), d("2026-01-02")},
		{varsam.Latest(), varsam.Date{}},
		{varsam.Period{Years: 1, Months: 1, Days: 1}.After(d("2024-01-31")), d("2025-03-01")},
	} {
		if c.got != c.want {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	for _, s := range []string{"2026-00-01", "2026-01-00", "2026-13-01", "2026-0a-01", "2026/01/01", "-026-01-01", "+026-01-01", "2026- 1-01", "2026-02-29", "2026-2-1", "26-02-01", "", "2026-02-01T00:00"} {
		if _, err := varsam.ParseDate(s); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestDatesKeepTheirOrderAndForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, n := dates(t, "a"), rapid.IntRange(-5000, 5000).Draw(t, "n")
		b := a.AddDays(n)
		if a.Before(b) != (n > 0) || a.After(b) != (n < 0) || b.AddDays(-n) != a {
			t.Errorf("%v and %v are %d days apart", a, b, n)
		}
		text, _ := json.Marshal(a)
		var back varsam.Date
		if err := json.Unmarshal(text, &back); err != nil || back != a {
			t.Errorf("%s came back as %v, %v", text, back, err)
		}
		if m := a.AddMonths(n % 600); m.Day() > a.Day() || m.Day() < a.Day() && m != m.MonthEnd() {
			t.Errorf("%v and %d months is %v", a, n%600, m)
		}
	})
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"7 years": "7 years", "1 year 6 months": "1 year 6 months", "2 weeks": "14 days", "0 days": "0 days", "1 day": "1 day",
	} {
		p, err := varsam.ParsePeriod(in)
		if err != nil || p.String() != want {
			t.Errorf("%q: %q, %v", in, p, err)
		}
	}
	for _, in := range []string{"", "7", "years 7", "-1 days", "7 yrs", "99999 days", "1.5 years"} {
		p := varsam.Period{Days: 3}
		if err := p.UnmarshalText([]byte(in)); varsam.CodeOf(err) != varsam.Invalid || p.Days != 3 {
			t.Errorf("%q: %v, %v", in, p, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := varsam.Period{Years: rapid.IntRange(0, 99).Draw(t, "y"), Months: rapid.IntRange(0, 99).Draw(t, "m"), Days: rapid.IntRange(0, 99).Draw(t, "d")}
		if back, err := varsam.ParsePeriod(p.String()); err != nil || back != p {
			t.Errorf("%v came back as %v, %v", p, back, err)
		}
	})
}

func TestDatesAreReadAsTheStandardLibraryReadsThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[0-9]{4}-[01][0-9]-[0-3][0-9]`).Draw(t, "s")
		read, err := varsam.ParseDate(s)
		want, wanted := time.Parse(time.DateOnly, s)
		if (err == nil) != (wanted == nil) || err == nil && (read != varsam.NewDate(want.Date()) || read.String() != s) {
			t.Errorf("%s: %v, %v; %v, %v", s, read, err, want, wanted)
		}
	})
}

// A text that says that it is in UTC is of the day that the clocks showed; any other of the one that is written.
func TestDaysOfTexts(t *testing.T) {
	t.Parallel()
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-10-22":                "2026-10-22",
		"2026-10-22 23:30:00":       "2026-10-22",
		"2026-10-22T21:59:59Z":      "2026-10-22",
		"2026-10-22T22:00:00Z":      "2026-10-23",
		"2026-10-22 22:00+00:00":    "2026-10-23",
		"2025-12-31T23:30:00.123Z":  "2026-01-01",
		"2026-10-22T23:30:00+02:00": "2026-10-22",
		"2026-10-22Z":               "2026-10-22",
		"2026-02-30T23:30:00Z":      "0000-00-00",
	} {
		if got := varsam.TextOf(text).Date(stockholm); got.String() != want && !(got.IsZero() && want[0] == '0') {
			t.Errorf("%s is of %s, not %s", text, got, want)
		}
	}
	if got := varsam.TextOf("2026-10-22T02:00:00Z").Date(time.FixedZone("west", -3*60*60)); got != varsam.NewDate(2026, 10, 21) {
		t.Errorf("west of Greenwich it is %s", got)
	}
}

// A day begins where the clock goes on when it jumps over midnight.
func TestStartsOfDays(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{"America/Sao_Paulo": "2018-11-04T01:00:00-02:00", "Europe/Stockholm": "2018-11-04T00:00:00+01:00"} {
		in, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := varsam.NewDate(2018, 11, 4).Start(in).Format(time.RFC3339); got != want {
			t.Errorf("in %s the day begins at %s, not %s", zone, got, want)
		}
	}
}
