package law_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law/lawtest"
)

// TestWorkedExamples are the statutes at work.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range lawtest.Examples {
		r := find(t, c.Rule)
		last, err := r.LastDay(date(t, c.Trigger))
		if err != nil {
			t.Error(err)
			continue
		}
		erase, _ := r.FirstErase(date(t, c.Trigger))
		want(t, c.Rule+" last day", last, date(t, c.Last))
		want(t, c.Rule+" first day to erase", erase, date(t, c.Erase))
	}
}

func TestMaxDay(t *testing.T) {
	t.Parallel()
	day, ok := find(t, "SE-PTL").MaxDay(date(t, "2026-06-30"))
	want(t, "SE-PTL at the most", day, date(t, "2036-06-30"))
	want(t, "SE-PTL may be extended", ok, true)
	_, ok = find(t, "SE-BFL").MaxDay(date(t, "2026-12-31"))
	want(t, "SE-BFL may be extended", ok, false)
}

// TestNoEnd shows that what no formula computes is never due.
func TestNoEnd(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"SE-ARKIV", "SE-AM", "SE-PNR", "SE-LEK", "SE-MFL19", "FI-759", "FI-759-MAIL", "FI-PNR", "FI-MARK", "FI-COOKIE", "NO-EKOM", "DK-CPR"} {
		r := find(t, id)
		_, err := r.FirstErase(date(t, "1990-01-01"))
		want(t, id+" last day", varsam.CodeOf(err), varsam.Unsupported)
		_, ok := r.LatestDue(today)
		want(t, id+" due", ok, false)
	}
	_, err := find(t, "SE-BFL").LastDay(varsam.Date{})
	want(t, "no trigger", varsam.CodeOf(err), varsam.Invalid)
	_, ok := find(t, "SE-BFL").LatestDue(varsam.Date{})
	want(t, "no today", ok, false)
}
