package publish

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
)

// Format is a form that a document is written in.
type Format string

// The forms that every document has.
const (
	HTML     Format = "html"
	PDF      Format = "pdf"
	Markdown Format = "md"
	JSON     Format = "json"
)

// Formats are all forms; the later ones exist of some documents only.
func Formats() []Format { return []Format{HTML, PDF, Markdown, JSON} }

// FormatsOf are the forms of a kind of document.
func FormatsOf(k document.Kind) []Format { return Formats() }

// MediaType is what a server says of a form.
func (f Format) MediaType() string {
	return map[Format]string{
		HTML: "text/html; charset=utf-8", PDF: "application/pdf", Markdown: "text/markdown; charset=utf-8", JSON: "application/json",
	}[f]
}

// Write writes a document in a form. From is what it was made from: the forms for
// machines say more than its words. The error is Invalid for a form that the kind
// has not.
func Write(f Format, d document.Document, e page.Edition, from document.Source) ([]byte, error) {
	if !slices.Contains(FormatsOf(d.Kind), f) {
		return nil, varsam.Errorf(varsam.Invalid, "the document %s is written as one of %v, not as %s", d.Kind, FormatsOf(d.Kind), f)
	}
	switch f {
	case HTML:
		return page.HTML(d, e)
	case PDF:
		return page.PDF(d, e)
	case Markdown:
		return page.Markdown(d, e), nil
	}
	return page.JSON(d, e)
}
