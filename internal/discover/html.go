package discover

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/varsam/varsam/internal/locale"
)

//go:embed report.html
var page string

// pages is the report as one file that needs nothing else.
var pages = template.Must(template.New("report").Parse(page))

// sheet is what the page shows.
type sheet struct {
	Report
	Lang, Heading, Day string
	Say                locale.Printer
	Words              words
}

// words are the page's own.
type words struct {
	Title, Masks, Complete, Incomplete, Nothing, Error, Warning string
	Gaps, Read, Place, Declared, Yes, No, Rows, RowsRead        string
}

func wordsOf(say locale.Printer) words {
	return words{
		Title: say.T("discover.report.title"), Masks: say.T("discover.report.masks"),
		Complete: say.T("discover.report.complete"), Incomplete: say.T("discover.report.incomplete"),
		Nothing: say.T("discover.report.nothing"), Error: say.T("discover.report.error"), Warning: say.T("discover.report.warning"),
		Gaps: say.T("discover.report.gaps"), Read: say.T("discover.report.read"), Place: say.T("discover.report.place"),
		Declared: say.T("discover.report.declared"), Yes: say.T("discover.report.yes"), No: say.T("discover.report.no"),
		Rows: say.T("discover.report.rows"), RowsRead: say.T("discover.report.rows-read"),
	}
}

// HTML writes the report in the printer's language.
func (r Report) HTML(w io.Writer, say locale.Printer) error {
	short := r.Register[:min(12, len(r.Register))]
	return pages.Execute(w, sheet{
		Report: r, Lang: string(say.Lang()), Heading: r.title(say.Lang()), Say: say, Words: wordsOf(say),
		Day: say.T("discover.report.day", r.Day.String(), short),
	})
}

// Number is a count as the language writes it; nothing for one that is not known.
func (s sheet) Number(n int64) string {
	if n < 0 {
		return "–"
	}
	return s.Say.Number(int(n))
}

// Reach is how far a collection was read.
func (s sheet) Reach(c Collection) string {
	switch {
	case c.Partial:
		return s.Say.T("discover.report.broken")
	case c.Complete:
		return s.Say.T("discover.report.whole")
	}
	return s.Say.T("discover.report.sampled")
}
