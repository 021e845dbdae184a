package ropa

import (
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// Choice is what somebody says of how a file is read. The zero value leaves it to
// what the file says of itself.
type Choice struct {
	Name    string            // of the file: the only sheet of a CSV file is called so
	Sheets  []string          // only these; all when empty
	Header  int               // the line of the headings, from 1; 0 where it is found
	Columns map[string]string // fields by the letters of their columns: C: purpose
}

// Reading is a file and how it is read.
type Reading struct {
	Sheets   []sheet.Sheet
	Mappings []Mapping
}

// Open reads a file, and finds out how its sheets are to be read. Code Invalid when
// it is no spreadsheet, when none of its sheets is a record of processing and no
// column is chosen, and for a choice that does not fit.
func Open(data []byte, c Choice) (r Reading, err error) {
	if r.Sheets, err = sheet.Read(data); err != nil {
		return r, err
	}
	if len(r.Sheets) == 1 && r.Sheets[0].Name == "" { // CSV has no names
		r.Sheets[0].Name = c.Name
	}
	r.Mappings, err = c.mappings(r.Sheets)
	return r, err
}

func (c Choice) mappings(sheets []sheet.Sheet) (all []Mapping, err error) {
	for _, name := range c.Sheets {
		if !slices.ContainsFunc(sheets, func(s sheet.Sheet) bool { return s.Name == name }) {
			return nil, varsam.Errorf(varsam.Invalid, "the file has no sheet %q", name)
		}
	}
	if len(c.Sheets) > 0 {
		sheets = slices.DeleteFunc(slices.Clone(sheets), func(s sheet.Sheet) bool { return !slices.Contains(c.Sheets, s.Name) })
	}
	if all, err = Guess(sheets); err != nil && len(c.Columns) > 0 && len(sheets) > 0 {
		all, err = []Mapping{{Sheet: sheets[0].Name}}, nil
	}
	for i := range all {
		if c.Header > 0 {
			all[i].Header, all[i].Form = c.Header-1, false
		}
		if all[i], err = c.applied(all[i]); err != nil {
			return nil, err
		}
	}
	return all, err
}

// applied is a mapping with the columns that were chosen.
func (c Choice) applied(m Mapping) (Mapping, error) {
	for _, letter := range slices.Sorted(maps.Keys(c.Columns)) {
		column, ok := sheet.ColumnOf(strings.ToUpper(letter))
		if !ok {
			return m, varsam.Errorf(varsam.Invalid, "%q is no column; write C=purpose", letter)
		}
		field, err := FieldNamed(c.Columns[letter])
		if err != nil {
			return m, err
		}
		m = m.With(column, field)
	}
	return m, nil
}

// Drafts are the activities of a reading for a register, or for none.
func (r Reading) Drafts(reg *register.Register, lang varsam.Lang) ([]Draft, error) {
	entries, err := Read(r.Sheets, r.Mappings)
	if err != nil {
		return nil, err
	}
	return Drafts(entries, Taken(reg), lang), nil
}

// Column is a column with its heading and the value below it.
type Column struct {
	Number           int // from 0
	Heading, Example string
	Field            Field // none: it is kept as a comment
}

// Columns are those of a mapping's sheet that have a heading or a meaning; none of
// a form.
func (r Reading) Columns(m Mapping) (all []Column) {
	i := slices.IndexFunc(r.Sheets, func(s sheet.Sheet) bool { return s.Name == m.Sheet })
	if m.Form || i < 0 || m.Header >= len(r.Sheets[i].Rows) {
		return nil
	}
	rows := r.Sheets[i].Rows[m.Header:]
	for number, heading := range rows[0] {
		c := Column{Number: number, Heading: heading, Field: m.Columns[number]}
		if len(rows) > 1 {
			c.Example = rows[1][number]
		}
		if heading != "" || c.Field != "" {
			all = append(all, c)
		}
	}
	return all
}
