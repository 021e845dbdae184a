package law_test

import (
	"fmt"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// An invoice booked in a broken fiscal year, and what a night's run may take.
func Example_bookkeeping() {
	years, _ := law.NewFiscalYears([]law.FiscalYear{
		{Start: varsam.NewDate(2024, 10, 1), End: varsam.NewDate(2026, 3, 31)}, // the first, 18 months
	}, law.MonthDay{Month: 3, Day: 31})
	today := varsam.NewDate(2034, 1, 1)
	rule, _ := law.Find("SE-BFL", today)

	last, _ := law.LastDayFiscal(rule, years, varsam.NewDate(2024, 11, 7))
	cutoff, _ := law.LatestDueFiscal(rule, years, today)
	fmt.Printf("kept to %s (%s)\n", last, rule.Paragraph.EN)
	fmt.Printf("due on %s: booked from %s to %s\n", today, years.First(), cutoff)
	// Output:
	// kept to 2033-12-31 (Bookkeeping Act 7:2)
	// due on 2034-01-01: booked from 2024-10-01 to 2026-03-31
}

func ExampleDeadline() {
	due, _ := law.Deadline(varsam.NewDate(2026, 11, 25), law.Options{Country: law.SE})
	fmt.Println(due.Raw, due.Legal, due.Safe)
	// Output: 2026-12-25 2026-12-28 2026-12-23
}

func ExampleFind() {
	_, err := law.Find("SE-BLF", varsam.NewDate(2026, 11, 15))
	fmt.Println(err)
	// Output: no rule has the id "SE-BLF"; did you mean SE-BFL?
}
