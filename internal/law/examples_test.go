package law_test

import (
	"testing"

	"github.com/varsam/varsam"
)

// TestWorkedExamples are the rows of facts/law.md section 2: trigger, last day
// to and including.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, trigger, last, erase string }{
		// the SE-BFL table, by the end of the fiscal year
		{"SE-BFL", "2025-12-31", "2032-12-31", "2033-01-01"},
		{"SE-BFL", "2025-06-30", "2032-12-31", "2033-01-01"},
		{"SE-BFL", "2026-04-30", "2033-12-31", "2034-01-01"},
		{"SE-BFL", "2026-01-31", "2033-12-31", "2034-01-01"},
		{"SE-BFL", "2026-12-31", "2033-12-31", "2034-01-01"},
		{"SE-BFL", "2026-03-31", "2033-12-31", "2034-01-01"},
		{"SE-BFL", "2026-06-30", "2033-12-31", "2034-01-01"}, // the public archive template
		{"SE-BFL-FORM", "2026-12-31", "2033-12-31", "2034-01-01"},
		{"SE-BFL-ORIG", "2026-03-02", "2026-03-01", "2026-03-02"}, // may go that day
		{"SE-SFL", "2026-05-20", "2033-12-31", "2034-01-01"},
		{"SE-SFL-MOMS", "2026-05-20", "2033-12-31", "2034-01-01"},
		{"SE-SFL-TILL", "2026-05-20", "2037-12-31", "2038-01-01"},
		{"SE-PERSLIGG", "2026-08-31", "2028-12-31", "2029-01-01"},
		{"SE-PRESK", "2026-05-10", "2036-05-10", "2036-05-11"},
		{"SE-PRESK-K", "2026-05-10", "2029-05-10", "2029-05-11"},
		{"SE-PTL", "2026-06-30", "2031-06-30", "2031-07-01"},
		{"SE-VISSEL", "2026-02-01", "2028-02-01", "2028-02-02"},
		{"SE-DISKR-R", "2026-04-15", "2028-04-15", "2028-04-16"},
		{"SE-LAS", "2026-04-15", "2028-04-15", "2028-04-16"},
		{"SE-LAS-ATER", "2026-05-31", "2027-02-28", "2027-03-01"},
		{"SE-LAS-OGILT", "2026-05-31", "2026-06-14", "2026-06-15"},
		{"SE-LAS-OGILT-UTAN", "2026-05-31", "2026-06-30", "2026-07-01"},
		{"SE-LAS-SKADE", "2026-05-31", "2026-09-30", "2026-10-01"},
		{"SE-SEM", "2026-03-31", "2028-03-31", "2028-04-01"},
		{"SE-SEM-SPAR", "2026-03-31", "2033-03-31", "2033-04-01"},
		{"SE-ATL", "2026-07-01", "2028-12-31", "2029-01-01"},
		{"SE-BETYG", "2026-05-31", "2036-05-31", "2036-06-01"},
		{"SE-AM-40", "2026-05-31", "2066-05-31", "2066-06-01"},
		{"SE-KUL", "2026-05-31", "2029-05-31", "2029-06-01"},
		{"SE-KUL-BEGAR", "2028-02-29", "2029-02-28", "2029-03-01"},
		{"SE-KUL-SKULD", "2026-05-31", "2031-05-31", "2031-06-01"},
		{"FI-KPL-10", "2024-03-31", "2034-03-31", "2034-04-01"},
		{"FI-KPL-10", "2026-02-28", "2036-02-29", "2036-03-01"}, // the whole of February
		{"FI-KPL-6", "2024-03-31", "2030-12-31", "2031-01-01"},
		{"FI-ALV", "2024-09-01", "2037-12-31", "2038-01-01"},
		{"FI-PRESK", "2026-06-30", "2029-06-30", "2029-07-01"},
		{"FI-PRESK-DOM", "2026-06-30", "2031-06-30", "2031-07-01"},
		{"FI-ARB-LÖN", "2026-06-30", "2031-06-30", "2031-07-01"},
		{"FI-ARB-LÖN-SLUT", "2026-06-30", "2028-06-30", "2028-07-01"},
		{"FI-ARB-TID", "2026-02-01", "2028-12-31", "2029-01-01"},
		{"FI-ARB-TID-SLUT", "2026-06-30", "2028-06-30", "2028-07-01"},
		{"FI-ARB-INTYG", "2026-06-30", "2036-06-30", "2036-07-01"},
		{"FI-REKR", "2026-04-15", "2028-04-15", "2028-04-16"},
		{"FI-REKR-JÄM", "2026-04-15", "2027-04-15", "2027-04-16"},
		{"FI-759-HÄLSA", "2026-04-15", "2031-04-15", "2031-04-16"},
		{"FI-VISSEL", "2026-04-15", "2031-04-15", "2031-04-16"},
		{"FI-HÄLSA", "2026-04-15", "2038-04-15", "2038-04-16"},
		{"FI-HÄLSA-FÖDD", "1980-02-29", "2100-02-28", "2100-03-01"},
		{"NO-BOKF", "2026-12-31", "2031-12-31", "2032-01-01"},
		{"NO-BOKF-SEK", "2026-06-30", "2029-12-31", "2030-01-01"},
		{"NO-BOKF-SEK", "2026-12-31", "2030-06-30", "2030-07-01"},
		{"NO-FORELD", "2026-06-30", "2029-06-30", "2029-07-01"},
		{"DK-BOGF", "2026-06-30", "2031-06-30", "2031-07-01"},
		{"DK-FORELD", "2026-06-30", "2029-06-30", "2029-07-01"},
		{"DK-FORELD-LON", "2026-06-30", "2031-06-30", "2031-07-01"},
	} {
		r := find(t, c.id)
		last, err := r.LastDay(date(t, c.trigger))
		if err != nil {
			t.Error(err)
			continue
		}
		erase, _ := r.FirstErase(date(t, c.trigger))
		want(t, c.id+" last day", last, date(t, c.last))
		want(t, c.id+" first day to erase", erase, date(t, c.erase))
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
