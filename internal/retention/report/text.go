package report

import (
	"strings"
	"unicode/utf8"
)

// width is where plain text is wrapped.
const width = 78

// renderText writes a page for a terminal or a mail. A row becomes a line with
// its numbers behind their labels, because columns of unknown width are not
// readable in every font.
func renderText(p page) []byte {
	var b textWriter
	b.line("", strings.Join(p.sender, " · "))
	b.heading(p.title, "=")
	b.line("", p.lead)
	b.gap()
	b.facts("", p.facts)
	for _, s := range p.sections {
		b.heading(s.Heading, "-")
		for _, block := range s.Blocks {
			b.block(block)
			b.gap()
		}
	}
	b.line("", p.foot)
	return []byte(b.String())
}

type textWriter struct{ strings.Builder }

// gap ends a paragraph with one empty line, never two.
func (b *textWriter) gap() {
	if s := b.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		b.WriteByte('\n')
	}
}

func (b *textWriter) heading(s, under string) {
	b.gap()
	b.line("", s)
	b.WriteString(strings.Repeat(under, min(utf8.RuneCountInString(s), width)) + "\n\n")
}

func (b *textWriter) block(block block) {
	b.line("", block.Para)
	if block.Type != "" {
		for line := range strings.SplitSeq(block.Type, "\n") {
			b.WriteString("    " + line + "\n")
		}
	}
	for _, item := range block.List {
		b.line("- ", item)
	}
	b.facts("", block.Facts)
	if block.Entry != nil {
		b.line("* ", block.Entry.Title)
		b.facts("  ", block.Entry.Facts)
	}
	if block.Table != nil {
		for _, r := range block.Table.Rows {
			b.row(block.Table.Head, r.Cells)
		}
	}
}

func (b *textWriter) facts(indent string, all []fact) {
	for _, f := range all {
		b.line(indent, f.Label+": "+f.Lines[0])
		for _, line := range f.Lines[1:] {
			b.line(indent+"  ", line)
		}
	}
}

// row writes the first cell, then the numbers on one line and the words on one
// each.
func (b *textWriter) row(head []column, cells []cell) {
	var numbers []string
	for i, c := range cells {
		switch text := c.line(); {
		case c.Rows == 0 || text == "":
		case i == 0:
			b.line("* ", text)
		case head[i].Number:
			numbers = append(numbers, head[i].Label+" "+text)
		default:
			b.line("  ", head[i].Label+": "+text)
		}
	}
	b.line("  ", strings.Join(numbers, " · "))
}

// line is a cell on one line: a full stop before what stands below would end it.
func (c cell) line() string {
	if len(c.Sub) == 0 {
		return c.Text
	}
	return strings.Join(append([]string{strings.TrimSuffix(c.Text, ".")}, c.Sub...), "; ")
}

// line writes wrapped lines: the first behind the lead, the others indented as
// far. An empty line is left out.
func (b *textWriter) line(lead, s string) {
	if s == "" {
		return
	}
	room := width - utf8.RuneCountInString(lead)
	line := ""
	for _, w := range strings.Split(s, " ") {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > room {
			b.WriteString(lead + line + "\n")
			lead, line = strings.Repeat(" ", utf8.RuneCountInString(lead)), ""
		}
		line = strings.TrimPrefix(line+" "+w, " ")
	}
	b.WriteString(lead + line + "\n")
}
