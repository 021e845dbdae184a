package ropa

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/sheet"
)

// Entry is one activity as the spreadsheet has it.
type Entry struct {
	Sheet  string           `json:"sheet"`
	Row    int              `json:"row"` // from 1; of a form, 1
	Values map[Field]string `json:"values"`
	Rest   []Rest           `json:"rest,omitempty"` // what no field takes, with its heading
}

// Rest is a value under a heading that nobody reads.
type Rest struct{ Heading, Value string }

// mostEntries is how many activities are read.
const mostEntries = 2000

// Read reads the entries of the sheets that a mapping names.
func Read(sheets []sheet.Sheet, mappings []Mapping) (all []Entry, err error) {
	for _, m := range mappings {
		found := false
		for _, s := range sheets {
			if s.Name != m.Sheet {
				continue
			}
			found = true
			if m.Form {
				all = append(all, form(s))
			} else {
				all = append(all, rows(s, m)...)
			}
		}
		if !found {
			return nil, varsam.Errorf(varsam.Invalid, "the file has no sheet %q", m.Sheet)
		}
	}
	kept := all[:0]
	for _, e := range all {
		if e.Values[Purpose] != "" || e.Values[Name] != "" {
			kept = append(kept, e)
		}
	}
	if len(kept) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "no line has a name or a purpose")
	}
	if len(kept) > mostEntries {
		return nil, varsam.Errorf(varsam.Invalid, "there are more than %d activities", mostEntries)
	}
	return kept, nil
}

// rows reads an activity a line. A name that stands once over several lines, as
// cells that are joined do, counts for all of them; a line that only adds to the
// one above it does.
func rows(s sheet.Sheet, m Mapping) (all []Entry) {
	name := ""
	for n := m.Header + 1; n < len(s.Rows); n++ {
		e := Entry{Sheet: s.Name, Row: n + 1, Values: map[Field]string{}}
		filled := 0
		for column, text := range s.Rows[n] {
			if text == "" {
				continue
			}
			filled++
			e.put(m.Columns[column], heading(s, m, column), text)
		}
		switch {
		case filled == 0:
			name = ""
			continue
		case e.isHeading(filled):
			name = ""
			continue
		case e.Values[Name] != "":
			name = e.Values[Name]
		case e.Values[Purpose] != "" && name != "":
			e.Values[Name] = name
		case e.Values[Purpose] == "" && len(all) > 0:
			all[len(all)-1].join(e)
			continue
		}
		all = append(all, e)
	}
	return all
}

// isHeading reports whether a line is a title within the table, or an example's
// heading that stands once more.
func (e Entry) isHeading(filled int) bool {
	if filled == 1 && e.Values[Name] != "" {
		return true
	}
	again := 0
	for field, text := range e.Values {
		if f, sure := fieldOf(text); f == field && sure > 0.8 {
			again++
		}
	}
	return again >= 3
}

func heading(s sheet.Sheet, m Mapping, column int) string {
	if m.Header < len(s.Rows) && column < len(s.Rows[m.Header]) {
		return s.Rows[m.Header][column]
	}
	return ""
}

// put adds a value to a field, or to the rest.
func (e *Entry) put(field Field, heading, text string) {
	switch before := e.Values[field]; {
	case field == "" || field == Other:
		e.Rest = append(e.Rest, Rest{heading, text})
	case before == "":
		e.Values[field] = text
	case !strings.Contains(before, text):
		e.Values[field] = before + "\n" + text
	}
}

// join adds the values of a line that goes on.
func (e *Entry) join(more Entry) {
	for _, field := range Fields {
		if text := more.Values[field]; text != "" {
			e.put(field, "", text)
		}
	}
	e.Rest = append(e.Rest, more.Rest...)
}

// form reads a sheet that is one activity: a label, and what stands beside it. A
// label without a value is a title over lines that belong to it.
func form(s sheet.Sheet) Entry {
	e := Entry{Sheet: s.Name, Row: 1, Values: map[Field]string{}}
	under, title := Field(""), ""
	for _, row := range s.Rows {
		label, values := split(row)
		if label == "" {
			continue
		}
		field, sure := fieldOf(label)
		text := strings.Join(values, "; ")
		switch {
		case text == "" && sure >= 0.3:
			under, title = field, label
		case text == "" && under != "":
			e.put(under, title, label)
		case text == "":
			title = label
		case sure >= 0.3:
			e.put(field, label, text)
		case under != "":
			e.put(under, title, label+": "+text)
		default:
			e.put(Other, label, text)
		}
	}
	return e
}
