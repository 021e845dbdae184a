package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// workbook is what is needed of one to read its sheets.
type workbook struct {
	parts  map[string]*zip.File
	left   int64    // bytes that may still be unpacked
	shared []string // texts that cells name by number
	days   []bool   // by style: whether a number is a day
	cells  int
}

var errWorkbook = varsam.Errorf(varsam.Invalid, "the workbook is damaged; open it and save it again as xlsx")

func readXLSX(data []byte) (sheets []Sheet, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errWorkbook
	}
	w := &workbook{parts: map[string]*zip.File{}, left: maxUnpacked}
	for _, f := range z.File {
		w.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	if err := w.readShared(); err != nil {
		return nil, err
	}
	if err := w.readStyles(); err != nil {
		return nil, err
	}
	places, err := w.places()
	if err != nil {
		return nil, err
	}
	for _, at := range places {
		s := Sheet{Name: clean(at.name)}
		if err := w.readSheet(at.part, &s); err != nil {
			return nil, err
		}
		sheets = append(sheets, s.squared())
	}
	if len(sheets) == 0 {
		return nil, errWorkbook
	}
	return sheets, nil
}

// open unpacks a part, within what may still be unpacked; a missing one is empty.
func (w *workbook) open(name string) (*xml.Decoder, error) {
	f, ok := w.parts[name]
	if !ok {
		return xml.NewDecoder(strings.NewReader("")), nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, errWorkbook
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, w.left+1))
	if err != nil {
		return nil, errWorkbook
	}
	if w.left -= int64(len(text)); w.left < 0 {
		return nil, errTooMuch
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errWorkbook }
	return d, nil
}

// each calls do for every element of a part.
func (w *workbook) each(name string, do func(d *xml.Decoder, e xml.StartElement) error) error {
	d, err := w.open(name)
	if err != nil {
		return err
	}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errWorkbook
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := do(d, e); err != nil {
				return err
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// place is a sheet's name and its part.
type place struct{ name, part string }

// places are the sheets that are shown, in their order.
func (w *workbook) places() (all []place, err error) {
	targets := map[string]string{}
	err = w.each("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[attribute(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, w.each("xl/workbook.xml", func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "sheet" || attribute(e, "state") == "hidden" || attribute(e, "state") == "veryHidden" {
			return nil
		}
		part, id := "", ""
		for _, a := range e.Attr {
			if a.Name.Local == "id" && a.Name.Space != "" {
				id = a.Value
			}
		}
		if part = targets[id]; w.parts[part] == nil || len(all) == maxSheets {
			return nil // a sheet of charts, or of macros
		}
		all = append(all, place{attribute(e, "name"), part})
		return nil
	})
}

func (w *workbook) readShared() error {
	return w.each("xl/sharedStrings.xml", func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := words(d, e)
		w.shared = append(w.shared, text)
		return err
	})
}

// words is the text within an element, without how Japanese words are said.
func words(d *xml.Decoder, within xml.StartElement) (string, error) {
	var b strings.Builder
	depth, inText, said := 1, false, 0
	for depth > 0 {
		t, err := d.Token()
		if err != nil {
			return "", errWorkbook
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				said++
			}
		case xml.EndElement:
			depth--
			inText = false
			if t.Name.Local == "rPh" {
				said--
			}
		case xml.CharData:
			if (inText || within.Name.Local == "v") && said == 0 && b.Len() < 4*mostText {
				b.Write(t)
			}
		}
	}
	return strings.TrimSpace(clean(unescaped(b.String()))), nil
}

// unescaped reads _x000A_ as what it stands for.
func unescaped(s string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], "_x")
		if i < 0 {
			return s
		}
		i += from
		if len(s) < i+7 || s[i+6] != '_' {
			from = i + 2
			continue
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil {
			from = i + 2
			continue
		}
		s = s[:i] + string(rune(n)) + s[i+7:]
		from = i + len(string(rune(n)))
	}
}

// readStyles finds out which styles show a number as a day.
func (w *workbook) readStyles() error {
	own, within := map[string]bool{}, false
	return w.each("xl/styles.xml", func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			own[attribute(e, "numFmtId")] = showsDay(attribute(e, "formatCode"))
		case "cellXfs":
			within = true
		case "cellStyles", "dxfs", "cellStyleXfs":
			within = false
		case "xf":
			if within && len(w.days) < 100_000 {
				id := attribute(e, "numFmtId")
				n, _ := strconv.Atoi(id)
				w.days = append(w.days, own[id] || n >= 14 && n <= 17 || n == 22)
			}
		}
		return nil
	})
}

// showsDay reports whether a number's form has a year or a day in it.
func showsDay(code string) bool {
	quoted, bracketed := false, false
	for _, r := range strings.ToLower(code) {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '[':
			bracketed = true
		case r == ']':
			bracketed = false
		case !quoted && !bracketed && (r == 'y' || r == 'd' || r == 'å'):
			return true
		}
	}
	return false
}

func (w *workbook) readSheet(part string, s *Sheet) error {
	return w.each(part, func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			n, err := strconv.Atoi(attribute(e, "r"))
			if err != nil || n < 1 {
				n = len(s.Rows) + 1
			}
			if n > maxRows {
				return errTooMuch
			}
			for len(s.Rows) < n {
				s.Rows = append(s.Rows, nil)
			}
		case "c":
			return w.readCell(d, e, s)
		}
		return nil
	})
}

func (w *workbook) readCell(d *xml.Decoder, e xml.StartElement, s *Sheet) error {
	if len(s.Rows) == 0 {
		return errWorkbook
	}
	row := &s.Rows[len(s.Rows)-1]
	at := len(*row)
	if ref := attribute(e, "r"); ref != "" {
		at = columnOf(ref)
	}
	if at < 0 || at >= maxColumns {
		return skip(d)
	}
	text, err := w.content(d, e)
	if err != nil {
		return err
	}
	if w.cells += max(1, at+1-len(*row)); w.cells > maxCells {
		return errTooMuch
	}
	for len(*row) <= at {
		*row = append(*row, "")
	}
	(*row)[at] = text
	return nil
}

func skip(d *xml.Decoder) error {
	if d.Skip() != nil {
		return errWorkbook
	}
	return nil
}

// columnOf is the column of a cell called AB12, from 0; -1 for what is no cell.
func columnOf(ref string) int {
	n, i := 0, 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	if i == len(ref) {
		return -1
	}
	return n - 1
}

// ColumnOf is the column that a name like AA means, from 0.
func ColumnOf(name string) (column int, ok bool) {
	column = columnOf(name + "1")
	return column, column >= 0 && ColumnName(column) == name
}

// content is the value of a cell as a text; a formula's is the one that it last
// had.
func (w *workbook) content(d *xml.Decoder, e xml.StartElement) (string, error) {
	value, inline := "", ""
	for {
		t, err := d.Token()
		if err != nil {
			return "", errWorkbook
		}
		switch t := t.(type) {
		case xml.EndElement:
			return w.shown(attribute(e, "t"), attribute(e, "s"), value, inline), nil
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				value, err = words(d, t)
			case "is":
				inline, err = words(d, t)
			default:
				err = skip(d)
			}
			if err != nil {
				return "", err
			}
		}
	}
}

func (w *workbook) shown(kind, style, value, inline string) string {
	switch kind {
	case "inlineStr":
		return inline
	case "s":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(w.shared) {
			return w.shared[n]
		}
		return ""
	case "e":
		return "" // #REF! is no value
	case "b":
		return map[string]string{"1": "1", "0": "0"}[value]
	case "", "n":
		if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(w.days) && w.days[n] {
			return dayOf(value)
		}
	}
	return value
}

// dayOf is the day of a serial number.
func dayOf(value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n < 61 || n > 2_958_465 {
		return value
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format(time.DateOnly)
}
