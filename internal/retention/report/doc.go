// Package report renders what an organisation shows others about culling: the
// certificate of one run ("gallringsprotokoll") and the retention schedule
// ("gallringsplan"). It is pure: no clock, no I/O, no randomness; the same input
// gives the same bytes.
//
// # Honesty
//
// A certificate counts what was done and what was not, with the reason of each,
// and says what it does not prove. Names typed on a command line are called that,
// whatever their number. Neither report holds personal data: only names, titles
// and times of the register, counts, days and opaque ids.
//
// # How a report is made
//
// Content with codes, numbers and words is gathered first; it is the JSON
// (varsam/certificate/1, varsam/schedule/1). A page of plain blocks (page.go) is
// laid out of that content alone, and written as HTML, plain text and PDF, so
// that all four say the same.
package report
