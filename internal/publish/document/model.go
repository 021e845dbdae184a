package document

import (
	"strings"

	"github.com/varsam/varsam"
)

// Format is what the JSON of a document calls itself.
const Format = "varsam/document/1"

// Document is one document in one language.
type Document struct {
	Format       string        `json:"format"`
	Kind         Kind          `json:"kind"`
	Party        string        `json:"party,omitempty"` // whom it is for, of the kinds that are made for each party
	Language     varsam.Lang   `json:"language"`
	Title        Block         `json:"title"`
	Lead         Block         `json:"lead,omitzero"`
	Organisation Organisation  `json:"organisation"`
	Sections     []Section     `json:"sections"`
	Foreign      []varsam.Lang `json:"foreign,omitempty"` // other languages that some blocks stand in
	Register     string        `json:"register"`          // digest
}

// Organisation is whose document it is.
type Organisation struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
}

// Section is a heading with what stands under it. Sections of level 3 belong to
// the one of level 2 before them.
type Section struct {
	ID      string   `json:"id"`
	Level   int      `json:"level"` // 2 or 3
	Title   Block    `json:"title"`
	Columns []Column `json:"columns,omitempty"` // of its rows
	Blocks  []Block  `json:"blocks"`
}

// Column is the heading of a table's column, and its share of the width.
type Column struct {
	Label string  `json:"label"`
	Share float64 `json:"share"`
}

// Form is what a block looks like.
type Form string

// The forms.
const (
	Heading Form = "heading" // of the document, or of a section
	Text    Form = "text"
	Item    Form = "item" // of a list
	Fact    Form = "fact" // with a label
	Row     Form = "row"  // of the section's table
)

// Block is the smallest thing that is said.
type Block struct {
	ID    string   `json:"id"`
	Form  Form     `json:"form"`
	Label string   `json:"label,omitempty"`
	Lines []string `json:"lines"`          // a text's paragraphs, a fact's lines, a row's cells
	Link  string   `json:"link,omitempty"` // id of the section that says more

	From    []string    `json:"from,omitempty"`    // paths of the register
	Fulfils []string    `json:"fulfils,omitempty"` // duties: "13(1)(c)/newsletter"
	Foreign varsam.Lang `json:"foreign,omitempty"` // the language that it stands in, wholly or in part, when not the document's
}

// String is the block's lines as one.
func (b Block) String() string { return strings.Join(b.Lines, "\n") }

// Blocks are all blocks in order, headings too, each with the section that it
// stands in.
func (d Document) Blocks(yield func(Section, Block) bool) {
	top := Section{ID: "top", Level: 1, Title: d.Title}
	if !yield(top, d.Title) || len(d.Lead.Lines) > 0 && !yield(top, d.Lead) {
		return
	}
	for _, s := range d.Sections {
		if !yield(s, s.Title) {
			return
		}
		for _, b := range s.Blocks {
			if !yield(s, b) {
				return
			}
		}
	}
}

// Section is the section of an id.
func (d Document) Section(id string) (Section, bool) {
	for _, s := range d.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return Section{}, false
}
