package law

import "github.com/varsam/varsam"

// LastDayFiscal is the last day, inclusive, that a rule covers an item booked on
// a day: it finds the fiscal year and counts from its end. Errors are those of
// [FiscalYears.YearOf] and [Rule.LastDay], and Invalid for a rule that does not
// count from a fiscal year.
func LastDayFiscal(r Rule, years FiscalYears, booked varsam.Date) (varsam.Date, error) {
	if r.Trigger != FiscalYearEnd {
		return varsam.Date{}, varsam.Errorf(varsam.Invalid, "%s does not count from a fiscal year but from %s", r.ID, r.Trigger.Words().EN)
	}
	y, err := years.YearOf(booked)
	if err != nil {
		return varsam.Date{}, err
	}
	return r.LastDay(y.End)
}

// LatestDueFiscal inverts [LastDayFiscal]: the greatest item date whose last day
// lies strictly before today. From [FiscalYears.First] on, an item is due exactly
// when it is not later; what lies before First cannot be computed and is never
// due. It is false when nothing can be due.
func LatestDueFiscal(r Rule, years FiscalYears, today varsam.Date) (varsam.Date, bool) {
	end, ok := r.LatestDue(today)
	if !ok || r.Trigger != FiscalYearEnd {
		return varsam.Date{}, false
	}
	return years.lastEnd(end)
}

// lastEnd is the last day of the last known fiscal year that ends by a day: the
// day before the year that holds the next one.
func (t FiscalYears) lastEnd(by varsam.Date) (varsam.Date, bool) {
	next := by.AddDays(1)
	if n := len(t.listed); n > 0 && !t.isRegular() && next.After(t.listed[n-1].End) {
		return t.listed[n-1].End, true
	}
	y, err := t.YearOf(next)
	if err != nil {
		return varsam.Date{}, false
	}
	end := y.Start.AddDays(-1)
	if _, err = t.YearOf(end); err != nil {
		return varsam.Date{}, false
	}
	return end, true
}
