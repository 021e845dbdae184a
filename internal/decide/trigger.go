package decide

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// span is a time that counts from one column.
type span struct {
	path  string // column, or path through a reference
	open  bool   // an empty column leaves it open
	count count
}

// count is a length from a day: a statute's, the register's own, or none.
type count struct {
	rule   *law.Rule
	years  law.FiscalYears
	period varsam.Period
}

// lastDay is the last day, inclusive.
func (c count) lastDay(trigger varsam.Date) (varsam.Date, error) {
	switch {
	case c.rule == nil:
		return law.LastDay(c.period, trigger), nil
	case c.rule.Trigger == law.FiscalYearEnd:
		return law.LastDayFiscal(*c.rule, c.years, trigger)
	}
	return c.rule.LastDay(trigger)
}

// due inverts lastDay: the first and last trigger whose last day lies before
// today and can be computed.
func (c count) due(today varsam.Date) (first, last varsam.Date, ok bool) {
	switch {
	case c.rule == nil:
		last, ok = law.LatestDue(c.period, today)
	case c.rule.Trigger == law.FiscalYearEnd:
		first = c.years.First()
		last, ok = law.LatestDueFiscal(*c.rule, c.years, today)
	default:
		last, ok = c.rule.LatestDue(today)
	}
	first = varsam.Latest(first, earliestDay)
	return first, last, ok && !last.Before(first)
}

// earliestDay and latestDay bound the days that are believed: outside them a
// column holds a mistake or a stand-in for "none".
var earliestDay = varsam.NewDate(1900, time.January, 1)

func latestDay(today varsam.Date) varsam.Date { return today.AddYears(100) }

// reading is what a rule's column says of one record.
type reading struct {
	day     varsam.Date
	problem string // reason code, when there is no day to count from
}

// read takes a day from a record or from what it refers to.
func read(l varsam.Located, path string, zone *time.Location, today varsam.Date) reading {
	v := l.Value(path)
	if empty(v) {
		return reading{problem: ProblemMissing}
	}
	day := v.Date(zone)
	switch {
	case day.IsZero():
		return reading{problem: ProblemUnreadable}
	case day.Before(earliestDay) || day.After(latestDay(today)):
		return reading{day: day, problem: ProblemAbsurd}
	}
	return reading{day: day}
}

// empty reports whether a cell holds nothing: many systems write empty text for
// null.
func empty(v varsam.Value) bool {
	return v.IsNull() || v.Kind() == varsam.Text && v.String() == ""
}

// says reads a yes or no, or a day that stands for yes.
func says(v varsam.Value) bool {
	if k := v.Kind(); k == varsam.Bool || k == varsam.Int {
		return v.Bool()
	}
	return !empty(v)
}

// ending is how far a span is known for one record.
type ending struct {
	end     varsam.End
	last    varsam.Date
	problem string
}

func (s span) on(l varsam.Located, zone *time.Location, today varsam.Date) ending {
	r := read(l, s.path, zone, today)
	switch {
	case r.problem == ProblemMissing && s.open:
		return ending{end: varsam.OpenEnd}
	case r.problem != "":
		return ending{end: varsam.UnknownEnd, problem: r.problem}
	}
	last, err := s.count.lastDay(r.day)
	if err != nil {
		return ending{end: varsam.UnknownEnd, problem: ProblemFiscalYear}
	}
	return ending{end: varsam.DatedEnd, last: last}
}
