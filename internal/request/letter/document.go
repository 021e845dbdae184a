package letter

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Document is one rendered page. HTML stands alone: no script, no request to
// anywhere. Both forms say the same.
type Document struct {
	Name  string // file name without extension: "answer"
	Title string
	Lang  varsam.Lang
	HTML  []byte
	Text  []byte
}

// File is one file to hand over beside the pages.
type File struct {
	Name      string // with extension
	MediaType string
	Data      []byte
}

// document renders a page in both forms.
func document(name string, lang varsam.Lang, p page) (Document, error) {
	printer := locale.For(lang)
	html, err := renderHTML(printer, p)
	if err != nil {
		return Document{}, err
	}
	return Document{name, p.title, printer.Lang(), html, renderText(p)}, nil
}
