package register

import (
	"bytes"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// Merge adds to a system's file what a newer draft has and the file has not:
// tables under collections, columns under fields. Everything that stands in the
// file stays as it is, byte for byte – comments, order, values, spaces – because
// lines are only ever put in, at places the parsed file gives. What is added to
// a confirmed system or collection is marked draft. Merging twice changes
// nothing. The error is Invalid when either cannot be read.
func Merge(existing, draft []byte) ([]byte, error) { return merge(existing, draft, false) }

// MergeFound is Merge for what somebody has accepted: it goes also where a draft has a column and says nothing of it – name: {} –, which is what
// Draft writes of a column whose name says nothing. In what is confirmed that is a person's word, and stays.
func MergeFound(existing, draft []byte) ([]byte, error) { return merge(existing, draft, true) }

func merge(existing, draft []byte, fill bool) ([]byte, error) {
	existing = canonicalText(existing)
	old, err := parseFile(existing)
	if err != nil {
		return nil, err
	}
	fresh, err := parseFile(draft)
	if err != nil {
		return nil, err
	}
	m := &merger{fill: fill, lines: strings.SplitAfter(string(endLine(existing)), "\n"), draft: strings.Split(string(draft), "\n")}
	if err := m.merge(old, fresh); err != nil {
		return nil, err
	}
	merged := m.apply()
	return merged, checkMerged(old, merged)
}

func endLine(b []byte) []byte {
	if len(b) > 0 && !bytes.HasSuffix(b, []byte("\n")) {
		return append(slices.Clone(b), '\n')
	}
	return b
}

// parseFile reads one file without checking it as a register.
func parseFile(src []byte) (*node, error) {
	l := &loader{reg: &Register{}}
	f := l.parse(source{"file", src})
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	if f.root.get("system") == nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file does not describe a system")
	}
	return f.root, nil
}

// insertion is text to be put in before a line, or inside one at a column.
type insertion struct {
	line, column int // from 0; column < 0 puts whole lines in
	text         string
}

type merger struct {
	lines      []string // of the existing file, with line ends
	draft      []string // of the draft
	insertions []insertion
	fill       bool // columns of a draft that it says nothing of
}

func (m *merger) merge(old, fresh *node) error {
	collections := old.get("collections")
	if collections == nil || collections.kind != mapNode || len(collections.keys) == 0 && !collections.flow {
		return m.allCollections(old, fresh)
	}
	for i, key := range fresh.get("collections").keysOrNone() {
		table := fresh.get("collections").kids[i]
		at := collections.get(key.text)
		switch {
		case at == nil && collections.flow:
			m.intoFlow(collections, scalar(key.text)+": "+flowText(table))
		case at == nil:
			m.below(collections, m.block(fresh.get("collections"), i, collections.keys[0].pos.column-1))
		case table.get("fields") != nil:
			m.fields(collections, key.text, at, table.get("fields"), isDraft(old) || isDraft(at))
		}
	}
	return nil
}

func isDraft(n *node) bool {
	d := n.get("draft")
	return d != nil && d.kind == boolNode && d.value() == true
}

func (n *node) keysOrNone() []*node {
	if n == nil || n.kind != mapNode {
		return nil
	}
	return n.keys
}

// allCollections is for a file that has none yet.
func (m *merger) allCollections(old, fresh *node) error {
	all := fresh.get("collections")
	if len(all.keysOrNone()) == 0 {
		return nil
	}
	if i := old.index("collections"); i >= 0 {
		if old.kids[i].kind != nullNode && old.kids[i].kind != mapNode {
			return varsam.Errorf(varsam.Invalid, "collections: is not a mapping; run varsam check and mend it first")
		}
		if old.kids[i].kind == mapNode { // collections: {}
			for j, key := range all.keys {
				m.intoFlow(old.kids[i], scalar(key.text)+": "+flowText(all.kids[j]))
			}
			return nil
		}
		m.insertions = append(m.insertions, insertion{old.keys[i].pos.line, -1, m.blocks(all, 2)})
		return nil
	}
	m.insertions = append(m.insertions, insertion{len(m.lines), -1, "collections:\n" + m.blocks(all, 2)})
	return nil
}

func (m *merger) blocks(all *node, indent int) string {
	var b strings.Builder
	for i := range all.keys {
		b.WriteString(m.block(all, i, indent))
	}
	return b.String()
}

// block is one entry of a mapping of the draft, as it stands there, indented
// anew.
func (m *merger) block(of *node, i, indent int) string {
	from := of.keys[i].pos.line - 1
	was := of.keys[i].pos.column - 1
	to := blockEnd(m.draft, from, was)
	var b strings.Builder
	for _, line := range m.draft[from:to] {
		b.WriteString(strings.Repeat(" ", indent))
		b.WriteString(line[min(was, len(line)):])
		b.WriteByte('\n')
	}
	return b.String()
}

// fields adds the columns that the file does not have.
func (m *merger) fields(collections *node, table string, at, fresh *node, draft bool) {
	old := at.get("fields")
	var missing []string
	for i, key := range fresh.keysOrNone() {
		switch at := old.get(key.text); {
		case at == nil:
			missing = append(missing, scalar(key.text)+": "+fieldText(fresh.kids[i], draft))
		case m.fill && draft && at.kind == mapNode && at.flow && len(at.keys) == 0:
			m.intoFlow(at, strings.Trim(flowText(fresh.kids[i]), "{}"))
		}
	}
	switch {
	case len(missing) == 0:
	case old != nil && old.kind == mapNode && old.flow:
		for _, text := range missing {
			m.intoFlow(old, text)
		}
	case old != nil && old.kind == mapNode:
		m.below(old, indented(missing, old.keys[0].pos.column-1))
	case old != nil && old.kind == nullNode:
		key := at.key("fields")
		m.insertions = append(m.insertions, insertion{key.pos.line, -1, indented(missing, key.pos.column+1)})
	case old != nil: // not a mapping: the check will say so
	case at.kind == mapNode && at.flow:
		m.intoFlow(at, "fields: {"+strings.Join(missing, ", ")+"}")
	case at.kind == mapNode && len(at.keys) > 0:
		indent := at.keys[0].pos.column - 1
		m.below(at, strings.Repeat(" ", indent)+"fields:\n"+indented(missing, indent+2))
	case at.kind == nullNode:
		key := collections.key(table)
		indent := key.pos.column + 1
		if !collections.flow {
			m.insertions = append(m.insertions, insertion{key.pos.line, -1, strings.Repeat(" ", indent) + "fields:\n" + indented(missing, indent+2)})
		}
	}
}

func indented(texts []string, indent int) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(strings.Repeat(" ", indent) + text + "\n")
	}
	return b.String()
}

// fieldText writes a draft's field, marked as a draft where nothing around it is.
func fieldText(n *node, draft bool) string {
	if draft {
		return flowText(n)
	}
	text := flowText(n)
	if text == "{}" {
		return "{draft: true}"
	}
	return strings.TrimSuffix(text, "}") + ", draft: true}"
}

// flowText writes a node of a draft in brackets.
func flowText(n *node) string {
	switch n.kind {
	case mapNode:
		parts := make([]string, len(n.keys))
		for i, key := range n.keys {
			parts[i] = scalar(key.text) + ": " + flowText(n.kids[i])
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case listNode:
		parts := make([]string, len(n.kids))
		for i, kid := range n.kids {
			parts[i] = flowText(kid)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case textNode:
		return scalar(n.text)
	case nullNode:
		return "{}"
	}
	return n.text
}

// intoFlow puts an entry in before a closing bracket.
func (m *merger) intoFlow(n *node, text string) {
	switch {
	case m.has(n.end), len(n.keys) > 0 && !m.trailingComma(n.end):
		text = ", " + text
	case len(n.keys) > 0:
		text = " " + text
	}
	m.insertions = append(m.insertions, insertion{n.end.line - 1, n.end.column - 1, text})
}

// has reports whether something is already put in there, so that the next needs
// a comma.
func (m *merger) has(at position) bool {
	return slices.ContainsFunc(m.insertions, func(i insertion) bool { return i.line == at.line-1 && i.column == at.column-1 })
}

// trailingComma reports whether the last entry before a bracket has one already.
func (m *merger) trailingComma(end position) bool {
	before := strings.Join(m.lines[:end.line-1], "") + string([]rune(m.lines[end.line-1])[:end.column-1])
	return strings.HasSuffix(strings.TrimRight(before, " \n"), ",")
}

// below puts lines in after the last line of a mapping in block style.
func (m *merger) below(n *node, text string) {
	last := n.keys[len(n.keys)-1].pos
	m.insertions = append(m.insertions, insertion{blockEnd(m.lines, last.line-1, last.column-1), -1, text})
}

// blockEnd is the line after the last one of the entry that begins at a line
// with an indentation: what is indented deeper belongs to it, and so do the
// items of a list at its own indentation. Blank lines and comments at the end do
// not.
func blockEnd(lines []string, from, indent int) int {
	end := from + 1
	for i := from + 1; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\r\n")
		trimmed := strings.TrimLeft(line, " ")
		deep := len(line) - len(trimmed)
		switch {
		case trimmed == "":
		case deep > indent, deep == indent && (trimmed == "-" || strings.HasPrefix(trimmed, "- ")):
			if !strings.HasPrefix(trimmed, "#") {
				end = i + 1
			}
		case deep == indent && strings.ContainsRune("]}", rune(trimmed[0])):
			end = i + 1
		case strings.HasPrefix(trimmed, "#"):
		default:
			return end
		}
	}
	return end
}

// apply puts everything in, from the end so that places stay right. What goes to
// the same place keeps its order, but for lines: deeper ones come first, because
// they end the entry above, and the others begin a new one.
func (m *merger) apply() []byte {
	slices.SortStableFunc(m.insertions, func(a, b insertion) int {
		if a.line != b.line {
			return b.line - a.line
		}
		if a.column >= 0 || b.column >= 0 {
			return b.column - a.column
		}
		return leading(b.text) - leading(a.text)
	})
	for i := 0; i < len(m.insertions); {
		j := i
		var text strings.Builder
		for ; j < len(m.insertions) && m.insertions[j].line == m.insertions[i].line && m.insertions[j].column == m.insertions[i].column; j++ {
			text.WriteString(m.insertions[j].text)
		}
		m.put(m.insertions[i], text.String())
		i = j
	}
	return []byte(strings.Join(m.lines, ""))
}

func leading(text string) int { return len(text) - len(strings.TrimLeft(text, " ")) }

func (m *merger) put(at insertion, text string) {
	if at.column < 0 {
		m.lines = slices.Insert(m.lines, min(at.line, len(m.lines)), text)
		return
	}
	runes := []rune(m.lines[at.line])
	m.lines[at.line] = string(runes[:at.column]) + text + string(runes[at.column:])
}

// checkMerged is the net below: whatever was in the file must still be there.
func checkMerged(old *node, merged []byte) error {
	now, err := parseFile(merged)
	if err != nil || !keeps(old, now) {
		return varsam.Errorf(varsam.Internal, "the file is laid out in a way that cannot be added to; add the new tables by hand (varsam check --live lists them)")
	}
	return nil
}

// keeps reports whether everything of a is in b, in the same order; b may have
// more keys, and a mapping where a had nothing.
func keeps(a, b *node) bool {
	if a.kind == nullNode && b.kind == mapNode {
		return true
	}
	if a.kind != b.kind || a.text != b.text || a.kind == listNode && len(a.kids) != len(b.kids) {
		return false
	}
	if a.kind == mapNode {
		for i, key := range a.keys {
			kid := b.get(key.text)
			if kid == nil || !keeps(a.kids[i], kid) {
				return false
			}
		}
		return true
	}
	for i := range a.kids {
		if !keeps(a.kids[i], b.kids[i]) {
			return false
		}
	}
	return true
}
