package register

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/locale"
)

// What the forms write: nodes without places become YAML as a person would have
// written it, short things on one line.

func textOf(s string) *node { return &node{kind: textNode, text: s} }

func mapOf() *node { return &node{kind: mapNode} }

// set puts a key at the end of a mapping.
func (n *node) set(key string, value *node) {
	if n.byKey == nil {
		n.byKey = map[string]int{}
	}
	n.byKey[key] = len(n.keys)
	n.keys, n.kids = append(n.keys, textOf(key)), append(n.kids, value)
}

// same reports whether two nodes say the same, however they are laid out.
func same(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.kind != b.kind || len(a.kids) != len(b.kids) {
		return false
	}
	if a.kind != mapNode && a.kind != listNode {
		return a.kind == nullNode || a.text == b.text
	}
	for i, kid := range a.kids {
		other := b.kids[i]
		if a.kind == mapNode {
			other = b.get(a.keys[i].text)
		}
		if other == nil || !same(kid, other) {
			return false
		}
	}
	return true
}

// wide is how long a line may become before its value is laid out on several.
const wide = 120

// branches are the mappings that stand on lines of their own even where they are
// short: people look for their keys at the beginning of a line.
func branches(key string) bool { return key == "collections" || key == "fields" }

// entryLines is "key: value" from an indentation on.
func entryLines(key string, value *node, indent int) string {
	return entryAt(scalar(key)+":", key, value, indent)
}

// itemLines is "- value".
func itemLines(value *node, indent int) string {
	return entryAt("-", "", value, indent)
}

func entryAt(lead, key string, value *node, indent int) string {
	pad := strings.Repeat(" ", indent)
	flow := inFlow(value)
	short := len(pad)+len(lead)+1+utf8.RuneCountInString(flow) <= wide && !branches(key)
	switch {
	case value.kind == nullNode && lead != "-":
		return pad + lead + "\n"
	case value.kind == textNode && literal(value.text):
		return pad + lead + " |-\n" + indentedText(value.text, indent+2)
	case value.kind == mapNode && len(value.keys) > 0 && (!short || holdsText(value)):
		return blockMap(pad+lead, value, indent, lead == "-")
	case value.kind == listNode && len(value.kids) > 0 && (!short || holdsMaps(value)):
		var b strings.Builder
		b.WriteString(pad + lead + "\n")
		for _, kid := range value.kids {
			b.WriteString(itemLines(kid, indent+2))
		}
		return b.String()
	}
	return pad + lead + " " + flow + "\n"
}

// blockMap writes a mapping below its key; in a list, the first key stands on the
// dash's line.
func blockMap(lead string, value *node, indent int, item bool) string {
	var b strings.Builder
	for i, key := range value.keys {
		b.WriteString(entryLines(key.text, value.kids[i], indent+2))
	}
	if item {
		return lead + b.String()[indent+1:]
	}
	return lead + "\n" + b.String()
}

// holdsText reports whether something below is written over several lines.
func holdsText(n *node) bool {
	for i, kid := range n.kids {
		if kid.kind == textNode && literal(kid.text) || holdsText(kid) || n.kind == mapNode && branches(n.keys[i].text) {
			return true
		}
	}
	return false
}

func holdsMaps(n *node) bool {
	for _, kid := range n.kids {
		if kid.kind == mapNode || kid.kind == textNode && literal(kid.text) {
			return len(n.kids) > 1 || holdsText(n)
		}
	}
	return false
}

// literal reports whether a text is better read over several lines, and reads
// back as the same.
func literal(s string) bool {
	if !strings.Contains(s, "\n") || strings.TrimSpace(s) != s {
		return false
	}
	for _, line := range strings.Split(s, "\n") {
		if strings.TrimRight(line, " ") != line || strings.TrimLeft(line, " ") != line || strings.ContainsFunc(line, unprinted) {
			return false
		}
	}
	return true
}

func unprinted(r rune) bool { return !unicode.IsPrint(r) }

func indentedText(s string, indent int) string {
	var b strings.Builder
	for _, line := range strings.Split(s, "\n") {
		if line != "" {
			b.WriteString(strings.Repeat(" ", indent) + line)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// inFlow writes a value on one line.
func inFlow(n *node) string {
	switch n.kind {
	case mapNode:
		parts := make([]string, len(n.keys))
		for i, key := range n.keys {
			parts[i] = scalar(key.text) + ": " + inFlow(n.kids[i])
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case listNode:
		parts := make([]string, len(n.kids))
		for i, kid := range n.kids {
			parts[i] = inFlow(kid)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case textNode:
		return plainOrQuoted(n.text)
	case nullNode:
		return "null"
	}
	return n.text
}

// plainOrQuoted leaves the quotes out where the parser reads the same text without
// them, as people do: 24 months, 2026-05-01, Art. 6.
func plainOrQuoted(s string) string {
	if quoted := scalar(s); quoted == s || s == "" || len(s) > 2000 {
		return quoted
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !strings.ContainsRune(" _./()-–%+§;’", r)) {
			return doubleQuoted(s)
		}
	}
	tree, err := parseYAML([]byte("k: {a: " + s + "}\n"))
	if err != nil || len(tree.Docs) != 1 {
		return doubleQuoted(s)
	}
	c := converter{report: func(position, string, locale.Saying, locale.Saying) {}}
	if got := c.convert(tree.Docs[0].Body, 0).get("k").get("a"); got == nil || got.kind != textNode || got.text != s {
		return doubleQuoted(s)
	}
	return s
}
