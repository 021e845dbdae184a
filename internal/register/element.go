package register

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/varsam/varsam"
)

// Element names one thing that a register says something of. A collection is
// named by its system and itself, a field by all three.
type Element struct {
	Kind       Kind   `json:"kind"`
	Name       string `json:"name,omitempty"` // of the activity, system or party
	Collection string `json:"collection,omitempty"`
	Field      string `json:"field,omitempty"`
}

// String is "activity payroll" or "field crm.customers.email".
func (e Element) String() string {
	return strings.TrimSpace(string(e.Kind) + " " + strings.Join(slices.DeleteFunc([]string{e.Name, e.Collection, e.Field}, func(s string) bool { return s == "" }), "."))
}

// Own is the element's own name.
func (e Element) Own() string {
	switch e.Kind {
	case CollectionKind:
		return e.Collection
	case FieldKind:
		return e.Field
	}
	return e.Name
}

// Named is the element of the same kind and place with another name.
func (e Element) Named(name string) Element {
	switch e.Kind {
	case CollectionKind:
		e.Collection = name
	case FieldKind:
		e.Field = name
	default:
		e.Name = name
	}
	return e
}

// Parent is what the element is a part of, and the organisation for what stands by
// itself.
func (e Element) Parent() Element {
	switch e.Kind {
	case FieldKind:
		return Element{Kind: CollectionKind, Name: e.Name, Collection: e.Collection}
	case CollectionKind:
		return Element{Kind: SystemKind, Name: e.Name}
	}
	return Element{Kind: OrganisationKind}
}

// check refuses a name that no file could hold.
func (e Element) check() error {
	ok := slices.Contains(Kinds, e.Kind) && (e.Kind == OrganisationKind || isName(e.Name))
	ok = ok && (e.Kind != CollectionKind && e.Kind != FieldKind || isKey(e.Collection)) && (e.Kind != FieldKind || isKey(e.Field))
	if !ok {
		return varsam.Errorf(varsam.Invalid, "a name has letters, digits, - _ and . and at most 64 of them; a table or a column is named as in its system")
	}
	return nil
}

// CheckName refuses what no element of a register can be called.
func CheckName(s string) error {
	if !isName(s) {
		return varsam.Errorf(varsam.Invalid, "%q is no name: use letters, digits, - _ and . only, at most 64 of them", s)
	}
	return nil
}

// isName holds a name against the schema's own pattern.
func isName(s string) bool { return namePattern().MatchString(s) }

var namePattern = sync.OnceValue(func() *regexp.Regexp {
	pattern, _ := schema().resolve(schemaURL + "#/$defs/name")["pattern"].(string)
	return regexp.MustCompile(pattern)
})

func isKey(s string) bool {
	return s != "" && len(s) <= 200 && !strings.ContainsFunc(s, unprinted)
}

// fileKind is the kind of file that the element stands in, and steps the path
// there.
func (e Element) fileKind() string {
	if e.Kind == CollectionKind || e.Kind == FieldKind {
		return string(SystemKind)
	}
	return string(e.Kind)
}

func (e Element) steps() []string {
	switch e.Kind {
	case CollectionKind:
		return []string{"collections", e.Collection}
	case FieldKind:
		return []string{"collections", e.Collection, "fields", e.Field}
	}
	return nil
}

// find is the file and the node of an element.
func (r *Register) find(e Element) (*file, *node) {
	f := r.file(e.fileKind(), e.Name)
	if f == nil {
		return nil, nil
	}
	n := f.root
	for _, step := range e.steps() {
		n = n.get(step)
	}
	return f, n
}

// Has reports whether the register says something of an element.
func (r *Register) Has(e Element) bool {
	_, n := r.find(e)
	return n != nil
}

// FileOf is the file that an element stands in; empty when there is none.
func (r *Register) FileOf(e Element) string {
	if f := r.file(e.fileKind(), e.Name); f != nil {
		return f.path
	}
	return ""
}

// Filled is what the register says of an element; false when it says nothing.
func (r *Register) Filled(e Element) (Filled, bool) {
	_, n := r.find(e)
	if n == nil {
		return nil, false
	}
	f := Filled{}
	if e.Kind == FieldKind && n.kind == textNode {
		f["data"] = n.text
		return f, true
	}
	f.read(Shapes(e.Kind), n, "")
	return f, true
}

// Files are the files of a register by their paths.
type Files map[string]string

// Files are those that the register was read from.
func (r *Register) Files() Files {
	all := Files{}
	for _, f := range r.files {
		all[f.path] = string(f.src)
	}
	return all
}

// Load reads and checks them as [Load] does.
func (all Files) Load() (*Register, Faults, error) { return Load(all.folder()) }

// Archive is their canonical form.
func (all Files) Archive() ([]byte, error) { return Archive(all.folder()) }

// With is the register's files with an element said anew, and everything else in
// them as it stands. An element that is new takes what a form does not hold – a
// system's collections, a collection's fields – from another that it is a copy of.
// Nothing is checked; load the files to know what is wrong with them.
func (r *Register) With(e Element, f Filled, like Element) (Files, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	file, old := r.find(e)
	if file == nil && e.fileKind() != string(e.Kind) || e.Kind == FieldKind && !r.Has(e.Parent()) {
		return nil, varsam.Errorf(varsam.NotFound, "the register has no %s", e.Parent())
	}
	rest := old
	if old == nil {
		_, rest = r.find(like)
	}
	return r.put(e, said(e, f, old, rest))
}

// put writes an element's node into its file, or into one of its own.
func (r *Register) put(e Element, n *node) (Files, error) {
	all, file := r.Files(), r.file(e.fileKind(), e.Name)
	if file == nil {
		var b strings.Builder
		for i, key := range n.keys {
			b.WriteString(entryLines(key.text, n.kids[i], 0))
		}
		all[r.freePath(e)] = b.String()
		return all, nil
	}
	text, err := rewrite(file.src, e.steps(), n)
	if err != nil {
		return nil, err
	}
	all[file.path] = string(text)
	return all, nil
}

// said is the node of an element: its name and what is filled in, with what stands
// beside it in the file.
func said(e Element, f Filled, old, rest *node) *node {
	parts := Shapes(e.Kind)
	n := f.node(parts, old, "")
	if n == nil {
		n = mapOf()
	}
	if e.Kind == FieldKind {
		return shortField(n, old)
	}
	out := mapOf()
	if e.Kind != CollectionKind {
		out.set(string(e.Kind), textOf(e.Name))
	}
	last := false
	for i, key := range n.keys {
		if !last && e.Kind == CollectionKind && !slices.Contains([]string{"title", "source", "person"}, key.text) {
			last = true
			beside(out, rest, "fields")
		}
		if i == 0 {
			beside(out, rest, "format")
		}
		out.set(key.text, n.kids[i])
	}
	beside(out, rest, "format", "fields", "collections")
	if len(out.keys) == 0 {
		return &node{}
	}
	if old != nil && e.Kind == OrganisationKind { // its name stands in no form
		out.kids[0] = old.get(string(e.Kind))
	}
	return out
}

// beside adds keys that no form holds.
func beside(out, rest *node, keys ...string) {
	for _, key := range keys {
		if kid := rest.get(key); kid != nil && out.get(key) == nil {
			out.set(key, kid)
		}
	}
}

// shortField writes a field that is only its category as that.
func shortField(n, old *node) *node {
	switch {
	case len(n.keys) == 0:
		return &node{}
	case len(n.keys) == 1 && n.keys[0].text == "data" && (old == nil || old.kind != mapNode):
		return n.kids[0]
	}
	return n
}

// Without is the register's files without an element. What else named it is a
// fault of theirs.
func (r *Register) Without(e Element) (Files, error) {
	file, n := r.find(e)
	if n == nil || e.Kind == OrganisationKind {
		return nil, varsam.Errorf(varsam.NotFound, "the register has no %s that could be removed", e)
	}
	all := r.Files()
	if e.steps() == nil {
		delete(all, file.path)
		return all, nil
	}
	text, err := rewrite(file.src, e.steps(), nil)
	if err != nil {
		return nil, err
	}
	all[file.path] = string(text)
	return all, nil
}

// As is the register's files with an element as another register has it: gone, new,
// or changed. A file that is new comes as it was, with its comments.
func (r *Register) As(e Element, was *Register) (Files, error) {
	before, n := was.find(e)
	file, now := r.find(e)
	switch {
	case n == nil && now == nil:
		return nil, varsam.Errorf(varsam.NotFound, "neither version has the %s", e)
	case n == nil:
		return r.Without(e)
	case file == nil && e.steps() == nil:
		all := r.Files()
		at := before.path
		if _, taken := all[at]; taken {
			at = r.freePath(e)
		}
		all[at] = string(before.src)
		return all, nil
	case file == nil || e.Kind == FieldKind && !r.Has(e.Parent()):
		return nil, varsam.Errorf(varsam.NotFound, "the register has no %s any more; put that back first", e.Parent())
	}
	return r.put(e, bare(n))
}

// freePath is where a new file goes: beside others of its kind, under its name.
func (r *Register) freePath(e Element) string {
	folder := map[Kind]string{ActivityKind: "activities", SystemKind: "systems", PartyKind: "parties"}[e.Kind]
	taken := map[string]bool{}
	for _, f := range r.files {
		if taken[f.path] = true; f.kind == string(e.Kind) {
			folder = path.Dir(f.path)
		}
	}
	for n := 1; ; n++ {
		at := path.Join(folder, e.Name+".yaml")
		if n > 1 {
			at = path.Join(folder, e.Name+"-"+strconv.Itoa(n)+".yaml")
		}
		if !taken[at] && path.Base(at)[0] != '.' {
			return at
		}
	}
}
