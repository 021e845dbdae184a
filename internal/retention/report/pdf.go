package report

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/varsam/varsam"
)

// Sizes on paper: points for type, millimetres for the rest.
const (
	margin    = 16.0
	bodySize  = 9.0
	smallSize = 7.5
	gapWidth  = 2.5 // between columns
)

// shade is a grey of the page.
type shade [3]int

var (
	ink  = shade{31, 36, 40}
	soft = shade{87, 96, 106}
	line = shade{217, 222, 227}
)

// pdfWriter draws a page with the Go fonts, which have the Nordic letters.
type pdfWriter struct {
	*fpdf.Fpdf
	width float64 // between the margins
}

// renderPDF writes a page on A4. The same page gives the same bytes.
func renderPDF(p page) ([]byte, error) {
	orientation := fpdf.OrientationPortrait
	if p.wide {
		orientation = fpdf.OrientationLandscape
	}
	w := pdfWriter{Fpdf: fpdf.New(orientation, "mm", "A4", "")}
	w.AddUTF8FontFromBytes("go", "", goregular.TTF)
	w.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	w.describe(p)
	w.SetMargins(margin, margin, margin)
	w.SetCellMargin(0)
	w.SetAutoPageBreak(true, margin+4)
	paper, _ := w.GetPageSize()
	w.width = paper - 2*margin
	w.AddPage()
	w.page(p)
	var b bytes.Buffer
	if err := w.Output(&b); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a report could not be written as PDF")
	}
	return b.Bytes(), nil
}

// describe says what the file is; its clock is fixed, so that only its content
// tells two files apart.
func (w pdfWriter) describe(p page) {
	w.SetTitle(p.title, true)
	w.SetAuthor(strings.Join(p.sender, ", "), true)
	w.SetLang(p.lang)
	w.SetCreationDate(time.Unix(0, 0).UTC())
	w.SetModificationDate(time.Unix(0, 0).UTC())
	w.SetCatalogSort(true)
	w.AliasNbPages(pages)
	w.SetFooterFunc(func() {
		w.SetY(-margin)
		w.face("", smallSize, soft)
		w.CellFormat(w.width*0.8, 4, p.title, "", 0, "L", false, 0, "")
		w.CellFormat(w.width*0.2, 4, strconv.Itoa(w.PageNo())+" / "+pages, "", 0, "R", false, 0, "")
	})
}

// pages stands for the number of pages until that is known.
const pages = "{n}"

func (w pdfWriter) face(style string, size float64, c shade) {
	w.SetFont("go", style, size)
	w.SetTextColor(c[0], c[1], c[2])
}

// high is how high a line of a size is.
func high(size float64) float64 { return size * 0.3528 * 1.38 }

func (w pdfWriter) text(style string, size float64, c shade, s string) {
	if s == "" {
		return
	}
	w.face(style, size, c)
	for _, text := range w.wrap(whole(s), w.width) {
		w.CellFormat(w.width, high(size), text, "", 1, "L", false, 0, "")
	}
}

func (w pdfWriter) rule(c shade) {
	w.SetDrawColor(c[0], c[1], c[2])
	w.SetLineWidth(0.2)
	w.Line(margin, w.GetY(), margin+w.width, w.GetY())
}

func (w pdfWriter) page(p page) {
	w.text("", bodySize, soft, strings.Join(p.sender, "  ·  "))
	w.Ln(1.5)
	w.rule(ink)
	w.Ln(4)
	w.text("B", 17, ink, p.title)
	w.Ln(1)
	w.text("", 10.5, ink, p.lead)
	w.Ln(2)
	w.facts(p.facts)
	for _, s := range p.sections {
		w.room(38)
		w.Ln(4)
		w.text("B", 11.5, ink, s.Heading)
		w.Ln(1)
		for _, b := range s.Blocks {
			w.block(b)
			w.Ln(1)
		}
	}
	w.Ln(3)
	w.text("", smallSize, soft, p.foot)
}

// room begins a new page unless so much is left of this one.
func (w pdfWriter) room(height float64) {
	_, paper := w.GetPageSize()
	if w.GetY()+height > paper-margin-4 {
		w.AddPage()
	}
}

func (w pdfWriter) block(b block) {
	switch {
	case b.Table != nil:
		w.table(*b.Table)
	case b.Entry != nil:
		w.room(14)
		w.Ln(1.5)
		w.text("B", bodySize, ink, b.Entry.Title)
		w.Ln(0.5)
		w.facts(b.Entry.Facts)
	case len(b.Facts) > 0:
		w.facts(b.Facts)
	case b.Type != "":
		w.text("", bodySize-0.5, soft, b.Type)
	default:
		w.text("", bodySize, ink, b.Para)
		for _, item := range b.List {
			w.together(word(item), w.width-4)
			w.row([]float64{4, w.width - 4}, []cell{word("–"), word(item)}, make([]column, 2))
		}
	}
}

// together begins a new page for a few lines that would be parted by the end of
// this one; many lines may be.
func (w pdfWriter) together(c cell, width float64) {
	w.room(min(w.height(c, width), 30) + 1)
}

func (w pdfWriter) facts(all []fact) {
	const label = 36.0
	for _, f := range all {
		said := word(strings.Join(f.Lines, "\n"))
		w.together(said, w.width-label)
		w.rule(line)
		w.Ln(0.6)
		w.row([]float64{label, w.width - label}, []cell{{Sub: []string{f.Label}, Rows: 1}, said}, make([]column, 2))
		w.Ln(0.4)
	}
}
