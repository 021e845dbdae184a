package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// mostRows is how many rows a sheet can hold.
const mostRows = 1_048_576

// The parts of a workbook that do not change (ECMA-376 part 1, 12 and 18).
const (
	contentTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	packageRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// The styles that cells name: as it is, heading, day, moment, text for good.
	styles = xml.Header + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
		`<cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`
)

const (
	headingStyle = 1 + iota
	dayStyle
	momentStyle
	forGoodStyle
)

// XLSX is the table as a workbook of one sheet, whose heading stays in view. Its
// texts stand in the cells as they are; nothing is computed. Code Unsupported when
// there are more rows than a sheet holds.
func (t Table) XLSX() ([]byte, error) {
	if len(t.Rows) >= mostRows {
		return nil, varsam.Errorf(varsam.Unsupported, "a sheet has at most %d rows; take CSV", mostRows)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"xl/workbook.xml", t.book()},
		{"xl/_rels/workbook.xml.rels", bookRels},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet1.xml", t.sheet()},
	} {
		w, err := z.Create(part.name)
		if err == nil {
			_, err = w.Write([]byte(part.text))
		}
		if err != nil {
			return nil, varsam.Errorf(varsam.Internal, "a workbook cannot be packed")
		}
	}
	if err := z.Close(); err != nil {
		return nil, varsam.Errorf(varsam.Internal, "a workbook cannot be packed")
	}
	return b.Bytes(), nil
}

func (t Table) book() string {
	return xml.Header + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="` + escaped(sheetName(t.Name)) +
		`" sheetId="1" r:id="rId1"/></sheets></workbook>`
}

// sheetName is a name as sheets may have: 31 characters, without those of places.
func sheetName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, clean(name)), " ")
	if utf8.RuneCountInString(name) > 31 {
		name = string([]rune(name)[:31])
	}
	if name == "" {
		return "1"
	}
	return name
}

func (t Table) sheet() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` + t.widths() + `<sheetData>`)
	heading := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		heading[i] = Text(c.Title)
	}
	writeRow(&b, 1, heading, headingStyle)
	for i, row := range t.Rows {
		writeRow(&b, i+2, row, 0)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

// widths make columns as wide as their contents, within reason.
func (t Table) widths() string {
	if len(t.Columns) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<cols>`)
	for i, c := range t.Columns {
		most := utf8.RuneCountInString(c.Title)
		for _, row := range t.Rows[:min(len(t.Rows), 200)] {
			most = max(most, utf8.RuneCountInString(row[i].text))
		}
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(most+2, 60))
	}
	b.WriteString(`</cols>`)
	return b.String()
}

func writeRow(b *strings.Builder, n int, row []Cell, style int) {
	fmt.Fprintf(b, `<row r="%d">`, n)
	for i, c := range row {
		at := ColumnName(i) + strconv.Itoa(n)
		switch {
		case c.text == "":
		case c.kind == numberCell:
			fmt.Fprintf(b, `<c r="%s"><v>%d</v></c>`, at, c.number)
		case c.kind == dayCell:
			fmt.Fprintf(b, `<c r="%s" s="%d"><v>%d</v></c>`, at, dayStyle, c.number)
		case c.kind == momentCell:
			fmt.Fprintf(b, `<c r="%s" s="%d"><v>%s</v></c>`, at, momentStyle, strconv.FormatFloat(float64(c.number)/86400, 'f', 8, 64))
		default:
			s := style
			if s == 0 && commands(c.text) {
				s = forGoodStyle
			}
			fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, s, escaped(c.text))
		}
	}
	b.WriteString(`</row>`)
}

// ColumnName is A, B … Z, AA, for a column from 0.
func ColumnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// escaped is a text within XML. A spreadsheet reads _x0041_ as A, so what looks so
// is escaped too (ECMA-376 part 1, 22.9.2.19).
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	text := b.String()
	if strings.Contains(text, "_x") {
		text = strings.ReplaceAll(text, "_x", "_x005F_x")
	}
	return strings.NewReplacer("&#xA;", "\n", "&#x9;", "\t").Replace(text)
}
