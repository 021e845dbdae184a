package report

import (
	"bytes"
	"encoding/json"

	"github.com/varsam/varsam"
)

// Document is one report. Its forms say the same.
type Document struct {
	Title string
	Lang  varsam.Lang
	HTML  []byte
	Text  []byte
	JSON  []byte

	page page
}

// PDF is the report on A4, with its fonts.
func (d Document) PDF() ([]byte, error) { return renderPDF(d.page) }

// document renders a page, with its content as JSON.
func (c *composer) document(content any) (Document, error) {
	html, err := renderHTML(c.page)
	if err != nil {
		return Document{}, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(content); err != nil {
		return Document{}, varsam.Errorf(varsam.Internal, "a report cannot be written as JSON")
	}
	return Document{c.page.title, c.p.Lang(), html, renderText(c.page), b.Bytes(), c.page}, nil
}

// Organisation is whose report it is.
type Organisation struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
}

func (c *composer) whose() Organisation {
	org := c.reg.Organisation
	return Organisation{org.Name, c.organisation(), inline(org.Number)}
}
