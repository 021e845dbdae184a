package sheet

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"

	"github.com/varsam/varsam"
)

// Formats are the endings of what can be written.
var Formats = []string{"csv", "xlsx", "json"}

// File is a table as bytes.
type File struct {
	Name, MediaType string
	Data            []byte
}

// As writes a table in one of the Formats, for readers of a language. Code
// Invalid for another.
func (t Table) As(format string, lang varsam.Lang) (File, error) {
	switch format {
	case "csv":
		return File{t.Name + ".csv", "text/csv; charset=utf-8", t.CSV(lang)}, nil
	case "xlsx":
		data, err := t.XLSX()
		return File{t.Name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data}, err
	case "json":
		data, err := t.JSON()
		return File{t.Name + ".json", "application/json", data}, err
	}
	return File{}, varsam.Errorf(varsam.Invalid, "a list leaves as %s", strings.Join(Formats, ", "))
}

// CSV is the table after RFC 4180, in UTF-8 with a mark that says so. Where
// decimals have a comma, spreadsheets expect semicolons between cells.
func (t Table) CSV(lang varsam.Lang) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if lang != varsam.English {
		w.Comma = ';'
	}
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = harmless(Text(c.Title))
	}
	_ = w.Write(line) // a buffer takes everything
	for _, row := range t.Rows {
		for i, cell := range row {
			line[i] = harmless(cell)
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// harmless is a cell's text, with an apostrophe before what could be taken for a
// formula.
func harmless(c Cell) string {
	text := strings.NewReplacer("\t", " ", "\r\n", "\n").Replace(c.text)
	if c.kind == textCell && commands(c.text) {
		return "'" + text
	}
	return text
}

// JSON is the table as a list of objects: numbers as numbers, days as YYYY-MM-DD,
// and what is empty left out.
func (t Table) JSON() ([]byte, error) {
	all := make([]map[string]any, len(t.Rows))
	for i, row := range t.Rows {
		all[i] = make(map[string]any, len(row))
		for j, cell := range row {
			switch {
			case cell.kind == numberCell:
				all[i][t.Columns[j].Key] = cell.number
			case cell.text != "":
				all[i][t.Columns[j].Key] = cell.text
			}
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "a table cannot be written as JSON")
	}
	return data, nil
}
