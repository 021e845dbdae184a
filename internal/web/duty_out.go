package web

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/frame"
)

// exportDuties hands everything over: JSON that varsam duty import takes back, or
// tables.
func (o *Office) exportDuties(v *frame.Visit) error {
	switch v.Param("form") {
	case "json":
		out, err := o.Duties.Export(v.Context(), duty.Kind(v.Query("kind")))
		if err != nil {
			return err
		}
		data, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			return varsam.Errorf(varsam.Internal, "the duties cannot be written as JSON")
		}
		return v.Download("duties.json", "application/json", data)
	case "csv":
		titles, sheets, err := o.Duties.Sheets(v.Context(), v.Printer, duty.Kind(v.Query("kind")))
		if err != nil {
			return err
		}
		var rows [][]string
		for i, sheet := range sheets {
			rows = append(append(rows, []string{titles[i]}), sheet...)
		}
		data, err := duty.CSV(rows)
		if err != nil {
			return err
		}
		return v.Download("duties.csv", "text/csv; charset=utf-8", data)
	}
	return varsam.Errorf(varsam.NotFound, "there is no export of that form")
}
