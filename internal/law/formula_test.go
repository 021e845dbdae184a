package law_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"pgregory.net/rapid"
)

// checkInverse draws days around the cut-off and far from it: LastDay(d) < today
// exactly when d <= LatestDue(today).
func checkInverse(t *rapid.T, today varsam.Date, due varsam.Date, ok bool, lastDay func(varsam.Date) varsam.Date) {
	d := days().Draw(t, "trigger")
	if ok && rapid.Bool().Draw(t, "near") {
		d = due.AddDays(rapid.IntRange(-3, 3).Draw(t, "offset"))
	}
	if d.Year() < 1 {
		return
	}
	if isDue := lastDay(d).Before(today); isDue != (ok && !d.After(due)) {
		t.Fatalf("trigger %s, last day %s, today %s, cut-off %s %v", d, lastDay(d), today, due, ok)
	}
}

func TestLatestDueInvertsRules(t *testing.T) {
	t.Parallel()
	for _, r := range law.All() {
		if !r.HasEnd() {
			continue
		}
		t.Run(r.Version(), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				today := days().Draw(t, "today")
				due, ok := r.LatestDue(today)
				checkInverse(t, today, due, ok, func(d varsam.Date) varsam.Date {
					last, err := r.LastDay(d)
					if err != nil {
						t.Fatal(err)
					}
					return last
				})
			})
		})
	}
}

// TestLatestDueInvertsFormulas goes beyond the statutes we know.
func TestLatestDueInvertsFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := law.Rule{Formula: law.Formula{
			Length:    periods().Draw(t, "length"),
			Until:     rapid.SampledFrom([]law.Until{law.SameDay, law.MonthEnd, law.YearEnd}).Draw(t, "until"),
			DayBefore: rapid.Bool().Draw(t, "before"),
		}}
		today := days().Draw(t, "today")
		if !r.HasEnd() {
			return
		}
		due, ok := r.LatestDue(today)
		checkInverse(t, today, due, ok, func(d varsam.Date) varsam.Date {
			last, _ := r.LastDay(d)
			return last
		})
	})
}

func TestLatestDueInvertsPeriods(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, today := periods().Draw(t, "period"), days().Draw(t, "today")
		due, ok := law.LatestDue(p, today)
		checkInverse(t, today, due, ok, func(d varsam.Date) varsam.Date { return law.LastDay(p, d) })
	})
}

func TestLatestDue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, today, due string }{
		{"SE-BFL", "2026-11-15", "2018-12-31"},
		{"SE-BFL", "2033-12-31", "2025-12-31"},
		{"SE-BFL", "2034-01-01", "2026-12-31"},
		{"SE-VISSEL", "2028-02-01", "2026-01-31"},
		{"SE-VISSEL", "2028-02-02", "2026-02-01"},
		{"SE-BFL-ORIG", "2026-03-02", "2026-03-02"},
		{"SE-KUL-BEGAR", "2029-03-01", "2028-02-29"},
		{"SE-LAS-ATER", "2027-03-01", "2026-05-31"},
		{"SE-LAS-ATER", "2027-02-28", "2026-05-27"},
	} {
		due, ok := find(t, c.id).LatestDue(date(t, c.today))
		want(t, c.id+" on "+c.today, due, date(t, c.due))
		want(t, c.id+" has one", ok, true)
	}
	_, ok := law.LatestDue(varsam.Period{Years: 9999}, today)
	want(t, "a period longer than the calendar is due", ok, false)
	due, ok := law.LatestDue(varsam.Period{}, today)
	want(t, "no period", due, today.AddDays(-1))
	want(t, "no period is due", ok, true)
}
