package law

import "github.com/varsam/varsam"

// Until says how the end of a formula is rounded.
type Until string

// The roundings.
const (
	SameDay  Until = ""          // the same date, or the last of its month
	MonthEnd Until = "month-end" // as SameDay, but the last day of a month gives the last day of a month
	YearEnd  Until = "year-end"  // 31 December
)

// Formula computes a last day from a trigger: add the length, round, and for
// DayBefore go back one day, because the duty ended when the trigger came. It is
// data, so that it can be printed, compared and inverted.
type Formula struct {
	Length    varsam.Period `json:"length,omitzero"`
	Until     Until         `json:"until,omitempty"`
	DayBefore bool          `json:"day_before,omitempty"`
}

// lastDay never decreases when the trigger grows; latestDue depends on that.
func (f Formula) lastDay(trigger varsam.Date) varsam.Date {
	last := f.Length.After(trigger)
	switch {
	case f.Until == YearEnd:
		last = last.YearEnd()
	case f.Until == MonthEnd && f.Length.Days == 0 && trigger == trigger.MonthEnd():
		last = last.MonthEnd()
	}
	if f.DayBefore {
		return last.AddDays(-1)
	}
	return last
}

// latestDue steps from a guess that is a few days off at most.
func (f Formula) latestDue(today varsam.Date) (varsam.Date, bool) {
	target := today
	if f.Until == YearEnd {
		target = varsam.NewDate(today.Year(), 1, 1)
	}
	p := f.Length
	d := target.AddDays(-p.Days).AddMonths(-12*p.Years - p.Months)
	for f.lastDay(d).Before(today) {
		d = d.AddDays(1)
	}
	for !f.lastDay(d).Before(today) {
		d = d.AddDays(-1)
	}
	if d.Year() < 1 {
		return varsam.Date{}, false
	}
	return d, true
}

// LastDay is the last day, inclusive, of a period that the register itself
// sets: the same day p later.
func LastDay(p varsam.Period, trigger varsam.Date) varsam.Date {
	return Formula{Length: p}.lastDay(trigger)
}

// LatestDue is the greatest trigger whose [LastDay] lies strictly before today,
// and false when the period is longer than the calendar.
func LatestDue(p varsam.Period, today varsam.Date) (varsam.Date, bool) {
	return Formula{Length: p}.latestDue(today)
}
