package law

import (
	"slices"

	"github.com/varsam/varsam"
)

// FiscalYear is one fiscal year, both days inclusive.
type FiscalYear struct {
	Start varsam.Date `json:"start" yaml:"start"`
	End   varsam.Date `json:"end" yaml:"end"`
}

// String is "2025-05-01–2026-04-30".
func (y FiscalYear) String() string { return y.Start.String() + "–" + y.End.String() }

func (y FiscalYear) holds(day varsam.Date) bool { return !day.Before(y.Start) && !day.After(y.End) }

// longestYear is the longest a first or changed fiscal year may be
// (bokföringslagen 3 kap. 3 §; the same in Finland, Norway and Denmark).
const longestYear = 18

// FiscalYears are the fiscal years of one legal entity: those listed, without a
// gap, and, where it says on which day regular years end, those before and after
// too. Make one with [NewFiscalYears]; the zero value knows no year.
type FiscalYears struct {
	listed  []FiscalYear
	regular MonthDay
}

// NewFiscalYears checks and keeps a table. The years may come in any order. Each
// must end after it starts and be 18 months at the longest; together they leave
// no gap and do not overlap. Regular, when it is not zero, is a promise that
// every year not listed ends on that day; then the last listed year must end on
// it, and years before the first listed one are known only if that one follows
// such a day. All errors are Invalid.
func NewFiscalYears(listed []FiscalYear, regular MonthDay) (FiscalYears, error) {
	t := FiscalYears{slices.Clone(listed), regular}
	slices.SortFunc(t.listed, func(a, b FiscalYear) int { return a.Start.Compare(b.Start) })
	for i, y := range t.listed {
		if err := checkYear(y); err != nil {
			return FiscalYears{}, err
		}
		if i > 0 && y.Start != t.listed[i-1].End.AddDays(1) {
			return FiscalYears{}, varsam.Errorf(varsam.Invalid,
				"fiscal year %s must start the day after %s ends; list the years between, or mend the overlap", y, t.listed[i-1])
		}
	}
	if n := len(t.listed); n > 0 && t.isRegular() && !t.ends(t.listed[n-1].End) {
		return FiscalYears{}, varsam.Errorf(varsam.Invalid,
			"regular fiscal years end on %s, but the last one listed is %s; list the year of change too", regular, t.listed[n-1])
	}
	return t, nil
}

func checkYear(y FiscalYear) error {
	switch {
	case y.Start.IsZero() || y.End.IsZero():
		return varsam.Errorf(varsam.Invalid, "a fiscal year has a start and an end")
	case !y.End.After(y.Start):
		return varsam.Errorf(varsam.Invalid, "fiscal year %s must end after it starts", y)
	case !y.End.Before(y.Start.AddMonths(longestYear)):
		return varsam.Errorf(varsam.Invalid, "fiscal year %s is longer than %d months (bokföringslagen 3 kap. 3 §)", y, longestYear)
	}
	return nil
}

// YearOf is the fiscal year that a day falls in. The error is NotFound when the
// table has no answer – the end of anything booked that day cannot be computed –
// and Invalid without a day.
func (t FiscalYears) YearOf(day varsam.Date) (FiscalYear, error) {
	if day.IsZero() {
		return FiscalYear{}, varsam.Errorf(varsam.Invalid, "a fiscal year was asked for without a day")
	}
	for _, y := range t.listed {
		if y.holds(day) {
			return y, nil
		}
	}
	if !t.extends(day) {
		return FiscalYear{}, varsam.Errorf(varsam.NotFound,
			"no fiscal year holds %s, so its end cannot be computed; add the year, or say on which day regular years end", day)
	}
	return FiscalYear{t.regular.before(day).AddDays(1), t.regular.onOrAfter(day)}, nil
}

// First is the first day the table can answer for; no day means that it has no
// beginning. A condition on a column of item dates needs it beside the cut-off
// of [LatestDueFiscal], because older items cannot be computed.
func (t FiscalYears) First() varsam.Date {
	if len(t.listed) == 0 || t.extends(t.listed[0].Start.AddDays(-1)) {
		return varsam.Date{}
	}
	return t.listed[0].Start
}

// Known narrows a time to the days that the table can answer for; false when
// there are none.
func (t FiscalYears) Known(first, last varsam.Date) (varsam.Date, varsam.Date, bool) {
	first = varsam.Latest(first, t.First())
	switch {
	case t.isRegular():
	case len(t.listed) == 0:
		return first, last, false
	default:
		last = earlier(last, t.listed[len(t.listed)-1].End)
	}
	return first, last, !last.Before(first)
}

func (t FiscalYears) isRegular() bool { return t.regular != MonthDay{} }

func (t FiscalYears) ends(day varsam.Date) bool { return t.regular.in(day.Year()) == day }

// extends reports whether a day that is not listed lies in a regular year.
func (t FiscalYears) extends(day varsam.Date) bool {
	switch {
	case !t.isRegular():
		return false
	case len(t.listed) == 0 || day.After(t.listed[len(t.listed)-1].End):
		return true
	}
	return t.ends(t.listed[0].Start.AddDays(-1))
}
