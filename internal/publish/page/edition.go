package page

import (
	"bytes"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
)

// Edition is what a page says of the document's version. The zero Edition is a
// preview.
type Edition struct {
	Number     int               `json:"number"` // 0: not published
	Published  varsam.Date       `json:"published,omitzero"`
	Replaces   int               `json:"replaces,omitempty"`
	ReplacedOn varsam.Date       `json:"replaced_on,omitzero"` // when another one came into force
	Before     varsam.Date       `json:"before,omitzero"`      // when the one that it replaces was published
	Changes    []document.Change `json:"changes,omitempty"`
}

// lines are what stands under the title.
func (e Edition) lines(say locale.Printer) (lines []string) {
	if e.Number == 0 {
		return []string{say.T("document.draft")}
	}
	lines = append(lines, say.T("document.edition", say.Number(e.Number), e.Published.String()))
	if e.Replaces > 0 {
		lines = append(lines, say.T("document.replaces", say.Number(e.Replaces), e.Before.String()))
	} else {
		lines = append(lines, say.T("document.first"))
	}
	if !e.ReplacedOn.IsZero() {
		lines = append(lines, say.T("document.superseded", e.ReplacedOn.String()))
	}
	return lines
}

// foreign says which other languages some blocks stand in.
func foreign(d document.Document, say locale.Printer) string {
	if len(d.Foreign) == 0 {
		return ""
	}
	var names []string
	for _, lang := range d.Foreign {
		names = append(names, say.T("document.language."+string(lang)))
	}
	return say.T("document.foreign", say.List(names))
}

// JSON is the document with its edition, indented.
func JSON(d document.Document, e Edition) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(struct {
		document.Document
		Edition Edition `json:"edition"`
	}{d, e})
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a document cannot be written as JSON")
	}
	return b.Bytes(), nil
}

// group is blocks of one form that follow each other: a list, the facts of a
// section, a table.
type group struct {
	Form    document.Form
	Columns []document.Column
	Blocks  []document.Block
}

func groups(s document.Section) (all []group) {
	for _, b := range s.Blocks {
		if n := len(all); n > 0 && all[n-1].Form == b.Form {
			all[n-1].Blocks = append(all[n-1].Blocks, b)
			continue
		}
		all = append(all, group{b.Form, s.Columns, []document.Block{b}})
	}
	return all
}
