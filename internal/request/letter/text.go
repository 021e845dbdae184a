package letter

import (
	"strings"
	"unicode/utf8"
)

// width is where plain text is wrapped: what a mail reader quotes without
// breaking.
const width = 72

// renderText writes a page for readers without HTML. A table becomes labelled
// lines, because columns of unknown width are not readable in every font.
func renderText(p page) []byte {
	var b textWriter
	for _, line := range p.sender {
		b.line("", line)
	}
	b.gap()
	b.line("", p.to)
	b.gap()
	b.heading(p.title, '=')
	for _, f := range p.facts {
		b.fact("", f)
	}
	b.gap()
	b.line("", p.greeting)
	b.gap()
	for _, s := range p.sections {
		b.heading(s.heading, '-')
		for _, block := range s.blocks {
			b.block(block)
			b.gap()
		}
	}
	for _, line := range p.closing {
		b.line("", line)
	}
	return []byte(strings.TrimLeft(b.String(), "\n"))
}

type textWriter struct{ strings.Builder }

// gap ends a paragraph with one empty line, never two.
func (b *textWriter) gap() {
	if s := b.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		b.WriteByte('\n')
	}
}

// heading is underlined with the given rune; an empty heading is left out.
func (b *textWriter) heading(s string, under rune) {
	if s == "" {
		return
	}
	b.gap()
	b.line("", s)
	b.WriteString(strings.Repeat(string(under), min(utf8.RuneCountInString(s), width)) + "\n\n")
}

func (b *textWriter) block(block block) {
	b.line("", block.Para)
	for _, item := range block.List {
		b.line("- ", item)
	}
	for _, item := range block.Address {
		b.line("    ", item)
	}
	for _, e := range block.Entries {
		b.entry(e)
	}
	if block.Table != nil {
		b.table(*block.Table)
	}
}

func (b *textWriter) entry(e entry) {
	b.line("* ", e.Title)
	for _, line := range e.Lines {
		b.line("  ", line)
	}
	for _, f := range e.Facts {
		b.fact("  ", f)
	}
	if e.Table != nil {
		b.rows(*e.Table)
	}
	b.line("  ", e.After)
	b.gap()
}

// rows writes a table inside an entry, one line a row. Two columns need no
// labels.
func (b *textWriter) rows(t table) {
	for _, r := range t.Rows {
		var parts []string
		for i, c := range r.Cells {
			switch text := inline(c.Text); {
			case text == "":
			case len(t.Head) == 2:
				parts = append(parts, text)
			default:
				parts = append(parts, t.Head[i]+": "+text)
			}
		}
		separator := "; "
		if len(t.Head) == 2 {
			separator = ": "
		}
		b.line("  - ", strings.Join(parts, separator))
	}
}

func (b *textWriter) table(t table) {
	for _, r := range t.Rows {
		lead := "* "
		for i, c := range r.Cells {
			if c.Text == "" {
				continue
			}
			if i == 0 {
				b.line(lead, multiline(c.Text))
			} else {
				b.fact("  ", fact{t.Head[i], c})
			}
		}
	}
}

func (b *textWriter) fact(indent string, f fact) {
	b.line(indent, f.Label+": "+multiline(f.Value.Text))
}

// line writes wrapped lines: the first behind the lead, the others indented as
// far. An empty line is left out.
func (b *textWriter) line(lead, s string) {
	if s == "" {
		return
	}
	indent := strings.Repeat(" ", utf8.RuneCountInString(lead))
	for part := range strings.SplitSeq(s, "\n") {
		for _, line := range wrap(part, width-len(indent)) {
			b.WriteString(strings.TrimRight(lead+line, " ") + "\n")
			lead = indent
		}
	}
}

// wrap breaks at spaces; a word longer than the line stands alone. No-break
// spaces do not break.
func wrap(s string, width int) []string {
	var lines []string
	line, length := "", 0
	for _, w := range strings.Split(s, " ") {
		n := utf8.RuneCountInString(w)
		switch {
		case line == "":
			line, length = w, n
		case length+1+n > width:
			lines = append(lines, line)
			line, length = w, n
		default:
			line, length = line+" "+w, length+1+n
		}
	}
	return append(lines, line)
}
