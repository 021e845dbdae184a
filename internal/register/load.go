package register

import (
	"cmp"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Load reads and checks a folder of YAML files. All faults of all files come at
// once, sorted by place; with any fault there is no register, because nothing
// may act on half of one. The error is for a folder that cannot be read:
// NotFound, Denied, or Invalid when it is far too large to be a register.
//
// What is allowed but not right or not complete is no fault: see
// [Findings].
func Load(fsys fs.FS) (*Register, Faults, error) {
	all, faults, err := sources(fsys)
	if err != nil {
		return nil, nil, err
	}
	l := &loader{reg: &Register{}, faults: faults}
	l.load(all)
	if len(l.faults) > 0 {
		l.faults.sort()
		return nil, l.faults, nil
	}
	l.reg.Digest = digest(encodeArchive(all))
	return l.reg, nil, nil
}

// loader gathers files and faults.
type loader struct {
	reg    *Register
	files  []*file
	faults Faults
}

// maxFaults is how many faults of one file are shown. A file with more is not a
// register with slips of the pen.
const maxFaults = 100

func (l *loader) fault(f *file, at position, code string, message, mend locale.Saying) {
	if f.faults++; f.faults > maxFaults {
		return
	}
	if f.faults == maxFaults {
		at, code = position{}, "too-many"
		message, mend = locale.Says("there are more faults in this file"), locale.Says("mend those above first")
	}
	one := Fault{File: f.path, Line: at.line, Column: at.column, Code: code, Excerpt: f.excerpt(at)}
	l.faults = append(l.faults, one.says(message, mend))
}

// faultOnce leaves out what an earlier check has said of the same spot.
func (l *loader) faultOnce(f *file, at position, code string, message, mend locale.Saying) {
	if !slices.ContainsFunc(l.faults, func(o Fault) bool { return o.File == f.path && o.Line == at.line && o.Column == at.column }) {
		l.fault(f, at, code, message, mend)
	}
}

func (l *loader) load(all []source) {
	for _, s := range all {
		f := l.parse(s)
		if f.root != nil {
			l.read(f)
		}
		l.files = append(l.files, f)
	}
	slices.SortFunc(l.reg.Systems, func(a, b System) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.reg.Activities, func(a, b Activity) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.reg.Parties, func(a, b Party) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.reg.Templates, func(a, b Template) int { return cmp.Compare(a.Of, b.Of) })
	l.reg.files = l.files
	l.check()
	l.defaults()
}

// defaults fills in what a file may leave out.
func (l *loader) defaults() {
	for i := range l.reg.Systems {
		if l.reg.Systems[i].Zone == "" {
			l.reg.Systems[i].Zone = l.reg.Organisation.Zone
		}
	}
	for i := range l.reg.Activities {
		if l.reg.Activities[i].Role == "" {
			l.reg.Activities[i].Role = varsam.Controller
		}
	}
}

// read tells a file's kind by its first key, checks it against the schema, and
// adds it to the register, also when it has faults: the later checks find more,
// and all are shown at once.
func (l *loader) read(f *file) {
	if f.kind = kindOf(f.root); f.kind == "" {
		l.noKind(f)
		return
	}
	if name := f.root.get(f.kind); name.kind != nullNode && f.kind != "statements" && f.kind != dutiesKind {
		f.name = name.text
	}
	l.validate(f)
	d := &decoder{report: func(at *node, code string, message, mend locale.Saying) { l.faultOnce(f, at.pos, code, message, mend) }}
	switch f.kind {
	case "organisation":
		l.organisation(f, d)
	case "system":
		l.reg.Systems = append(l.reg.Systems, read[System](d, f.root))
	case "activity":
		l.reg.Activities = append(l.reg.Activities, read[Activity](d, f.root))
	case "party":
		l.reg.Parties = append(l.reg.Parties, read[Party](d, f.root))
	case "template":
		l.reg.Templates = append(l.reg.Templates, read[Template](d, f.root))
	case dutiesKind:
		l.fault(f, f.root.pos, "no-place", locale.Says("duties are no part of the register: they may name people"), locale.Says("put the file in the folder %s", DutiesFolder))
	case "statements":
		l.reg.Statements = append(l.reg.Statements, statementsOf(d, f)...)
	}
}

func read[T any](d *decoder, n *node) T {
	var item T
	d.decode(n, reflect.ValueOf(&item).Elem())
	return item
}

func kindOf(root *node) string {
	for _, key := range root.keys {
		if key.text == "format" {
			continue
		}
		if slices.Contains(kinds, key.text) {
			return key.text
		}
		return ""
	}
	return ""
}

func (l *loader) noKind(f *file) {
	at, first := f.root.pos, ""
	for _, key := range f.root.keys {
		if key.text != "format" {
			at, first = key.pos, key.text
			break
		}
	}
	for _, kind := range kinds {
		if first != "" && f.root.get(kind) != nil {
			l.fault(f, f.root.key(kind).pos, "no-kind", locale.Says("the first key must tell what the file is, and %s comes later", quote(kind)), locale.Says("move it to the top"))
			return
		}
	}
	mend := didYouMean(first, kinds)
	if mend.IsZero() {
		mend = locale.Says("begin it with %s:", strings.Join(kinds, ":, "))
	}
	l.fault(f, at, "no-kind", locale.Says("the first key must tell what the file is"), mend)
}

func (l *loader) organisation(f *file, d *decoder) {
	for _, other := range l.files {
		if other.kind == "organisation" {
			l.fault(f, f.root.pos, "two-organisations", locale.Says("there is a second organisation; the first stands in %s", other.path), locale.Says("keep one; another organisation has a register of its own"))
			return
		}
	}
	l.reg.Organisation = read[Organisation](d, f.root)
}

// file is the file that holds an item; nil in a register that was not loaded
// from files.
func (r *Register) file(kind, name string) *file {
	for _, f := range r.files {
		if f.kind == kind && (f.name == name || kind == "organisation") {
			return f
		}
	}
	return nil
}
