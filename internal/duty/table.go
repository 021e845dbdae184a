package duty

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/sheet"
)

// ExportForms are the forms that duties leave in.
var ExportForms = []string{"json", "csv", "xlsx"}

// ExportFile is the duties of a kind, or of all, in a state, or in any, in a form: json as [Service.Import]
// takes it back, csv or xlsx. Code Invalid for another.
func (s *Service) ExportFile(ctx context.Context, p locale.Printer, k Kind, state State, form string) (sheet.File, error) {
	if state != "" && state != Open && state != Ended {
		return sheet.File{}, varsam.Errorf(varsam.Invalid, "a duty is %s or %s", Open, Ended)
	}
	if form == "json" {
		out, err := s.Export(ctx, k, state)
		if err != nil {
			return sheet.File{}, err
		}
		data, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			return sheet.File{}, varsam.Errorf(varsam.Internal, "the duties cannot be written as JSON")
		}
		return sheet.File{Name: "duties.json", MediaType: "application/json", Data: append(data, '\n')}, nil
	}
	rows, err := s.Table(ctx, p, k, state)
	if err != nil {
		return sheet.File{}, err
	}
	return tableOf(rows).As(form, p.Lang())
}

// tableOf is rows as a spreadsheet has them: days as days.
func tableOf(rows [][]string) sheet.Table {
	t := sheet.Table{Name: "duties"}
	for i, title := range rows[0] {
		t.Columns = append(t.Columns, sheet.Column{Key: "c" + strconv.Itoa(i+1), Title: title})
	}
	for _, row := range rows[1:] {
		cells := make([]sheet.Cell, len(row))
		for i, text := range row {
			if day, err := varsam.ParseDate(text); err == nil && text != "" {
				cells[i] = sheet.Day(day)
			} else {
				cells[i] = sheet.Text(text)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
