package publish_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// TestRecordAsWorkbook: what an authority gets as XLSX is read back without loss:
// each activity a line, each block of it a cell.
func TestRecordAsWorkbook(t *testing.T) {
	t.Parallel()
	for _, company := range []string{"demo", "insourceit", "kunskapspartner"} {
		files, _ := fs.Sub(examples.Files, company)
		reg, faults, err := register.Load(files)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		for _, kind := range []document.Kind{document.Record, document.Processing} {
			for _, lang := range document.Languages() {
				from := document.Source{Register: reg, Lang: lang, Day: varsam.NewDate(2026, 11, 22)}
				made, err := document.Make(kind, from)
				if err != nil {
					t.Fatal(err)
				}
				data, err := publish.Write(publish.XLSX, made, page.Edition{}, from)
				if err != nil {
					t.Fatal(err)
				}
				roundTrip(t, company, made, data)
			}
		}
	}
}

func roundTrip(t *testing.T, company string, made document.Document, data []byte) {
	t.Helper()
	sheets, err := sheet.Read(data)
	if err != nil || len(sheets) != 1 {
		t.Fatalf("%s: %v", company, err)
	}
	cells, activities := map[string]bool{}, 0
	for _, row := range sheets[0].Rows {
		for _, cell := range row {
			cells[cell] = true
		}
	}
	for _, s := range made.Sections {
		if !strings.HasPrefix(s.ID, "activity-") {
			continue
		}
		activities++
		for _, b := range append([]document.Block{s.Title}, s.Blocks...) {
			if !cells[strings.Join(b.Lines, "\n")] {
				t.Errorf("%s, %s in %s: no cell has %s: %q", company, made.Kind, made.Language, b.ID, b.Lines)
			}
		}
	}
	if len(sheets[0].Rows) != activities+1 {
		t.Errorf("%s, %s: %d rows for %d activities", company, made.Kind, len(sheets[0].Rows), activities)
	}
}
