package register

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Filled is an element as a form holds it: what stands in each part, by its path.
// "basis.article" is a part of a group, "carried_by.0.from" one of the first row,
// "settings.0.key" and "settings.0.value" the first pair. Several names stand on a
// line each, a ticked box is "yes". What is not said has no entry.
type Filled map[string]string

// Rows is how many rows stand under a path.
func (f Filled) Rows(path string) (n int) {
	for at := range f {
		if rest, ok := strings.CutPrefix(at, path+"."); ok {
			number, _, _ := strings.Cut(rest, ".")
			if i, err := strconv.Atoi(number); err == nil && i < mostRows {
				n = max(n, i+1)
			}
		}
	}
	return n
}

// mostRows bounds what a form can ask for.
const mostRows = 1000

// Has reports whether anything stands under a path.
func (f Filled) Has(path string) bool {
	for at, value := range f {
		if value != "" && (at == path || strings.HasPrefix(at, path+".")) {
			return true
		}
	}
	return false
}

// With is a copy with everything below a path moved: fit gives each row its new
// number, and -1 to one that goes.
func (f Filled) With(path string, fit func(row int) int) Filled {
	out := Filled{}
	for at, value := range f {
		rest, ok := strings.CutPrefix(at, path+".")
		number, tail, _ := strings.Cut(rest, ".")
		row, err := strconv.Atoi(number)
		if !ok || err != nil {
			out[at] = value
			continue
		}
		if to := fit(row); to >= 0 {
			out[path+"."+strconv.Itoa(to)+"."+tail] = value
		}
	}
	return out
}

// Equal reports whether two say the same.
func (f Filled) Equal(g Filled) bool { return maps.Equal(f.said(), g.said()) }

func (f Filled) said() Filled {
	out := maps.Clone(f)
	maps.DeleteFunc(out, func(_, value string) bool { return value == "" })
	return out
}

// read adds what a mapping says.
func (f Filled) read(parts []Shape, n *node, prefix string) {
	for _, p := range parts {
		if kid := n.get(p.Key); kid != nil && kid.kind != nullNode || kid != nil && p.Form == CellForm {
			f.readPart(p, kid, prefix+p.Key)
		}
	}
}

func (f Filled) readPart(p Shape, n *node, path string) {
	switch p.Form {
	case GroupForm:
		f.read(p.Parts, n, path+".")
	case RowsForm:
		for i, row := range listed(n) {
			if at := path + "." + strconv.Itoa(i); row.kind != mapNode && p.short != "" {
				f.readShort(p, row, at)
			} else {
				f.read(p.Parts, row, at+".")
			}
		}
	case PairsForm:
		for i, key := range n.keysOrNone() {
			at := path + "." + strconv.Itoa(i) + "."
			f[at+"key"] = key.text
			f.readPart(p.Parts[0], n.kids[i], at+"value")
		}
	case ManyForm:
		var names []string
		for _, kid := range listed(n) {
			names = append(names, kid.text)
		}
		f[path] = strings.Join(names, "\n")
	case TickForm, YesNoForm:
		if n.value() == true {
			f[path] = "yes"
		} else if p.Form == YesNoForm {
			f[path] = "no"
		}
	case YAMLForm:
		f[path] = yamlText(n)
	case CellForm:
		if f[path] = n.text; n.kind == nullNode {
			f[path] = "null"
		}
	default:
		f[path] = n.text
	}
}

// readShort reads a row that is written as a word.
func (f Filled) readShort(p Shape, n *node, at string) {
	if p.short == "self" {
		f[at+".self"] = "yes"
		return
	}
	f[at+"."+p.short] = n.text
}

// listed are the items of a list, or the one thing in its place.
func listed(n *node) []*node {
	if n.kind == listNode {
		return n.kids
	}
	return []*node{n}
}

// yamlText is a value as a person would write it: without the outer braces.
func yamlText(n *node) string {
	switch {
	case n.kind == nullNode:
		return "null"
	case n.kind == mapNode && len(n.keys) > 0:
		text := inFlow(n)
		return text[1 : len(text)-1]
	case n.kind == textNode:
		return n.text
	}
	return inFlow(n)
}

// node is the parts as a file would have them; nil when nothing is said. Where the
// old says the same in other words – one name instead of a list of one, false
// instead of nothing – it stays.
func (f Filled) node(parts []Shape, old *node, prefix string) *node {
	out := mapOf()
	for _, p := range parts {
		was := old.get(p.Key)
		now := f.part(p, was, prefix+p.Key)
		if f.unchanged(p, was, prefix+p.Key) {
			now = was
		}
		if now != nil {
			out.set(p.Key, now)
		}
	}
	if len(out.keys) == 0 {
		return nil
	}
	return out
}

// unchanged reports whether a part of a file reads as what is filled in.
func (f Filled) unchanged(p Shape, was *node, path string) bool {
	if was == nil {
		return false
	}
	before, now := Filled{}, Filled{}
	before.readPart(p, was, path)
	for at, value := range f {
		if at == path || strings.HasPrefix(at, path+".") {
			now[at] = value
		}
	}
	return before.Equal(now)
}

func (f Filled) part(p Shape, old *node, path string) *node {
	value := f[path]
	switch p.Form {
	case GroupForm:
		return f.node(p.Parts, old, path+".")
	case RowsForm:
		return f.rows(p, old, path)
	case PairsForm:
		return f.pairs(p, old, path)
	case ManyForm:
		return manyNode(p.Key, value)
	}
	switch {
	case value == "":
		return nil
	case p.Form == TickForm, p.Form == YesNoForm:
		return &node{kind: boolNode, text: strconv.FormatBool(value == "yes")}
	case p.Form == NumberForm, p.Form == CellForm:
		return cellNode(value)
	case p.Form == YAMLForm:
		return yamlNode(value)
	}
	return textOf(value)
}

// manyNode is a list of names, which stand one a line. A single column stands
// alone, as people write it.
func manyNode(key, value string) *node {
	list := &node{kind: listNode}
	for _, name := range strings.Split(value, "\n") {
		if name = strings.TrimSpace(name); name != "" {
			list.kids = append(list.kids, textOf(name))
		}
	}
	switch {
	case len(list.kids) == 0:
		return nil
	case len(list.kids) == 1 && (key == "through" || key == "key"):
		return list.kids[0]
	}
	return list
}

func (f Filled) rows(p Shape, old *node, path string) *node {
	list := &node{kind: listNode}
	var was []*node
	if old != nil && old.kind != nullNode {
		was = listed(old)
	}
	for i := range f.Rows(path) {
		at := path + "." + strconv.Itoa(i)
		if !f.Has(at) {
			continue
		}
		if row := f.row(p, was, at); row != nil {
			list.kids = append(list.kids, row)
		}
	}
	if len(list.kids) == 0 {
		return nil
	}
	if len(list.kids) == 1 && p.short != "" && (old == nil || old.kind != listNode) {
		return list.kids[0]
	}
	return list
}

// row is one row: as it was written where it says the same as one that was, short
// where it can be.
func (f Filled) row(p Shape, was []*node, at string) *node {
	now := Filled{}
	for key, value := range f {
		if rest, ok := strings.CutPrefix(key, at+"."); ok {
			now["0."+rest] = value
		}
	}
	for _, n := range was {
		before := Filled{}
		before.readPart(p, &node{kind: listNode, kids: []*node{n}}, "")
		if now.Equal(before.under()) {
			return n
		}
	}
	number, _ := strconv.Atoi(at[strings.LastIndexByte(at, '.')+1:])
	var like *node
	if number < len(was) {
		like = was[number]
	}
	row := f.node(p.Parts, like, at+".")
	if row == nil || p.short == "" || len(row.keys) != 1 || row.keys[0].text != p.short {
		return row
	}
	if p.short == "self" {
		return textOf("self")
	}
	return row.kids[0]
}

// under is the same without the dot that an empty path leaves before it.
func (f Filled) under() Filled {
	out := Filled{}
	for at, value := range f {
		out[strings.TrimPrefix(at, ".")] = value
	}
	return out
}

func (f Filled) pairs(p Shape, old *node, path string) *node {
	out := mapOf()
	for i := range f.Rows(path) {
		at := path + "." + strconv.Itoa(i) + "."
		key := f[at+"key"]
		if key == "" || out.get(key) != nil {
			continue
		}
		value := f.part(p.Parts[0], old.get(key), at+"value")
		if was := old.get(key); f.unchanged(p.Parts[0], was, at+"value") {
			value = was
		}
		if value == nil {
			value = textOf("")
		}
		out.set(key, value)
	}
	if len(out.keys) == 0 {
		return nil
	}
	return out
}

// cellNode is a value of a cell as YAML reads it: a number, true, null, or text.
func cellNode(value string) *node {
	if n := yamlNode(value); n.kind == numberNode || n.kind == boolNode || value == "null" && n.kind == nullNode {
		return n
	}
	return textOf(value)
}

// yamlNode reads a value that a person wrote; what cannot be read is a text, and
// the schema says what is wrong with it.
func yamlNode(value string) *node {
	value = strings.TrimSpace(value)
	for _, try := range []string{"v: {" + strings.ReplaceAll(value, "\n", ", ") + "}\n", "v: " + value + "\n"} {
		if strings.HasPrefix(try, "v: {") && (!strings.Contains(value, ":") || strings.HasPrefix(value, "{")) {
			continue
		}
		root, err := parseRoot([]byte(try))
		if err != nil || len(root.keys) != 1 || root.get("v") == nil {
			continue
		}
		if n := root.get("v"); n.kind != mapNode || !slices.ContainsFunc(n.kids, func(kid *node) bool { return kid == nil }) {
			return bare(n)
		}
	}
	return textOf(value)
}

// bare is a tree without its places.
func bare(n *node) *node {
	out := &node{kind: n.kind, text: n.text, number: n.number, quoted: n.quoted}
	for i, kid := range n.kids {
		if n.kind == mapNode {
			out.set(n.keys[i].text, bare(kid))
		} else {
			out.kids = append(out.kids, bare(kid))
		}
	}
	return out
}
