package web

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/web/frame"
)

// exportDuties hands everything over: JSON that varsam duty import takes back, or
// a table for a spreadsheet.
func (o *Office) exportDuties(v *frame.Visit) error {
	file, err := DutyFile(v.Context(), o.Duties, v.Printer, duty.Kind(v.Query("kind")), v.Param("form"))
	if err != nil {
		return err
	}
	return v.Download(file.Name, file.MediaType, file.Data)
}

// DutyFile is the duties of a kind, or of all, in a form: json as it is taken
// back, csv or xlsx. Code Invalid for another.
func DutyFile(ctx context.Context, service *duty.Service, p locale.Printer, k duty.Kind, form string) (sheet.File, error) {
	if form == "json" {
		out, err := service.Export(ctx, k)
		if err != nil {
			return sheet.File{}, err
		}
		data, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			return sheet.File{}, varsam.Errorf(varsam.Internal, "the duties cannot be written as JSON")
		}
		return sheet.File{Name: "duties.json", MediaType: "application/json", Data: append(data, '\n')}, nil
	}
	rows, err := service.Table(ctx, p, k)
	if err != nil {
		return sheet.File{}, err
	}
	return dutyTable(rows).As(form, p.Lang())
}

// dutyTable is rows as a spreadsheet has them: days as days.
func dutyTable(rows [][]string) sheet.Table {
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
