package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// rewrite makes a file say something else under a path, and leaves every line
// alone that says what it said before: comments, order, quotes, blank lines. A
// nil value takes the key away; an empty path is the whole file. What is written
// anew is the smallest entry of a line that changed: a mapping or a list in
// brackets is written anew as a whole, with the comment behind it kept and those
// inside it lost.
//
// The error is Unsupported when the file is laid out in a way that cannot be
// changed like that; nothing is ever returned that says anything else than was
// asked for.
func rewrite(src []byte, path []string, value *node) ([]byte, error) {
	old, err := parseRoot(src)
	if err != nil {
		return nil, err
	}
	want := replaced(old, path, value)
	w := &rewriter{lines: strings.SplitAfter(string(endLine(src)), "\n")}
	if last := len(w.lines) - 1; w.lines[last] == "" {
		w.lines = w.lines[:last]
	}
	w.mapping(old, want)
	text := w.apply()
	if got, err := parseRoot(text); err != nil || !same(got, want) {
		return nil, varsam.Errorf(varsam.Unsupported, "the file is laid out in a way that the form cannot change; change it as text")
	}
	return text, nil
}

// parseRoot reads one file without checking it.
func parseRoot(src []byte) (*node, error) {
	l := &loader{reg: &Register{}}
	f := l.parse(source{"file", src})
	return f.root, l.faults.Err()
}

// replaced is a tree with another value under a path. What has no path yet gets
// one.
func replaced(n *node, path []string, value *node) *node {
	if len(path) == 0 {
		return value
	}
	out := mapOf()
	for i, key := range n.keysOrNone() {
		kid := n.kids[i]
		if key.text == path[0] {
			kid = replaced(kid, path[1:], value)
		}
		if kid != nil {
			out.set(key.text, kid)
		}
	}
	if n.get(path[0]) == nil && value != nil {
		out.set(path[0], replaced(nil, path[1:], value))
	}
	return out
}

// edit puts text in place of lines.
type edit struct {
	from, to int // lines from 0, to exclusive
	text     string
}

type rewriter struct {
	lines []string // with their ends
	edits []edit
}

// mapping changes the entries of a mapping in block style.
func (w *rewriter) mapping(old, want *node) {
	end := 0 // where the entry before ends: what is new follows it
	place := map[string]int{}
	for i, key := range old.keys {
		from, to := w.entry(key)
		now := want.get(key.text)
		switch {
		case now == nil:
			w.drop(old, i, from, to)
		case !same(old.kids[i], now):
			w.change(key, old.kids[i], now, from, to)
		}
		place[key.text] = to
		end = to
	}
	indent := old.pos.column - 1
	for i, key := range want.keysOrNone() {
		if old.get(key.text) == nil {
			w.edits = append(w.edits, edit{after(want, i, place, end), -1, entryLines(key.text, want.kids[i], indent)})
		}
	}
}

// after is the line that a new entry comes before: behind the nearest of the keys
// that come before it and stand in the file already.
func after(want *node, i int, place map[string]int, end int) int {
	for i--; i >= 0; i-- {
		if at, ok := place[want.keys[i].text]; ok {
			return at
		}
	}
	return end
}

// entry are the lines of a key with its value.
func (w *rewriter) entry(key *node) (from, to int) {
	from = key.pos.line - 1
	return from, blockEnd(w.lines, from, key.pos.column-1)
}

// drop takes an entry away. The first key of a list's item leaves the dash to the
// next one.
func (w *rewriter) drop(n *node, i, from, to int) {
	if i == 0 && w.dashed(n.keys[0]) && len(n.keys) > 1 && n.keys[1].pos.line-1 == to {
		next := w.lines[to]
		indent := n.keys[0].pos.column - 1
		w.lines[to] = w.lines[from][:indent] + next[min(indent, len(next)):]
	}
	w.edits = append(w.edits, edit{from, to, ""})
}

// dashed reports whether a key stands on the line of a list's dash.
func (w *rewriter) dashed(key *node) bool {
	return strings.HasPrefix(strings.TrimLeft(w.lines[key.pos.line-1], " "), "-")
}

// change writes one entry, or goes into it where it stands on lines of its own.
func (w *rewriter) change(key, old, now *node, from, to int) {
	indent := key.pos.column - 1
	switch {
	case old.kind == mapNode && now.kind == mapNode && w.open(old) && len(now.keys) > 0 && old.keys[0].pos.line > key.pos.line:
		w.mapping(old, now)
	case old.kind == listNode && now.kind == listNode && w.open(old) && len(now.kids) > 0 && w.items(old) != nil:
		w.list(old, now)
	default:
		text := w.commented(entryLines(key.text, now, indent), old, from, to)
		if w.dashed(key) { // the dash stands where it stood
			text = w.lines[from][:indent] + text[indent:]
		}
		w.edits = append(w.edits, edit{from, to, text})
	}
}

// open reports whether a mapping or list stands on lines of its own.
func (w *rewriter) open(n *node) bool { return !n.flow && len(n.kids) > 0 }

// commented adds the comment that stood behind a value of one line.
func (w *rewriter) commented(text string, old *node, from, to int) string {
	if comment := w.comment(old, from, to); comment != "" {
		head, rest, _ := strings.Cut(text, "\n")
		return head + " " + comment + "\n" + rest
	}
	return text
}

// comment is what stands behind a value that ends on the entry's last line.
func (w *rewriter) comment(old *node, from, to int) string {
	at := old.pos
	switch {
	case old.flow && old.end.line == to:
		at = old.end
	case old.kind == mapNode, old.kind == listNode, to != from+1:
		return ""
	}
	if at.line != to {
		return ""
	}
	rest := []rune(strings.TrimRight(w.lines[at.line-1], "\r\n"))
	rest = rest[min(at.column-1, len(rest)):]
	if !old.flow && len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
		rest = rest[closing(rest):]
	}
	if i := strings.Index(string(rest), " #"); i >= 0 {
		return strings.TrimSpace(string(rest)[i:])
	}
	return ""
}

// closing is the place behind a text in quotes.
func closing(s []rune) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0] && s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return len(s)
}

// item is one item of a list in block style: its lines, and where its dash is.
type item struct{ from, to, dash int }

// items are those of a list; nil when one does not begin with its dash on a line
// of its own.
func (w *rewriter) items(n *node) (all []item) {
	for i, kid := range n.kids {
		at := kid.pos.line - 1
		line := w.lines[at]
		dash := leading(line)
		if !strings.HasPrefix(line[dash:], "- ") || dash != n.pos.column-1 || i > 0 && at < all[i-1].to { // deeper: a list in the list, whose dash is on the line before
			return nil
		}
		all = append(all, item{at, itemEnd(w.lines, at, dash), dash})
	}
	return all
}

// itemEnd is the line after the last one that is indented deeper than a dash.
func itemEnd(lines []string, from, dash int) int {
	end := from + 1
	for i := from + 1; i < len(lines); i++ {
		trimmed := strings.TrimSpace(lines[i])
		switch deep := leading(lines[i]); {
		case trimmed == "":
		case deep <= dash && !strings.HasPrefix(trimmed, "#"):
			return end
		case deep > dash && !strings.HasPrefix(trimmed, "#"):
			end = i + 1
		}
	}
	return end
}

// list changes the items of a list: those that stay keep their lines, and what
// stands between two that stay is changed in turn.
func (w *rewriter) list(old, want *node) {
	items, i, j := w.items(old), 0, 0
	for _, pair := range append(common(old.kids, want.kids), [2]int{len(old.kids), len(want.kids)}) {
		for i < pair[0] && j < pair[1] {
			w.item(items[i], old.kids[i], want.kids[j])
			i, j = i+1, j+1
		}
		for ; i < pair[0]; i++ {
			w.edits = append(w.edits, edit{items[i].from, items[i].to, ""})
		}
		at := items[len(items)-1].to
		if i < len(items) {
			at = items[i].from
		}
		if i > 0 {
			at = items[i-1].to
		}
		for ; j < pair[1]; j++ {
			w.edits = append(w.edits, edit{at, -1, itemLines(want.kids[j], items[0].dash)})
		}
		i, j = i+1, j+1
	}
}

func (w *rewriter) item(at item, old, now *node) {
	if old.kind == mapNode && now.kind == mapNode && w.open(old) && len(now.keys) > 0 && old.keys[0].pos.line-1 == at.from && now.get(old.keys[0].text) != nil {
		w.mapping(old, now)
		return
	}
	w.edits = append(w.edits, edit{at.from, at.to, w.commented(itemLines(now, at.dash), old, at.from, at.to)})
}

// common are the places of a longest common row of two lists.
func common(a, b []*node) (pairs [][2]int) {
	long := make([][]int, len(a)+1)
	for i := range long {
		long[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if long[i][j] = max(long[i+1][j], long[i][j+1]); same(a[i], b[j]) {
				long[i][j] = max(long[i][j], long[i+1][j+1]+1)
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case same(a[i], b[j]) && long[i][j] == long[i+1][j+1]+1:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case long[i+1][j] >= long[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// apply puts all edits in, from the end. What goes to one place keeps its order,
// behind what is changed before it; of entries that end there, the deeper first.
func (w *rewriter) apply() []byte {
	slices.SortStableFunc(w.edits, func(a, b edit) int {
		switch {
		case a.from != b.from:
			return a.from - b.from
		case a.to < 0 && b.to < 0:
			return leading(b.text) - leading(a.text)
		case a.to < 0:
			return -1
		case b.to < 0:
			return 1
		}
		return 0
	})
	var b strings.Builder
	at := 0
	for _, e := range w.edits {
		b.WriteString(strings.Join(w.lines[at:max(at, e.from)], ""))
		b.WriteString(e.text)
		at = max(at, e.from, e.to)
	}
	b.WriteString(strings.Join(w.lines[at:], ""))
	return []byte(b.String())
}
