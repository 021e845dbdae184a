package register

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// excerpt shows the line before and the line itself with a caret below. Lines of
// secret settings show no value, because faults end up in logs.
func (f *file) excerpt(at position) string {
	lines := strings.Split(string(f.src), "\n")
	if at.line < 1 || at.line > len(lines) {
		return ""
	}
	var b strings.Builder
	for n := max(1, at.line-1); n <= at.line; n++ {
		text := shown(lines[n-1])
		if f.hides(n, text) {
			text = masked(text)
		}
		if text != "" || n == at.line {
			fmt.Fprintf(&b, "%6d | %s\n", n, text)
		}
	}
	column := min(at.column, utf8.RuneCountInString(lines[at.line-1])+1, maxShown)
	fmt.Fprintf(&b, "       | %s^\n", strings.Repeat(" ", max(0, column-1)))
	return b.String()
}

// hides reports whether a line may show a secret: one of the settings that we
// know as such, or, when the file could not be read, anything that looks like it.
func (f *file) hides(line int, text string) bool {
	if f.root == nil {
		return showsSecret(text)
	}
	settings := f.root.get("settings")
	if settings == nil || settings.kind != mapNode {
		return passwordIn(text)
	}
	for i, key := range settings.keys {
		value := settings.kids[i]
		lines := strings.Count(value.text, "\n")
		if isSecret(key.text, value.text) && line >= key.pos.line && line <= value.pos.line+lines {
			return true
		}
	}
	return passwordIn(text)
}

func masked(line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if key, _, ok := strings.Cut(line, ":"); ok {
		return key + ": …"
	}
	return indent + "…"
}

// maxShown is how much of a line is shown.
const maxShown = 160

func shown(line string) string {
	line = strings.ToValidUTF8(strings.Map(printable, line), "�")
	line = strings.TrimRight(line, " ")
	if r := []rune(line); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return line
}

// printable drops what could steer a terminal.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
		return -1
	}
	return r
}
