package register

import (
	"strconv"
	"strings"
	"testing/fstest"
)

func (all Files) folder() fstest.MapFS {
	folder := fstest.MapFS{}
	for name, text := range all {
		folder[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return folder
}

// Comments are how many lines of a file have one.
func Comments(text string) (n int) {
	for line := range strings.Lines(text) {
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "#") || strings.Contains(line, " #") {
			n++
		}
	}
	return n
}

// ElementAt is what stands at a place of a file, with the path into its form;
// false for a file that is none of an element's.
func (all Files) ElementAt(f Fault) (Element, []string, bool) {
	root, err := parseRoot([]byte(all[f.File]))
	if err != nil || root == nil {
		return Element{}, nil, false
	}
	return elementAt(root, position{f.Line, f.Column}, f.missing)
}

// ElementAt is what a finding is about, with the path into its form.
func (r *Register) ElementAt(w Where) (Element, []string, bool) {
	for _, f := range r.files {
		if f.path == w.File && f.root != nil {
			return elementAt(f.root, position{w.Line, w.Column}, "")
		}
	}
	return Element{}, nil, false
}

func elementAt(root *node, at position, missing string) (Element, []string, bool) {
	kind := Kind(kindOf(root))
	if Shapes(kind) == nil {
		return Element{}, nil, false
	}
	e := Element{Kind: kind}
	if kind != OrganisationKind {
		e.Name = root.get(string(kind)).text
	}
	steps, _ := pathTo(root, at)
	if missing != "" {
		steps = append(steps, missing)
	}
	if kind == SystemKind && len(steps) > 1 && steps[0] == "collections" {
		e.Kind, e.Collection, steps = CollectionKind, steps[1], steps[2:]
	}
	if e.Kind == CollectionKind && len(steps) > 1 && steps[0] == "fields" {
		e.Kind, e.Field, steps = FieldKind, steps[1], steps[2:]
	}
	return e, steps, true
}

// pathTo is the way to the deepest key or value that begins at a place.
func pathTo(n *node, at position) ([]string, bool) {
	for i, kid := range n.kids {
		step := strconv.Itoa(i)
		if n.kind == mapNode {
			step = n.keys[i].text
		}
		if deeper, ok := pathTo(kid, at); ok {
			return append([]string{step}, deeper...), true
		}
		if n.kind == mapNode && n.keys[i].pos == at {
			return []string{step}, true
		}
	}
	return nil, n.pos == at
}

// Place is the path of the form's part that steps into a file lead to; empty when
// no part is meant.
func (f Filled) Place(parts []Shape, steps []string) string {
	if len(steps) == 0 {
		return ""
	}
	for _, p := range parts {
		if p.Key == steps[0] {
			return f.place(p, p.Key, steps[1:])
		}
	}
	return ""
}

func (f Filled) place(p Shape, path string, steps []string) string {
	if p.Form == PairsForm && len(steps) > 0 {
		for i := range f.Rows(path) {
			if at := path + "." + strconv.Itoa(i); f[at+".key"] == steps[0] {
				return at + ".value"
			}
		}
		return path
	}
	if p.Form == RowsForm {
		row := "0"
		if len(steps) > 0 {
			if _, err := strconv.Atoi(steps[0]); err == nil {
				row, steps = steps[0], steps[1:]
			}
		}
		path += "." + row
		if len(steps) == 0 && f[path+"."+p.short] != "" {
			return path + "." + p.short
		}
	}
	if len(steps) > 0 {
		for _, kid := range p.Parts {
			if kid.Key == steps[0] {
				return f.place(kid, path+"."+kid.Key, steps[1:])
			}
		}
	}
	return path
}
