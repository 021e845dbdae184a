package register

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// Years are the organisation's fiscal years as the law counts them. The file
// names the first day of regular years, because that is what people know; the
// law asks for the last. All errors are Invalid.
func (o Organisation) Years() (law.FiscalYears, error) {
	end, err := o.yearEnd()
	if err != nil {
		return law.FiscalYears{}, err
	}
	return law.NewFiscalYears(o.FiscalYears, end)
}

func (o Organisation) yearEnd() (law.MonthDay, error) {
	if o.FiscalYear == "" {
		return law.MonthDay{}, nil
	}
	first, err := varsam.ParseDate("2023-" + o.FiscalYear)
	if err != nil {
		return law.MonthDay{}, varsam.Errorf(varsam.Invalid, "a fiscal year starts on a day written MM-DD, for example 01-01")
	}
	last := first.AddDays(-1)
	return law.MonthDay{Month: last.Month(), Day: last.Day()}, nil
}

// days is about how long a period is, to hold two against each other.
func days(p varsam.Period) int { return 365*p.Years + 30*p.Months + p.Days }
