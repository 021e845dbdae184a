package page

import (
	"strings"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
)

// Markdown is the document in CommonMark, with tables as on GitHub. What stands
// in it is escaped: a name is never markup.
func Markdown(d document.Document, e Edition) []byte {
	say := locale.For(d.Language)
	var b strings.Builder
	b.WriteString("# " + plain(d.Title.Lines...) + "\n\n")
	for _, line := range e.lines(say) {
		b.WriteString("*" + plain(line) + "*  \n")
	}
	b.WriteString("\n")
	if len(d.Lead.Lines) > 0 {
		b.WriteString(plain(d.Lead.Lines...) + "\n\n")
	}
	if note := foreign(d, say); note != "" {
		b.WriteString(plain(note) + "\n\n")
	}
	for _, s := range d.Sections {
		b.WriteString(strings.Repeat("#", s.Level) + " " + plain(s.Title.Lines...) + "\n\n")
		for _, g := range groups(s) {
			writeGroup(&b, g)
			b.WriteString("\n")
		}
	}
	b.WriteString(plain(say.T("document.made")) + "\n")
	return []byte(b.String())
}

func writeGroup(b *strings.Builder, g group) {
	if g.Form == document.Row {
		writeTable(b, g)
		return
	}
	for i, block := range g.Blocks {
		switch g.Form {
		case document.Item:
			b.WriteString("- " + plain(block.Lines...) + "\n")
		case document.Fact:
			b.WriteString("- **" + plain(block.Label) + ":** " + plain(block.Lines...) + "\n")
		default:
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString(plain(block.Lines...) + "\n")
		}
	}
}

func writeTable(b *strings.Builder, g group) {
	for _, c := range g.Columns {
		b.WriteString("| " + plain(c.Label) + " ")
	}
	b.WriteString("|\n" + strings.Repeat("| --- ", len(g.Columns)) + "|\n")
	for _, block := range g.Blocks {
		for _, cell := range block.Lines {
			b.WriteString("| " + plain(cell) + " ")
		}
		b.WriteString("|\n")
	}
}

// plain joins lines and escapes what Markdown would read as markup.
func plain(lines ...string) string {
	text := strings.Join(lines, " · ")
	text = signs.Replace(text)
	if text != "" && strings.ContainsRune("+-=", rune(text[0])) { // would begin a list or a heading
		text = `\` + text
	}
	if digits := len(text) - len(strings.TrimLeft(text, "0123456789")); digits > 0 && digits < len(text) && (text[digits] == '.' || text[digits] == ')') {
		text = text[:digits] + `\` + text[digits:] // nor a numbered one
	}
	return text
}

var signs = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "!", `\!`, "~", `\~`, "&", `\&`, "$", `\$`, "\n", " ",
)
