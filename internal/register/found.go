package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// Found is a column that was seen to hold personal data, where the register does
// not say so.
type Found struct {
	Collection string // as the system calls it
	Field      string
	Data       varsam.Category
	Identifies varsam.IdentifierType
	Text       bool
}

// YAML is the field as a file of the register has it, in one line.
func (f Found) YAML() string { return scalar(f.Field) + ": " + f.flow() }

func (f Found) flow() string {
	parts := []string{"data: " + string(f.Data)}
	if f.Identifies != "" {
		parts = append(parts, "identifies: "+string(f.Identifies))
	}
	if f.Text {
		parts = append(parts, "text: true")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// DraftFound writes what was found in a system as a draft for [Merge]: of a
// collection that the register has, the columns; of another, the whole as [Draft]
// would write it, with the columns as they were found.
func DraftFound(s System, cat varsam.Catalogue, found []Found) []byte {
	d := drafter{cat: cat, role: map[string]string{}, found: found}
	d.find()
	w := &writer{}
	w.line(0, "system: %s", scalar(s.Name))
	w.line(0, "connector: %s", scalar(s.Connector))
	w.line(0, "collections:")
	for _, table := range cat.Collections {
		if !slices.ContainsFunc(found, func(f Found) bool { return f.Collection == table.Name }) {
			continue
		}
		i := slices.IndexFunc(s.Collections, func(c Collection) bool { return c.In() == table.Name })
		if i < 0 {
			d.undeclared(w, table)
			continue
		}
		w.line(1, "%s:", scalar(s.Collections[i].Name))
		w.line(2, "fields:")
		for _, f := range found {
			if f.Collection == table.Name {
				w.line(3, "%s", f.YAML())
			}
		}
	}
	return w.bytes()
}

// undeclared writes a whole collection; one that nothing ties to people is taken
// for one of people when it has what identifies them.
func (d *drafter) undeclared(w *writer, table varsam.Collection) {
	identifies := func(f Found) bool { return f.Collection == table.Name && f.Identifies != "" }
	if d.role[table.Name] == "" && slices.ContainsFunc(d.found, identifies) {
		d.role[table.Name] = "self"
	}
	d.collection(w, table)
}

// foundIn is what was found in a column.
func (d *drafter) foundIn(table, column string) (Found, bool) {
	i := slices.IndexFunc(d.found, func(f Found) bool { return f.Collection == table && f.Field == column })
	if i < 0 {
		return Found{}, false
	}
	return d.found[i], true
}

// Path is the file that a system stands in; empty when the register was not read
// from files.
func (r *Register) Path(system string) string {
	if f := r.file("system", system); f != nil {
		return f.path
	}
	return ""
}
