package publish

import (
	"strings"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/sheet"
)

// column is a heading, and the block of an activity's section that fills it.
type column struct{ block, label string }

// The columns that authorities ask for: Art. 30(1)(a)–(g) and 30(2)(a)–(d), with
// the legal basis, which they all want and no letter names.
var (
	recordColumns = []column{
		{"purpose", "document.purpose"},
		{"basis", "document.basis"},
		{"interest", "document.interest"},
		{"condition", "document.condition"},
		{"subjects", "document.subjects"},
		{"data", "document.data"},
		{"recipients", "document.recipients"},
		{"transfers", "record.transfers"},
		{"kept", "record.kept"},
		{"measures", "record.measures"},
		{"joint", "record.joint"},
		{"systems", "record.systems"},
		{"owner", "record.owner"},
	}
	processingColumns = []column{
		{"does", "processing.does"},
		{"subjects", "document.subjects"},
		{"data", "document.data"},
		{"recipients", "processing.subprocessors"},
		{"transfers", "record.transfers"},
		{"instruction", "processing.instruction"},
		{"measures", "record.measures"},
		{"systems", "record.systems"},
		{"owner", "record.owner"},
	}
)

// Sheet is a record of processing as a workbook: an activity a line, and in each
// line whose record it is, so that a line can stand alone.
func Sheet(d document.Document) ([]byte, error) { return tableOf(d).XLSX() }

func tableOf(d document.Document) sheet.Table {
	say := locale.For(d.Language)
	columns := recordColumns
	if d.Kind == document.Processing {
		columns = processingColumns
	}
	table := sheet.Table{Name: say.T("document.kind." + string(d.Kind))}
	head := func(key, label string) {
		table.Columns = append(table.Columns, sheet.Column{Key: key, Title: label})
	}
	head("activity", say.T("document.activity"))
	for _, c := range columns {
		head(c.block, say.T(c.label))
	}
	head("controller", say.T("notice.controller"))
	if d.Kind == document.Processing {
		head("processor", say.T("annex.processor"))
	}
	head("officer", say.T("notice.officer"))
	controller := lines(d.Block("contact.controller"))
	for _, s := range d.Sections {
		if strings.HasPrefix(s.ID, "controller-") {
			controller = lines(d.Block(s.ID + ".controller"))
		}
		if strings.HasPrefix(s.ID, "activity-") {
			table.Rows = append(table.Rows, rowOf(d, s, columns, controller))
		}
	}
	return table
}

func rowOf(d document.Document, s document.Section, columns []column, controller string) []sheet.Cell {
	row := []sheet.Cell{sheet.Text(s.Title.String())}
	for _, c := range columns {
		row = append(row, sheet.Text(lines(d.Block(s.ID+"."+c.block))))
	}
	row = append(row, sheet.Text(controller))
	if d.Kind == document.Processing {
		row = append(row, sheet.Text(lines(d.Block("contact.controller"))))
	}
	return append(row, sheet.Text(lines(d.Block("contact.officer"))))
}

// lines are a block's, one under the other in their cell.
func lines(b document.Block) string { return strings.Join(b.Lines, "\n") }
