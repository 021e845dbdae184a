package api

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/sheet"
)

// SheetReading is how a record of processing that was kept as a spreadsheet is read.
type SheetReading struct {
	Sheets []SheetRead  `json:"sheets" list:"" doc:"Those that hold activities."`
	Drafts []SheetDraft `json:"drafts" list:"" doc:"What they become."`
}

// SheetRead is one sheet.
type SheetRead struct {
	Name    string        `json:"name"`
	Form    bool          `json:"form" doc:"Headings stand beside their values: the sheet is one activity."`
	Header  int           `json:"header" doc:"The line of the headings, from 1; 0 of a form."`
	Columns []SheetColumn `json:"columns" list:""`
}

// SheetColumn is one column.
type SheetColumn struct {
	Column  string     `json:"column" doc:"Its letter."`
	Heading string     `json:"heading"`
	Example string     `json:"example,omitempty" doc:"What stands below the heading."`
	Field   ropa.Field `json:"field" doc:"What it says of an activity; other is kept as a comment."`
}

// SheetDraft is an activity as it would stand in the register.
type SheetDraft struct {
	ropa.Draft
	Path string `json:"path"`
	Text string `json:"text"`
}

// readSheet reads the file that was sent, as it says of itself or as the address says.
func (c *call) readSheet() (r ropa.Reading, err error) {
	choice := ropa.Choice{Sheets: c.r.URL.Query()["sheet"], Columns: map[string]string{}}
	if choice.Name, err = c.sentName(); err != nil {
		return r, err
	}
	if text := c.value("header"); text != "" {
		if choice.Header, err = strconv.Atoi(text); err != nil || choice.Header < 1 {
			return r, varsam.Errorf(varsam.Invalid, "header is the line of the headings, from 1")
		}
	}
	for _, pair := range c.r.URL.Query()["map"] {
		column, field, _ := strings.Cut(pair, "=")
		choice.Columns[column] = field
	}
	return ropa.Open(c.body, choice)
}

// checkSheet shows how a spreadsheet is read, and changes nothing.
func (c *call) checkSheet(nothing) (out SheetReading, err error) {
	r, err := c.readSheet()
	if err != nil {
		return out, err
	}
	e, err := c.beginning("", "")
	if err != nil {
		return out, err
	}
	drafts, err := r.Drafts(e.reg, c.say.Lang())
	if err != nil {
		return out, err
	}
	out = SheetReading{Sheets: []SheetRead{}, Drafts: []SheetDraft{}}
	for _, m := range r.Mappings {
		out.Sheets = append(out.Sheets, sheetReadOf(m, r))
	}
	for _, d := range drafts {
		out.Drafts = append(out.Drafts, SheetDraft{d, d.Path(), string(d.Text)})
	}
	c.etag = versionTag(e.version)
	return out, nil
}

func sheetReadOf(m ropa.Mapping, r ropa.Reading) SheetRead {
	out := SheetRead{Name: m.Sheet, Form: m.Form, Columns: []SheetColumn{}}
	if !m.Form {
		out.Header = m.Header + 1
	}
	for _, col := range r.Columns(m) {
		out.Columns = append(out.Columns, SheetColumn{sheet.ColumnName(col.Number), col.Heading, col.Example, cmp.Or(col.Field, ropa.Other)})
	}
	return out
}

// takeSheet puts the activities of a spreadsheet in the register, as drafts.
func (c *call) takeSheet(nothing) (out RegisterChanged, err error) {
	r, err := c.readSheet()
	if err != nil {
		return out, err
	}
	e, err := c.begun(c.value("title"), c.value("country"))
	if err != nil {
		return out, err
	}
	drafts, err := r.Drafts(e.reg, c.say.Lang())
	if err != nil {
		return out, err
	}
	added := map[string]string{}
	for _, d := range drafts {
		added[d.Path()] = string(d.Text)
	}
	return c.adds(e, added)
}
