package page

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
)

// Sizes on paper: points for type, millimetres for the rest.
const (
	margin    = 19.0
	bodySize  = 9.5
	smallSize = 8.0
	gapWidth  = 3.0 // between columns
	labels    = 44.0
)

type shade [3]int

var (
	ink   = shade{27, 35, 32}
	soft  = shade{85, 96, 91}
	line  = shade{214, 210, 198}
	brand = shade{23, 89, 78}
)

// pdfWriter draws a document with the Go fonts, which have the Nordic letters.
type pdfWriter struct {
	*fpdf.Fpdf
	width float64 // between the margins
}

// PDF is the document on A4, on its side when it is all tables of many columns.
// The same document gives the same bytes.
func PDF(d document.Document, e Edition) ([]byte, error) {
	orientation := fpdf.OrientationPortrait
	if wide(d) {
		orientation = fpdf.OrientationLandscape
	}
	w := pdfWriter{Fpdf: fpdf.New(orientation, "mm", "A4", "")}
	w.AddUTF8FontFromBytes("go", "", goregular.TTF)
	w.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	paper, _ := w.GetPageSize()
	w.width = paper - 2*margin
	w.describe(d)
	w.SetMargins(margin, margin, margin)
	w.SetCellMargin(0)
	w.SetAutoPageBreak(true, margin)
	w.AddPage()
	w.document(d, e)
	var b bytes.Buffer
	if err := w.Output(&b); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a document could not be written as PDF")
	}
	return b.Bytes(), nil
}

func wide(d document.Document) bool {
	for _, s := range d.Sections {
		if len(s.Columns) > 4 {
			return true
		}
	}
	return false
}

// describe says what the file is; its clock is fixed, so that only its content
// tells two files apart.
func (w pdfWriter) describe(d document.Document) {
	w.SetTitle(d.Title.String(), true)
	w.SetAuthor(d.Organisation.Title, true)
	w.SetSubject(locale.For(d.Language).T("document.kind."+string(d.Kind)), true)
	w.SetLang(string(d.Language))
	w.SetDisplayMode("fullwidth", "continuous")
	w.SetCreationDate(time.Unix(0, 0).UTC())
	w.SetModificationDate(time.Unix(0, 0).UTC())
	w.SetCatalogSort(true)
	w.AliasNbPages(sheets)
	w.SetFooterFunc(func() {
		w.SetY(-margin + 5)
		w.face("", smallSize, soft)
		w.CellFormat(w.width*0.85, 4, w.fit(d.Title.String(), w.width*0.85), "", 0, "L", false, 0, "")
		w.CellFormat(w.width*0.15, 4, strconv.Itoa(w.PageNo())+" / "+sheets, "", 0, "R", false, 0, "")
	})
}

// sheets stands for the number of pages until that is known.
const sheets = "{n}"

func (w pdfWriter) document(d document.Document, e Edition) {
	say := locale.For(d.Language)
	w.text("B", smallSize+0.5, ink, strings.TrimSpace(d.Organisation.Title+"   "+d.Organisation.Number))
	w.Ln(1.5)
	w.rule(ink, 0.4)
	w.Ln(6)
	w.Bookmark(d.Title.String(), 0, -1)
	w.text("B", 19, ink, d.Title.String())
	w.Ln(1.5)
	w.text("", smallSize+0.5, soft, strings.Join(e.lines(say), "  ·  "))
	w.Ln(2.5)
	w.text("", 11.5, ink, strings.Join(d.Lead.Lines, "\n"))
	w.text("", smallSize, soft, foreign(d, say))
	for _, s := range d.Sections {
		w.section(s)
	}
	w.Ln(6)
	w.rule(line, 0.2)
	w.Ln(1.5)
	w.text("", smallSize, soft, say.T("document.made"))
}

func (w pdfWriter) section(s document.Section) {
	title, all := s.Title.String(), groups(s)
	if s.Level == 2 {
		w.room(34 + w.firstRow(all))
		w.Ln(7)
		w.Bookmark(title, 1, -1)
		w.text("B", 13.5, brand, title)
		w.Ln(1.5)
	} else {
		w.room(26 + w.firstRow(all))
		w.Ln(4.5)
		w.Bookmark(title, 2, -1)
		w.text("B", 11, ink, title)
		w.Ln(1)
	}
	for _, g := range all {
		w.group(g)
	}
}

// firstRow is how high the first row is of a table that a section begins with, so
// that no heading stands alone at the foot of a page.
func (w pdfWriter) firstRow(all []group) float64 {
	for i, g := range all {
		if g.Form == document.Row && i < 2 && len(g.Blocks) > 0 {
			return w.height(w.shares(g), g.Blocks[0].Lines)
		}
	}
	return 0
}

func (w pdfWriter) group(g group) {
	switch g.Form {
	case document.Item:
		for _, b := range g.Blocks {
			w.beside(false, []float64{5, w.width - 5}, []string{"•", strings.Join(b.Lines, "\n")}, soft)
			w.Ln(0.8)
		}
	case document.Fact:
		for i, b := range g.Blocks {
			if i > 0 {
				w.rule(line, 0.2)
			}
			w.Ln(0.9)
			w.beside(false, []float64{labels, w.width - labels}, []string{b.Label, strings.Join(b.Lines, "\n")}, soft)
			w.Ln(0.9)
		}
	case document.Row:
		w.table(g)
	default:
		for _, b := range g.Blocks {
			w.text("", bodySize, ink, strings.Join(b.Lines, "\n"))
			w.Ln(1.2)
		}
	}
}

// shares are how wide a table's columns are.
func (w pdfWriter) shares(g group) []float64 {
	shares, sum := make([]float64, len(g.Columns)), 0.0
	for _, c := range g.Columns {
		sum += c.Share
	}
	for i, c := range g.Columns {
		shares[i] = w.width * c.Share / sum
	}
	return shares
}

func (w pdfWriter) table(g group) {
	shares, heads := w.shares(g), make([]string, len(g.Columns))
	for i, c := range g.Columns {
		heads[i] = c.Label
	}
	w.head(shares, heads)
	for _, b := range g.Blocks {
		if w.full(w.height(shares, b.Lines)) {
			w.AddPage()
			w.head(shares, heads)
		}
		w.Ln(1.1)
		w.beside(true, shares, b.Lines, ink)
		w.Ln(1.1)
		w.rule(line, 0.2)
	}
	w.Ln(1)
}

func (w pdfWriter) head(shares []float64, heads []string) {
	w.face("", smallSize, soft)
	x, top, bottom := margin, w.GetY()+0.5, 0.0
	for i, head := range heads {
		w.SetXY(x, top)
		for _, text := range w.wrap(head, shares[i]-gapWidth) {
			w.SetX(x)
			w.CellFormat(shares[i], high(smallSize), text, "", 2, "L", false, 0, "")
		}
		bottom = max(bottom, w.GetY())
		x += shares[i]
	}
	w.SetXY(margin, bottom+0.8)
	w.rule(ink, 0.2)
}

// beside draws texts in columns from where the pen is, the first bold or in a
// quieter shade, and leaves it below the highest. What is higher than a page goes
// on on the next one.
func (w pdfWriter) beside(bold bool, shares []float64, texts []string, first shade) {
	columns, most := w.columns(bold, shares, texts)
	if most <= 12 && w.full(float64(most)*high(bodySize)) {
		w.AddPage()
	}
	for i := range most {
		if w.full(high(bodySize)) {
			w.AddPage()
		}
		x, y := margin, w.GetY()
		for j, lines := range columns {
			if i < len(lines) {
				style, colour := "", ink
				if j == 0 {
					colour = first
					if bold {
						style = "B"
					}
				}
				w.face(style, bodySize, colour)
				w.SetXY(x, y)
				w.CellFormat(shares[j], high(bodySize), lines[i], "", 0, "L", false, 0, "")
			}
			x += shares[j]
		}
		w.SetXY(margin, y+high(bodySize))
	}
}

// columns breaks texts into the lines of their columns, and says how many the
// highest has.
func (w pdfWriter) columns(bold bool, shares []float64, texts []string) (columns [][]string, most int) {
	for i, text := range texts {
		if i >= len(shares) {
			break
		}
		style := ""
		if i == 0 && bold {
			style = "B"
		}
		w.face(style, bodySize, ink)
		lines := w.wrap(whole(text), shares[i]-gapWidth)
		columns = append(columns, lines)
		most = max(most, len(lines))
	}
	return columns, most
}

func (w pdfWriter) height(shares []float64, texts []string) float64 {
	_, most := w.columns(true, shares, texts)
	return float64(min(most, 20))*high(bodySize) + 3
}

func (w pdfWriter) face(style string, size float64, c shade) {
	w.SetFont("go", style, size)
	w.SetTextColor(c[0], c[1], c[2])
}

// high is how high a line of a size is.
func high(size float64) float64 { return size * 0.3528 * 1.42 }

func (w pdfWriter) text(style string, size float64, c shade, s string) {
	if s == "" {
		return
	}
	w.face(style, size, c)
	for _, text := range w.wrap(whole(s), w.width) {
		w.CellFormat(w.width, high(size), text, "", 1, "L", false, 0, "")
	}
}

func (w pdfWriter) rule(c shade, thick float64) {
	w.SetDrawColor(c[0], c[1], c[2])
	w.SetLineWidth(thick)
	w.Line(margin, w.GetY(), margin+w.width, w.GetY())
}

// full reports whether so much does not fit on this page any more.
func (w pdfWriter) full(height float64) bool {
	_, paper := w.GetPageSize()
	return w.GetY()+height > paper-margin
}

// room begins a new page unless so much is left of this one.
func (w pdfWriter) room(height float64) {
	if w.full(height) {
		w.AddPage()
	}
}

// wrap breaks a text into lines at spaces, never at a no-break space, and a word
// that is longer than a line anywhere.
func (w pdfWriter) wrap(s string, width float64) (lines []string) {
	for part := range strings.SplitSeq(s, "\n") {
		text := ""
		for word := range strings.SplitSeq(part, " ") {
			longer := strings.TrimPrefix(text+" "+word, " ")
			if text != "" && w.GetStringWidth(longer) > width {
				lines, longer = append(lines, text), word
			}
			for text = longer; w.GetStringWidth(text) > width; {
				n := w.fitting(text, width)
				if n == len(text) {
					break
				}
				lines, text = append(lines, text[:n]), text[n:]
			}
		}
		lines = append(lines, text)
	}
	return lines
}

// fitting is how many bytes of a text fit, one character at least.
func (w pdfWriter) fitting(text string, width float64) int {
	for i, r := range text {
		if end := i + utf8.RuneLen(r); i > 0 && w.GetStringWidth(text[:end]) > width {
			return i
		}
	}
	return len(text)
}

// fit cuts a text to one line.
func (w pdfWriter) fit(text string, width float64) string {
	if n := w.fitting(text, width); n < len(text) {
		return text[:n]
	}
	return text
}
