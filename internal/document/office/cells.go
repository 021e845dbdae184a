package office

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
)

// sheet is one sheet that is read, shown or hidden. A cell is "cell=Sheet!B7"; what it is called is what stands in the first row.
type sheet struct {
	book  *book
	r     *markup.Reader
	title string

	heading map[string]string // column's letters to words
	row     int
	column  int
	at      []byte // B7
	kind    string
	style   int
	value   []byte
	formula []byte
	in      string // the element whose text counts
	rule    string // of which cells a validation or a conditional format is read; empty outside of one
}

// longestHeading is more than a column is called.
const longestHeading = 64

func (s *sheet) read() error {
	s.heading = map[string]string{}
	for {
		switch s.r.Next() {
		case markup.Ended:
			return nil
		case markup.Text:
			switch s.in {
			case "v", "t", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
				s.value = append(s.value, s.r.Data...)
			case "f", "formula", "formula1", "formula2":
				s.formula = append(s.formula, s.r.Data...)
			}
		case markup.Start:
			if err := s.start(); err != nil {
				return err
			}
		case markup.End:
			if err := s.end(); err != nil {
				return err
			}
		}
	}
}

func (s *sheet) start() error {
	s.in = s.r.Name
	switch s.r.Name {
	case "row":
		s.row++
		s.column = 0
		if n, err := strconv.Atoi(s.r.Attr("r")); err == nil {
			s.row = n
		}
	case "c":
		s.cell()
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		s.value = s.value[:0]
	}
	return s.written()
}

// written hands over what people write into attributes: what a link says, what a cell asks for, what is filtered.
func (s *sheet) written() error {
	switch s.r.Name {
	case "hyperlink":
		return s.attrs("link="+s.title+"!"+s.r.Attr("ref"), "display", "tooltip", "location")
	case "dataValidation":
		s.rule = s.r.Attr("sqref")
		return s.attrs("field="+s.title+"!"+s.rule, "prompt", "promptTitle", "error", "errorTitle")
	case "conditionalFormatting":
		s.rule = s.r.Attr("sqref")
	case "cfRule":
		return s.attrs("field="+s.title+"!"+s.rule, "text")
	case "formula", "formula1", "formula2":
		s.formula = s.formula[:0]
	case "filter", "customFilter", "protectedRange", "scenario", "inputCells", "cacheField", "tablePart":
		return s.attrs("field="+s.title, "val", "name", "comment", "user")
	}
	return nil
}

// attrs hands over attributes of the element as lines of one text.
func (s *sheet) attrs(field string, names ...string) error {
	var lines []string
	for _, name := range names {
		lines = append(lines, s.r.Attr(name))
	}
	return s.book.d.p.Value(field, "", strings.TrimSpace(strings.Join(lines, "\n")))
}

// cell begins one.
func (s *sheet) cell() {
	s.value, s.formula = s.value[:0], s.formula[:0]
	s.at = append(s.at[:0], s.r.AttrBytes("r")...)
	s.column++
	if len(s.at) == 0 {
		s.at = strconv.AppendInt(appendColumn(s.at, s.column), int64(s.row), 10)
	}
	s.kind = kindOf(s.r.AttrBytes("t"))
	s.style, _ = strconv.Atoi(string(s.r.AttrBytes("s")))
}

func kindOf(t []byte) string {
	switch string(t) {
	case "s":
		return "s"
	case "", "n":
		return "n"
	}
	return "t"
}

func (s *sheet) end() error {
	name := s.r.Name
	s.in = ""
	switch name {
	case "c":
		return s.tell()
	case "oddHeader", "evenHeader", "firstHeader":
		return s.book.d.p.Value("header="+s.title, "", string(s.value))
	case "oddFooter", "evenFooter", "firstFooter":
		return s.book.d.p.Value("footer="+s.title, "", string(s.value))
	case "formula", "formula1", "formula2":
		if says(s.formula) {
			return s.book.d.p.Value("field="+s.title+"!"+s.rule, "", string(s.formula))
		}
	}
	return nil
}

// says reports a formula with words in it: a text, or the name of a sheet in quotes.
func says(formula []byte) bool { return bytes.ContainsAny(formula, `"'`) }

// tell hands over the cell that has ended.
func (s *sheet) tell() error {
	text := s.value
	switch s.kind {
	case "s":
		i, err := strconv.Atoi(string(bytes.TrimSpace(text)))
		if err == nil {
			text = s.book.text(i)
		}
	case "n":
		text = s.book.styles.shown(text, s.style)
	}
	column := letters(s.at)
	label := s.heading[string(column)]
	if len(text) > 0 {
		if err := s.book.d.p.Bytes(s.place, label, text); err != nil {
			return err
		}
		if label == "" && len(text) <= longestHeading && len(s.heading) < 1<<14 && s.kind != "n" {
			s.heading[string(column)] = string(text)
		}
	}
	if says(s.formula) {
		return s.book.d.p.Value("formula="+s.title+"!"+string(s.at), "", string(s.formula))
	}
	return nil
}

func (s *sheet) place() string { return "cell=" + s.title + "!" + string(s.at) }

// letters are those of a cell's column.
func letters(at []byte) []byte {
	n := 0
	for n < len(at) && at[n] >= 'A' {
		n++
	}
	return at[:n]
}

// appendColumn appends the letters of a column, 1 for A.
func appendColumn(b []byte, n int) []byte {
	if n > 26 {
		b = appendColumn(b, (n-1)/26)
	}
	return append(b, byte('A'+(n-1)%26))
}
