package web

import (
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/frame"
)

// exportDuties hands everything over: JSON that varsam duty import takes back, or
// a table for a spreadsheet.
func (o *Office) exportDuties(v *frame.Visit) error {
	file, err := o.Duties.ExportFile(v.Context(), v.Printer, duty.Kind(v.Query("kind")), duty.State(v.Query("state")), v.Param("form"))
	if err != nil {
		return err
	}
	return v.Download(file.Name, file.MediaType, file.Data)
}
