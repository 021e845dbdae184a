package office

import (
	"strconv"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// open reads the text of an OpenDocument: paragraphs, notes, comments and deletions each under their own field, cells of tables
// under their sheet.
type open struct {
	d    *document
	r    *markup.Reader
	base string

	stack   []nested
	counts  map[string]int
	words   int    // depth of elements whose text is shown, within the innermost text
	aside   string // the element in a note that says who wrote it, and when
	sheet   string
	sheets  bool // the document is a spreadsheet
	row     int
	column  int
	repeats int // of the cell
	rows    int // of the row
}

// nested is a text within a text.
type nested struct {
	flow    *extract.Flow
	element string
	words   int // of the text around it
}

func (o *open) read() error {
	o.counts = map[string]int{}
	o.push("", "")
	for {
		var err error
		switch o.r.Next() {
		case markup.Ended:
			return o.end()
		case markup.Text:
			err = o.text()
		case markup.Start:
			if err = o.start(); err == nil && o.r.Empty {
				err = o.close()
			}
		case markup.End:
			err = o.close()
		}
		if err != nil {
			return err
		}
	}
}

func (o *open) push(field, element string) {
	switch {
	case field == "":
		field = o.base
	case o.base != "":
		field = o.base + "/" + field
	}
	o.stack = append(o.stack, nested{o.d.p.Flow(field), element, o.words})
	o.words = 0
}

func (o *open) flow() *extract.Flow { return o.stack[len(o.stack)-1].flow }

func (o *open) end() error {
	for i := len(o.stack) - 1; i >= 0; i-- {
		if err := o.stack[i].flow.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (o *open) text() error {
	switch {
	case o.aside == "creator":
		return o.d.meet(string(o.r.Data))
	case o.words > 0 && o.aside == "":
		o.flow().Write(o.r.Data)
	}
	return nil
}

// numbered is a field with the next number.
func (o *open) numbered(field string) string {
	o.counts[field]++
	return field + "=" + strconv.Itoa(o.counts[field])
}

// fields are the elements whose text is one by itself.
var fields = map[string]string{
	"annotation": "comment", "note": "footnote", "deletion": "deleted", "page": "slide", "notes": "note", "text-box": "", "frame": "",
	"header": "header", "header-left": "header", "footer": "footer", "footer-left": "footer", "header-first": "header", "footer-first": "footer",
	"title": "alt", "desc": "alt", // of what is drawn
}

func (o *open) start() error {
	name := o.r.Name
	if field := fields[name]; field != "" && !o.r.Empty {
		if o.sheets && field == "comment" {
			o.push("comment="+o.at(), name)
		} else if name == "notes" {
			o.push("note="+strconv.Itoa(o.counts["slide"]), name)
		} else {
			o.push(o.numbered(field), name)
		}
		if field == "alt" { // which has no paragraphs
			o.words++
		}
		return o.attributes()
	}
	switch name {
	case "p", "h":
		o.words++
	case "s":
		n, _ := strconv.Atoi(o.r.Attr("c"))
		o.flow().Write(blankLine[:min(max(n, 1), len(blankLine))])
	case "tab":
		o.flow().WriteString("\t")
	case "line-break":
		o.flow().WriteString("\n")
	case "creator", "date", "date-string", "creator-initials":
		if !o.r.Empty && len(o.stack) > 1 {
			o.aside = name
		}
	case "spreadsheet":
		o.sheets = true
	case "table":
		return o.table()
	case "table-row":
		o.row++
		o.column, o.rows = 0, times(o.r.Attr("number-rows-repeated"))
	case "table-cell", "covered-table-cell":
		o.column++
		o.repeats = times(o.r.Attr("number-columns-repeated"))
		if o.sheets {
			o.push("cell="+o.at(), name)
		}
	}
	return o.attributes()
}

// attributes hands over what people write into attributes.
func (o *open) attributes() error {
	for key, value := range o.r.Attrs {
		field := o.written(key, value)
		if field != "" && len(value) > 0 {
			if err := o.d.p.Value(o.numbered(field), "", string(value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// named are the elements that people give names to.
var named = map[string]bool{
	"bookmark": true, "bookmark-start": true, "reference-mark": true, "reference-mark-start": true, "section": true, "user-field-decl": true, "named-range": true,
	"named-expression": true, "database-range": true, "content-validation": true, "scenario": true, "frame": true, "custom-shape": true, "page": true, "table": true,
}

// written is where an attribute belongs in which people write; empty for another.
func (o *open) written(key string, value []byte) string {
	switch key {
	case "href":
		if len(value) > 0 && value[0] != '#' && tellsWho(value) {
			return "link"
		}
	case "value", "current-value", "label", "help-text", "title", "description", "hint", "comment":
		if o.r.Name != "table-cell" {
			return "field"
		}
	case "string-value", "date-value":
		return "value"
	case "name":
		if named[o.r.Name] {
			return "name"
		}
	case "formula", "condition", "expression", "string-value-if-true", "string-value-if-false":
		if says(value) {
			return "formula"
		}
	}
	return ""
}

// tellsWho reports a link that leads out of the document.
func tellsWho(link []byte) bool {
	for _, c := range link {
		if c == ':' || c == '@' {
			return true
		}
	}
	return false
}

func times(s string) int {
	n, _ := strconv.Atoi(s)
	return max(n, 1)
}

func (o *open) table() error {
	o.row = 0
	if !o.sheets {
		return nil
	}
	o.sheet = o.r.Attr("name")
	return o.d.p.Value("sheet="+o.sheet, "", o.sheet)
}

// at is the cell that is read.
func (o *open) at() string {
	return o.sheet + "!" + string(strconv.AppendInt(appendColumn(nil, max(o.column, 1)), int64(o.row), 10))
}

func (o *open) close() error {
	name := o.r.Name
	switch name {
	case "p", "h":
		o.words = max(0, o.words-1)
		o.flow().Line()
	case o.aside:
		o.aside = ""
	}
	if len(o.stack) > 1 && o.stack[len(o.stack)-1].element == name {
		last := o.stack[len(o.stack)-1]
		o.stack = o.stack[:len(o.stack)-1]
		o.words = last.words
		if err := last.flow.Close(); err != nil {
			return err
		}
	}
	switch name {
	case "table-cell", "covered-table-cell":
		o.column += o.repeats - 1
		if !o.sheets {
			o.flow().WriteString("\t")
		}
	case "table-row":
		o.row += o.rows - 1
	}
	return nil
}
