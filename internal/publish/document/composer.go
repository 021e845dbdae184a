package document

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// Source is what a document is made from.
type Source struct {
	Register *register.Register
	Lang     varsam.Lang
	Day      varsam.Date // the law is cited as of this day
	Party    string      // for the kinds that are made for each party

	// Announced are changes of sub-processors that customers have been told of.
	Announced []Announced
}

// Announced is a change of sub-processors that is to come.
type Announced struct {
	ID        string
	Says      string      // what becomes of whom, and from when
	On        varsam.Date // the day on which it was announced
	Effective varsam.Date
	Until     varsam.Date // last day to object
}

// Make makes a document of a kind. The error is Invalid for a kind, a language or
// a party that there is none of, and for a template that cannot be followed.
func Make(kind Kind, from Source) (Document, error) {
	if from.Register == nil {
		return Document{}, varsam.Errorf(varsam.Invalid, "a document needs the register that it is made from")
	}
	make, ok := makers[kind]
	if !ok {
		return Document{}, varsam.Errorf(varsam.Invalid, "there is no document %q; there are %v", kind, Kinds())
	}
	if kind.ByParty() {
		switch parties := Parties(from.Register, kind); {
		case len(parties) == 0:
			return Document{}, varsam.Errorf(varsam.Invalid, "the document %s is made for a party, and the register has none of that sort", kind)
		case !slices.Contains(parties, from.Party):
			return Document{}, varsam.Errorf(varsam.Invalid, "the document %s is made for a party: name one of %s", kind, strings.Join(parties, ", "))
		}
	}
	c, err := compose(kind, from)
	if err != nil {
		return Document{}, err
	}
	make(c)
	if c.fault != nil {
		return Document{}, c.fault
	}
	if err := c.follow(); err != nil {
		return Document{}, err
	}
	return c.finish(), nil
}

var makers = map[Kind]func(*composer){
	Notice: (*composer).notice, Description: (*composer).description, Record: (*composer).record, Processing: (*composer).processing,
	Schedule: (*composer).schedule, Subprocessors: (*composer).subprocessors, Measures: (*composer).measures, Cookies: (*composer).cookies,
	Annex: (*composer).annex, Essence: (*composer).essence, Letters: (*composer).letters,
}

// composer gathers one document. Whatever it reads of the register notes its
// path, and whatever falls back to another language notes that, until the block
// that says it is added.
type composer struct {
	Source
	reg      *register.Register
	p        locale.Printer
	doc      Document
	template register.Template
	ownWords map[string]bool // keys that the template says in other words

	paths   []string    // read for the block under way
	foreign varsam.Lang // what the block under way fell back to
	fault   error
}

func compose(kind Kind, from Source) (*composer, error) {
	c := &composer{Source: from, reg: from.Register, ownWords: map[string]bool{}}
	c.template, _ = c.reg.Template(string(kind))
	c.p = locale.For(from.Lang).On(from.Day)
	if c.p.Lang() != from.Lang {
		return nil, varsam.Errorf(varsam.Invalid, "documents are written in %v, not in %q", Languages(), from.Lang)
	}
	own := map[string]string{}
	for _, s := range c.template.Say {
		if s.Words.Has(from.Lang) {
			own[s.Key] = inline(s.Words.In(from.Lang))
			c.ownWords[s.Key] = true
		}
	}
	var err error
	if c.p, err = c.p.Saying(own); err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the template of %s: %v", kind, err)
	}
	org := c.reg.Organisation
	c.doc = Document{
		Format: Format, Kind: kind, Party: from.Party, Language: from.Lang, Register: c.reg.Digest, Sections: []Section{},
		Organisation: Organisation{org.Name, c.organisation(), inline(org.Number)},
	}
	c.forget()
	return c, nil
}

// finish counts the languages that blocks fell back to.
func (c *composer) finish() Document {
	for _, b := range c.doc.Blocks {
		if b.Foreign != "" && !slices.Contains(c.doc.Foreign, b.Foreign) {
			c.doc.Foreign = append(c.doc.Foreign, b.Foreign)
		}
	}
	slices.Sort(c.doc.Foreign)
	return c.doc
}

// look notes a path of the register that decides what is said.
func (c *composer) look(paths ...string) {
	for _, path := range paths {
		if !slices.Contains(c.paths, path) {
			c.paths = append(c.paths, path)
		}
	}
}

func (c *composer) forget() { c.paths, c.foreign = nil, "" }

// title begins the document.
func (c *composer) title(key string, args ...string) {
	text := c.t(key, args...)
	if own := c.words(c.template.Title, "templates/"+string(c.doc.Kind)+"/title"); own != "" {
		text = own
	}
	c.doc.Title = c.block(Block{ID: "title", Form: Heading, Lines: []string{text}})
}

// lead is the first paragraph.
func (c *composer) lead(text string, duties ...string) {
	if own := c.words(c.template.Lead, "templates/"+string(c.doc.Kind)+"/lead"); own != "" {
		text = own
	}
	c.doc.Lead = c.block(Block{ID: "lead", Form: Text, Lines: []string{text}, Fulfils: duties})
}

// section begins a section.
func (c *composer) section(level int, id, title string, columns ...Column) {
	heading := c.block(Block{ID: id + ".heading", Form: Heading, Lines: []string{title}})
	c.doc.Sections = append(c.doc.Sections, Section{ID: id, Level: level, Title: heading, Columns: columns, Blocks: []Block{}})
}

// block takes over what was noted since the last one.
func (c *composer) block(b Block) Block {
	b.From, b.Foreign = c.paths, c.foreign
	slices.Sort(b.From)
	c.forget()
	return b
}

func (c *composer) add(b Block) {
	b = c.block(b)
	if b.Lines = full(b.Lines); len(b.Lines) == 0 {
		return
	}
	s := &c.doc.Sections[len(c.doc.Sections)-1]
	b.ID = s.ID + "." + b.ID
	s.Blocks = append(s.Blocks, b)
}

func (c *composer) para(id, text string, duties ...string) {
	c.add(Block{ID: id, Form: Text, Lines: []string{text}, Fulfils: duties})
}

func (c *composer) item(id, text string, duties ...string) {
	c.add(Block{ID: id, Form: Item, Lines: []string{text}, Fulfils: duties})
}

// fact adds a label with what it is; nothing when there is nothing to tell.
func (c *composer) fact(id, label string, lines []string, duties ...string) {
	c.add(Block{ID: id, Form: Fact, Label: label, Lines: lines, Fulfils: duties})
}

// row adds a row to the section's table. Its cells stay in place, empty or not.
func (c *composer) row(id string, cells []string, duties ...string) {
	b := c.block(Block{Form: Row, Lines: cells, Fulfils: duties})
	s := &c.doc.Sections[len(c.doc.Sections)-1]
	b.ID = s.ID + "." + id
	s.Blocks = append(s.Blocks, b)
}

// drop takes the last section back when nothing was said in it.
func (c *composer) drop() {
	last := len(c.doc.Sections) - 1
	if len(c.doc.Sections[last].Blocks) == 0 {
		c.doc.Sections = c.doc.Sections[:last]
	}
}

// full are the lines that say something.
func full(lines []string) (all []string) {
	for _, line := range lines {
		if line != "" {
			all = append(all, line)
		}
	}
	return all
}
