package law_test

import (
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"pgregory.net/rapid"
)

// table reads "2024-10-01–2026-03-31 2026-04-01–2027-03-31".
func table(t testing.TB, regular, text string) (law.FiscalYears, error) {
	t.Helper()
	md, err := law.ParseMonthDay(regular)
	if err != nil {
		return law.FiscalYears{}, err
	}
	var listed []law.FiscalYear
	for _, part := range strings.Fields(text) {
		start, end, _ := strings.Cut(part, "–")
		listed = append(listed, law.FiscalYear{Start: date(t, start), End: date(t, end)})
	}
	return law.NewFiscalYears(listed, md)
}

// TestBookkeepingByItem is the SE-BFL table of facts/law.md seen from the items.
func TestBookkeepingByItem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ regular, years, booked, last string }{
		{"", "2025-01-01–2025-12-31", "2025-03-01", "2032-12-31"},
		{"", "2024-07-01–2025-06-30", "2024-07-01", "2032-12-31"},
		{"", "2025-05-01–2026-04-30", "2025-05-02", "2033-12-31"},
		{"01-31", "", "2025-02-01", "2033-12-31"},
		{"12-31", "", "2026-12-31", "2033-12-31"},
		{"03-31", "2024-10-01–2026-03-31", "2024-10-01", "2033-12-31"}, // first year, 18 months
		{"03-31", "2024-10-01–2026-03-31", "2026-04-01", "2034-12-31"}, // the regular one after it
		{"", "2024-09-01–2025-08-31", "2024-09-02", "2032-12-31"},      // 8 years and 4 months
		{"12-31", "2024-07-01–2025-06-30 2025-07-01–2025-12-31", "2026-01-01", "2033-12-31"},
		{"02-28", "", "2024-02-29", "2031-12-31"},
	} {
		years, err := table(t, c.regular, c.years)
		if err != nil {
			t.Fatal(err)
		}
		last, err := law.LastDayFiscal(find(t, "SE-BFL"), years, date(t, c.booked))
		if err != nil {
			t.Error(err)
		}
		want(t, c.regular+" "+c.years+" booked "+c.booked, last, date(t, c.last))
	}
}

func TestFiscalYearsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, regular, years string }{
		{"18 months and a day", "", "2024-10-01–2026-04-01"},
		{"backwards", "", "2025-12-31–2025-01-01"},
		{"a single day", "", "2025-12-31–2025-12-31"},
		{"no end", "", "2025-01-01–"},
		{"gap", "", "2023-01-01–2023-12-31 2025-01-01–2025-12-31"},
		{"overlap", "", "2024-01-01–2024-12-31 2024-12-31–2025-12-30"},
		{"twice", "", "2024-01-01–2024-12-31 2024-01-01–2024-12-31"},
		{"regular year not reached", "12-31", "2024-07-01–2025-06-30"},
		{"not a day", "13-31", ""},
	} {
		_, err := table(t, c.regular, c.years)
		want(t, c.name, varsam.CodeOf(err), varsam.Invalid)
	}
}

// TestYearOf shows where a table ends and what it says of it.
func TestYearOf(t *testing.T) {
	t.Parallel()
	const listed = "2025-07-01–2025-12-31 2024-07-01–2025-06-30" // in any order
	for _, c := range []struct{ regular, years, day, year string }{
		{"", listed, "2025-07-01", "2025-07-01–2025-12-31"},
		{"", listed, "2025-06-30", "2024-07-01–2025-06-30"},
		{"", listed, "2026-01-01", ""},
		{"", listed, "2024-06-30", ""},
		{"12-31", listed, "2026-01-01", "2026-01-01–2026-12-31"},
		{"12-31", listed, "2024-06-30", ""}, // the first listed year does not follow a regular one
		{"06-30", "2024-07-01–2025-06-30", "2024-06-30", "2023-07-01–2024-06-30"},
		{"06-30", "2024-07-01–2025-06-30", "2027-07-01", "2027-07-01–2028-06-30"},
		{"02-29", "", "2025-03-01", "2025-03-01–2026-02-28"},
		{"", "", "2025-01-01", ""},
	} {
		years, err := table(t, c.regular, c.years)
		if err != nil {
			t.Fatal(err)
		}
		y, err := years.YearOf(date(t, c.day))
		if c.year == "" {
			want(t, c.day, varsam.CodeOf(err), varsam.NotFound)
			continue
		}
		want(t, c.day, y.String(), c.year)
	}
	_, err := law.FiscalYears{}.YearOf(varsam.Date{})
	want(t, "no day", varsam.CodeOf(err), varsam.Invalid)
}

func TestFiscalRuleOnly(t *testing.T) {
	t.Parallel()
	years, _ := table(t, "12-31", "")
	_, err := law.LastDayFiscal(find(t, "SE-PRESK"), years, today)
	want(t, "SE-PRESK by fiscal year", varsam.CodeOf(err), varsam.Invalid)
	_, ok := law.LatestDueFiscal(find(t, "SE-PRESK"), years, today)
	want(t, "SE-PRESK due by fiscal year", ok, false)
}

func TestMonthDayText(t *testing.T) {
	t.Parallel()
	var md law.MonthDay
	if err := md.UnmarshalText([]byte("06-30")); err != nil {
		t.Fatal(err)
	}
	text, _ := md.MarshalText()
	want(t, "text", string(text), "06-30")
	want(t, "none", law.MonthDay{}.String(), "")
}

// fiscalYears draws tables with a short or long first year, changes of year and
// with or without regular years around them.
func fiscalYears(t *rapid.T) law.FiscalYears {
	start := varsam.NewDate(rapid.IntRange(2005, 2020).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1)
	var listed []law.FiscalYear
	for range rapid.IntRange(0, 6).Draw(t, "listed") {
		next := start.AddMonths(rapid.IntRange(1, 18).Draw(t, "months"))
		listed = append(listed, law.FiscalYear{Start: start, End: next.AddDays(-1)})
		start = next
	}
	var regular law.MonthDay
	if rapid.Bool().Draw(t, "regular") {
		end := start.AddDays(-1)
		regular = law.MonthDay{Month: end.Month(), Day: end.Day()}
	}
	years, err := law.NewFiscalYears(listed, regular)
	if err != nil {
		t.Fatal(err)
	}
	return years
}

// TestLatestDueFiscal: an item is due exactly when it lies between the table's
// first day and the cut-off, and what the table does not know is never due.
func TestLatestDueFiscal(t *testing.T) {
	t.Parallel()
	var fiscal []law.Rule
	for _, r := range law.All() {
		if r.Trigger == law.FiscalYearEnd {
			fiscal = append(fiscal, r)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		years, r := fiscalYears(t), rapid.SampledFrom(fiscal).Draw(t, "rule")
		today := varsam.NewDate(2005, 1, 1).AddDays(rapid.IntRange(0, 40*365).Draw(t, "today"))
		item := varsam.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 40*365).Draw(t, "item"))
		cut, ok := law.LatestDueFiscal(r, years, today)
		if ok && rapid.Bool().Draw(t, "near") {
			item = cut.AddDays(rapid.IntRange(-2, 2).Draw(t, "offset"))
		}
		last, err := law.LastDayFiscal(r, years, item)
		isDue := err == nil && last.Before(today)
		if in := ok && !item.After(cut) && !item.Before(years.First()); in != isDue {
			t.Fatalf("%s item %s: last day %s (%v), cut-off %s %v, first %s", r.ID, item, last, err, cut, ok, years.First())
		}
	})
}

// TestYearOfPartition: the known years neither overlap nor leave a gap.
func TestYearOfPartition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		years := fiscalYears(t)
		y, err := years.YearOf(varsam.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 40*365).Draw(t, "day")))
		if err != nil {
			return
		}
		if next, err := years.YearOf(y.End.AddDays(1)); err == nil && next.Start != y.End.AddDays(1) {
			t.Fatalf("%s is followed by %s", y, next)
		}
		if again, _ := years.YearOf(y.Start); again != y {
			t.Fatalf("%s starts in %s", y, again)
		}
	})
}

// TestLatestDueFiscalTable shows the cut-off and the first day it holds from.
func TestLatestDueFiscalTable(t *testing.T) {
	t.Parallel()
	const listed = "2024-10-01–2026-03-31 2026-04-01–2027-03-31"
	for _, c := range []struct{ regular, years, today, first, cut string }{
		{"03-31", listed, "2033-12-31", "2024-10-01", ""},
		{"03-31", listed, "2034-01-01", "2024-10-01", "2026-03-31"},
		{"03-31", listed, "2035-06-01", "2024-10-01", "2027-03-31"},
		{"03-31", listed, "2040-06-01", "2024-10-01", "2032-03-31"},
		{"", listed, "2040-06-01", "2024-10-01", "2027-03-31"},
		{"12-31", "", "2026-11-15", "", "2018-12-31"},
		{"06-30", "2018-07-01–2019-06-30", "2026-11-15", "", "2018-06-30"},
		{"", "", "2040-06-01", "", ""},
	} {
		years, err := table(t, c.regular, c.years)
		if err != nil {
			t.Fatal(err)
		}
		cut, ok := law.LatestDueFiscal(find(t, "SE-BFL"), years, date(t, c.today))
		want(t, c.today+" cut-off", cut, date(t, c.cut))
		want(t, c.today+" has one", ok, c.cut != "")
		want(t, c.today+" first", years.First(), date(t, c.first))
	}
}
