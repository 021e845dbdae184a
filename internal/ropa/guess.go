package ropa

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/sheet"
)

// Mapping says how a sheet is read.
type Mapping struct {
	Sheet   string        `json:"sheet"`
	Form    bool          `json:"form"`   // headings stand beside their values; the sheet is one activity
	Header  int           `json:"header"` // the row of the headings, from 0
	Columns map[int]Field `json:"columns,omitempty"`
}

// With is the mapping with another meaning of a column.
func (m Mapping) With(column int, field Field) Mapping {
	columns := map[int]Field{column: field}
	for c, f := range m.Columns {
		if c != column {
			columns[c] = f
		}
	}
	m.Columns = columns
	return m
}

// lookedRows is how far down headings are looked for.
const lookedRows = 40

// Guess finds out how a file's sheets are to be read: those that hold activities,
// in their order. Code Invalid when none does.
func Guess(sheets []sheet.Sheet) (all []Mapping, err error) {
	for _, s := range sheets {
		m, hits := table(s)
		form := formOf(s)
		switch {
		case form >= 4 && form > hits:
			all = append(all, Mapping{Sheet: s.Name, Form: true})
		case hits >= 2:
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "no sheet has headings that a record of processing has: purpose, data subjects, personal data, recipients, retention …; say what the columns are with --map")
	}
	return all, nil
}

// table finds the row of headings: the one that names most fields.
func table(s sheet.Sheet) (best Mapping, hits int) {
	best = Mapping{Sheet: s.Name}
	for n := range min(len(s.Rows), lookedRows) {
		columns := headings(s, n)
		if score := score(columns); score > hits {
			best.Header, best.Columns, hits = n, columns, score
		}
	}
	return best, hits
}

// score is how many fields a row names, when two of them are those that make a
// record of processing.
func score(columns map[int]Field) int {
	fields := map[Field]bool{}
	for _, f := range columns {
		fields[f] = true
	}
	if !fields[Purpose] && !fields[Name] {
		return 0
	}
	return len(fields)
}

// headings are the fields of a row's cells. A field that several columns claim
// goes to the surest; the others are kept beside it, where they add to it.
func headings(s sheet.Sheet, row int) map[int]Field {
	type claim struct {
		column int
		sure   float64
	}
	claims := map[Field][]claim{}
	for column, text := range s.Rows[row] {
		if field, sure := fieldOf(text); field != "" && sure >= 0.2 {
			claims[field] = append(claims[field], claim{column, sure})
		}
	}
	columns := map[int]Field{}
	for field, all := range claims {
		slices.SortFunc(all, func(a, b claim) int {
			if a.sure != b.sure {
				return int((b.sure - a.sure) * 1000)
			}
			return a.column - b.column
		})
		columns[all[0].column] = field
		for _, other := range all[1:] {
			if columns[other.column] = Other; adds[field] {
				columns[other.column] = field
			}
		}
	}
	return columns
}

// adds are fields whose columns may be several, each with a part.
var adds = map[Field]bool{Purpose: true, Data: true, Subjects: true, Recipients: true, Transfers: true, Measures: true, Special: true}

// formOf counts the fields that stand in a sheet's first cells with a value
// beside.
func formOf(s sheet.Sheet) int {
	fields := map[Field]bool{}
	for _, row := range s.Rows[:min(len(s.Rows), 400)] {
		label, values := split(row)
		if field, sure := fieldOf(label); field != "" && sure >= 0.3 && len(values) > 0 && len(values) < 4 {
			if f, _ := fieldOf(values[0]); f == "" {
				fields[field] = true
			}
		}
	}
	if !fields[Purpose] && !fields[Name] {
		return 0
	}
	return len(fields)
}

// split is a row's first text and those after it.
func split(row []string) (label string, values []string) {
	for _, text := range row {
		switch {
		case text == "":
		case label == "":
			label = text
		default:
			values = append(values, text)
		}
	}
	return label, values
}

// FieldNamed reads the name of a field; code Invalid for another.
func FieldNamed(text string) (Field, error) {
	if slices.Contains(Fields, Field(text)) {
		return Field(text), nil
	}
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return "", varsam.Errorf(varsam.Invalid, "there is no field %q; there are %s", text, strings.Join(names, ", "))
}
