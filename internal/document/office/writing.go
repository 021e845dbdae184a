package office

import (
	"strconv"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// writing reads paragraphs: WordprocessingML, and the text of DrawingML, whose elements have the same names.
type writing struct {
	d    *document
	r    *markup.Reader
	base string // the field of the running text; "comment" and its like get a number for each

	flows   []*extract.Flow // innermost last: text boxes stand within paragraphs
	inText  bool            // within an element whose text is shown
	deleted bool            // within text that was deleted
	skip    int             // depth of elements that say a thing a second time
	before  []byte          // the paragraph as it was before the deletions in it
	changed bool
	counts  map[string]int
}

func (w *writing) read() error {
	w.counts = map[string]int{}
	w.push(w.base)
	for {
		var err error
		switch w.r.Next() {
		case markup.Ended:
			return w.end()
		case markup.Text:
			w.text()
		case markup.Start:
			if err = w.start(); err == nil && w.r.Empty {
				err = w.close()
			}
		case markup.End:
			err = w.close()
		}
		if err != nil {
			return err
		}
	}
}

func (w *writing) push(field string) { w.flows = append(w.flows, w.d.p.Flow(field)) }

func (w *writing) flow() *extract.Flow { return w.flows[len(w.flows)-1] }

func (w *writing) pop() error {
	if len(w.flows) == 1 {
		return nil
	}
	last := w.flow()
	w.flows = w.flows[:len(w.flows)-1]
	return last.Close()
}

func (w *writing) end() error {
	for len(w.flows) > 1 {
		if err := w.pop(); err != nil {
			return err
		}
	}
	return w.flow().Close()
}

// numbered is a field with the number that the document gives, or the next one.
func (w *writing) numbered(field, id string) string {
	w.counts[field]++
	if id == "" {
		id = strconv.Itoa(w.counts[field])
	}
	return field + "=" + id
}

func (w *writing) text() {
	if !w.inText || w.skip > 0 {
		return
	}
	w.before = append(w.before, w.r.Data...)
	if w.deleted {
		w.changed = true
		return
	}
	w.flow().Write(w.r.Data)
}

func (w *writing) say(s string) {
	if w.skip == 0 {
		w.before = append(w.before, s...)
		w.flow().WriteString(s)
	}
}

func (w *writing) start() error {
	switch w.r.Name {
	case "t", "delText", "instrText", "delInstrText", "v":
		w.inText = true
		w.deleted = w.deleted || w.r.Name[0] == 'd'
	case "tab":
		w.say("\t")
	case "br", "cr":
		w.say("\n")
	case "noBreakHyphen":
		w.say("-")
	case "Fallback":
		w.skip++
	case "moveFrom":
		w.deleted = true
	case "txbxContent":
		w.push(w.place(w.numbered("textbox", "")))
	case "comment", "footnote", "endnote":
		w.push(w.numbered(w.r.Name, w.r.Attr("id")))
	}
	return w.attributes()
}

// place is a field within the one that is read.
func (w *writing) place(field string) string {
	if w.base == "" {
		return field
	}
	return w.base + "/" + field
}

// attributes hands over what people write into attributes: names of authors, descriptions of pictures, fields of forms.
func (w *writing) attributes() error {
	switch w.r.Name {
	case "ins", "del", "comment", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel":
		if author := w.r.Attr("author"); author != "" {
			return w.d.meet(author)
		}
	case "docPr", "cNvPr", "imagedata", "shape", "pic", "tblCaption", "tblDescription":
		return w.attrs("alt", "descr", "title", "alt", "val", "name")
	case "default", "helpText", "statusText", "listItem", "listEntry", "alias", "textInput", "placeholder", "name", "tag":
		return w.attrs("field", "val", "displayText", "value")
	case "textpath": // letters in a shape
		return w.attrs("textbox", "string")
	case "bookmarkStart", "smartTag", "section":
		return w.attrs("name", "name", "element")
	case "fldSimple":
		return w.attrs("field", "instr")
	case "hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver":
		return w.attrs("link", "tooltip")
	}
	return nil
}

// attrs hands over attributes of the element, each under a number of its own.
func (w *writing) attrs(field string, names ...string) error {
	for _, name := range names {
		if s := w.r.Attr(name); s != "" {
			if err := w.d.p.Value(w.place(w.numbered(field, "")), "", s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writing) close() error {
	switch w.r.Name {
	case "t", "instrText":
		w.inText = false
	case "v": // a value that a diagram keeps
		w.inText = false
		w.flow().Line()
	case "delText", "delInstrText":
		w.inText, w.deleted = false, false
	case "moveFrom":
		w.deleted = false
	case "Fallback":
		w.skip = max(0, w.skip-1)
	case "txbxContent", "comment", "footnote", "endnote":
		return w.pop()
	case "tc":
		w.say("\t")
	case "p":
		return w.paragraph()
	}
	return nil
}

// paragraph ends a line. A paragraph from which something was deleted is also told as it was.
func (w *writing) paragraph() (err error) {
	w.flow().Line()
	if w.changed {
		err = w.d.p.Value(w.place(w.numbered("deleted", "")), "", string(w.before))
	}
	w.before, w.changed = w.before[:0], false
	return err
}
