package register

import (
	"io/fs"
	"path"
	"reflect"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// DutiesFolder lies beside a register's files and holds what the organisation owes
// besides the data itself. It is no part of the register: it may name people, and a
// version of the register stays for good.
const DutiesFolder = "duties"

// Duty is a duty as a file writes it. What its kind and facts may be is not known
// here.
type Duty struct {
	Name  string    `yaml:"duty"` // by which other duties of the folder point at it
	Kind  string    `yaml:"kind"`
	About string    `yaml:"about"` // "party:mailer"; the organisation when left out
	Owner string    `yaml:"owner"`
	Facts DutyFacts `yaml:"facts"`
	File  string    `yaml:"file"` // its document: a path in the folder
	Over  bool      `yaml:"over"` // it is ended, and kept as evidence

	Place string // where it stands, as faults say it
}

// DutyFacts are facts by field: what a file writes as a list has blanks between,
// and true is yes.
type DutyFacts map[string]string

func (f *DutyFacts) fromNode(_ *decoder, n *node) {
	*f = DutyFacts{}
	for i, kid := range n.kids {
		words := []string{kid.text}
		if kid.kind == listNode {
			words = words[:0]
			for _, one := range kid.kids {
				words = append(words, one.text)
			}
		}
		if kid.kind == boolNode {
			words = []string{map[bool]string{true: "yes"}[kid.value() == true]}
		}
		(*f)[n.keys[i].text] = strings.Join(words, " ")
	}
}

// Duties reads the folder of duties beside a register; none when there is none.
// Faults and the error are as those of [Load].
func Duties(fsys fs.FS) (all []Duty, faults Faults, err error) {
	if info, err := fs.Stat(fsys, DutiesFolder); err != nil || !info.IsDir() {
		return nil, nil, nil
	}
	folder, err := fs.Sub(fsys, DutiesFolder)
	if err != nil {
		return nil, nil, readError(err)
	}
	files, faults, err := sources(folder)
	if err != nil {
		return nil, nil, err
	}
	l := &loader{reg: &Register{}, faults: faults}
	seen := map[string]string{}
	for _, s := range files {
		all = append(all, l.duties(source{path.Join(DutiesFolder, s.path), s.src}, seen)...)
	}
	if len(l.faults) > 0 {
		l.faults.sort()
		return nil, l.faults, nil
	}
	return all, nil, nil
}

// duties reads one file; seen is where each name stands already.
func (l *loader) duties(s source, seen map[string]string) (all []Duty) {
	f := l.parse(s)
	if f.root == nil {
		return nil
	}
	if f.kind = kindOf(f.root); f.kind != dutiesKind {
		l.fault(f, f.root.pos, "no-kind", locale.Says("a file in the folder %s is a list of duties", DutiesFolder), locale.Says("begin it with duties:"))
		return nil
	}
	before := len(l.faults)
	if l.validate(f); len(l.faults) > before {
		return nil
	}
	d := &decoder{report: func(at *node, code string, message, mend locale.Saying) { l.faultOnce(f, at.pos, code, message, mend) }}
	list := f.root.get(dutiesKind)
	d.decode(list, reflect.ValueOf(&all).Elem())
	for i, item := range list.kids {
		one := &all[i]
		one.Place = Fault{File: f.path, Line: item.pos.line, Column: item.pos.column}.Place()
		if at, twice := seen[one.Name]; twice {
			l.fault(f, item.get("duty").pos, "two-names", locale.Says("there is a second duty %s; the first stands at %s", quote(one.Name), at), locale.Says("give each its own name"))
		}
		seen[one.Name] = one.Place
	}
	return all
}

// dutiesKind is the first key of such a file.
const dutiesKind = "duties"
