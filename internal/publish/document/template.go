package document

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// follow lays the sections as the organisation's template says. A section of
// level 2 takes with it those of level 3 that belong to it.
func (c *composer) follow() error {
	chapters := chaptersOf(c.doc.Sections)
	for _, own := range c.template.Add {
		var err error
		if chapters, err = c.insert(chapters, own); err != nil {
			return err
		}
	}
	for _, id := range slices.Concat(c.template.Order, c.template.LeaveOut) {
		if place(chapters, id) < 0 && !slices.Contains(known[c.doc.Kind], id) {
			return c.stranger(id, chapters)
		}
	}
	var first []chapter
	for _, id := range c.template.Order {
		if at := place(chapters, id); at >= 0 {
			first = append(first, chapters[at])
			chapters = slices.Delete(chapters, at, at+1)
		}
	}
	chapters = append(first, chapters...)
	chapters = slices.DeleteFunc(chapters, func(ch chapter) bool { return slices.Contains(c.template.LeaveOut, ch[0].ID) })
	c.doc.Sections = slices.Concat(chapters...)
	if c.doc.Sections == nil {
		c.doc.Sections = []Section{}
	}
	return nil
}

// chapter is a section of level 2 with those that belong to it.
type chapter = []Section

func chaptersOf(sections []Section) (all []chapter) {
	for _, s := range sections {
		if s.Level > 2 && len(all) > 0 {
			all[len(all)-1] = append(all[len(all)-1], s)
			continue
		}
		all = append(all, chapter{s})
	}
	return all
}

func place(chapters []chapter, id string) int {
	return slices.IndexFunc(chapters, func(ch chapter) bool { return ch[0].ID == id })
}

// known are sections that a document has only when the register says something
// for them: a template may name them all the same.
var known = map[Kind][]string{
	Notice:      {"processors", "transfers", "joint", "cookies", "security"},
	Description: {"essence"},
	Measures:    {"house", "systems"},
}

func (c *composer) stranger(id string, chapters []chapter) error {
	var ids []string
	for _, ch := range chapters {
		ids = append(ids, ch[0].ID)
	}
	return varsam.Errorf(varsam.Invalid, "the template of %s names the section %q, and there are %s", c.doc.Kind, id, strings.Join(ids, ", "))
}

// insert adds a section of the organisation's own.
func (c *composer) insert(chapters []chapter, own register.Addition) ([]chapter, error) {
	if place(chapters, own.Section) >= 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the template of %s adds a section %q, which there is already; give it another id", c.doc.Kind, own.Section)
	}
	path := "templates/" + string(c.doc.Kind) + "/add/" + own.Section
	s := Section{ID: own.Section, Level: 2, Blocks: []Block{}}
	s.Title = Block{ID: own.Section + ".heading", Form: Heading, Lines: []string{c.words(own.Title, path+"/title")}}
	s.Title = c.block(s.Title)
	for i, text := range paragraphs(own.Text.In(c.Lang)) {
		c.words(own.Text, path+"/text")
		s.Blocks = append(s.Blocks, c.block(Block{ID: own.Section + "." + number(i+1), Form: Text, Lines: []string{text}}))
	}
	at := len(chapters)
	if own.After != "" {
		if at = place(chapters, own.After) + 1; at == 0 {
			return nil, c.stranger(own.After, chapters)
		}
	}
	return slices.Insert(chapters, at, chapter{s}), nil
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(text string) (all []string) {
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = inline(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
