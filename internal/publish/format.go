package publish

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/publish/vocabulary"
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

// The forms for machines, which some documents have.
const (
	XLSX   Format = "xlsx"
	Turtle Format = "ttl"
	JSONLD Format = "jsonld"
	TILT   Format = "tilt"
)

// Formats are all forms; the later ones exist of some documents only.
func Formats() []Format { return []Format{HTML, PDF, Markdown, JSON, XLSX, Turtle, JSONLD, TILT} }

// FormatsOf are the forms of a kind of document.
func FormatsOf(k document.Kind) []Format {
	all := []Format{HTML, PDF, Markdown, JSON}
	switch k {
	case document.Notice:
		return append(all, Turtle, JSONLD, TILT)
	case document.Record:
		return append(all, XLSX, Turtle, JSONLD)
	case document.Processing:
		return append(all, XLSX)
	}
	return all
}

// MediaType is what a server says of a form.
func (f Format) MediaType() string {
	return map[Format]string{
		HTML: "text/html; charset=utf-8", PDF: "application/pdf", Markdown: "text/markdown; charset=utf-8", JSON: "application/json",
		XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Turtle: "text/turtle; charset=utf-8",
		JSONLD: "application/ld+json", TILT: "application/json",
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
	case XLSX:
		return Sheet(d)
	case Turtle:
		return vocabulary.Turtle(d, e, from)
	case JSONLD:
		return vocabulary.JSONLD(d, e, from)
	case TILT:
		return vocabulary.TILT(d, e, from)
	}
	return page.JSON(d, e)
}
