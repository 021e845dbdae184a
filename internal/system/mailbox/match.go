package mailbox

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// row is what a selection looks at.
type row interface {
	value(name string) varsam.Value
}

// match is a [system.Match] made ready: keys, folded, to look up.
type match struct {
	fields   []string
	fold     varsam.Fold
	wanted   map[string]struct{}
	contains [][]string
}

func newMatch(m system.Match) match {
	out := match{fields: m.Fields, fold: m.Fold, wanted: make(map[string]struct{}, len(m.Tuples))}
	if out.fold == "" {
		out.fold = varsam.Exact
	}
	for _, tuple := range m.Tuples {
		folded := make([]string, len(tuple))
		whole := true
		for i, v := range tuple {
			text, ok := out.folded(v)
			whole = whole && ok && (text != "" || out.fold != varsam.Contains)
			folded[i] = text
		}
		switch {
		case !whole:
		case out.fold == varsam.Contains:
			out.contains = append(out.contains, folded)
		default:
			out.wanted[strings.Join(folded, "\x00")] = struct{}{}
		}
	}
	return out
}

// folded is a value as it is compared; what is null or too large equals nothing.
func (m *match) folded(v varsam.Value) (string, bool) {
	switch v.Kind() {
	case varsam.Null, varsam.Large:
		return "", false
	case varsam.Bytes:
		return m.fold.Apply(string(v.Raw())), true
	}
	if m.fold == varsam.Exact {
		return v.String(), true
	}
	return m.fold.Apply(v.String()), true
}

func (m *match) takes(r row) bool {
	cells := make([]string, len(m.fields), 4)
	for i, name := range m.fields {
		text, ok := m.folded(r.value(name))
		if !ok {
			return false
		}
		cells[i] = text
	}
	if _, ok := m.wanted[strings.Join(cells, "\x00")]; ok {
		return true
	}
	return slices.ContainsFunc(m.contains, func(tuple []string) bool {
		for i := range tuple {
			if !strings.Contains(cells[i], tuple[i]) {
				return false
			}
		}
		return true
	})
}

// selects says whether a row is of the selection.
func (q *question) selects(r row) bool {
	if q.sel.Match != nil && !slices.ContainsFunc(q.matches, func(m match) bool { return m.takes(r) }) {
		return false
	}
	if q.sel.Cond == nil {
		return true
	}
	for i, name := range q.uses {
		q.seen.Fields[i].Value = r.value(name)
	}
	return q.sel.Cond.Eval(q.seen, q.s.zone, nil) == varsam.True
}

// check refuses a selection that names what does not exist.
func (q *question) check(exists func(string) bool) error {
	names := slices.Clone(q.sel.Fields)
	for _, m := range q.sel.Match {
		names = append(names, m.Fields...)
		if len(m.Fields) == 0 || len(m.Tuples) > varsam.MaxBatch {
			return varsam.Errorf(varsam.Invalid, "%s: a match names at least one field and at most %d keys", q.s.name, varsam.MaxBatch)
		}
		for _, tuple := range m.Tuples {
			if len(tuple) != len(m.Fields) {
				return varsam.Errorf(varsam.Invalid, "%s: a key has %d values, the match names %d fields", q.s.name, len(tuple), len(m.Fields))
			}
		}
	}
	if q.sel.Cond != nil {
		if reaches(*q.sel.Cond) {
			return varsam.Errorf(varsam.Unsupported, "%s: a condition on a mailbox asks for nothing in other collections", q.s.name)
		}
		q.uses = q.sel.Cond.Uses()
		q.seen.Fields = make([]varsam.Field, len(q.uses))
		for i, name := range q.uses {
			q.seen.Fields[i].Name = name
		}
		names = append(names, q.uses...)
	}
	for _, name := range names {
		if !exists(name) {
			return varsam.Errorf(varsam.Invalid, "%s: %s has no field %q", q.s.name, q.sel.Collection, name)
		}
	}
	for _, m := range q.sel.Match {
		q.matches = append(q.matches, newMatch(m))
	}
	return nil
}

// reaches says whether a condition asks for rows elsewhere.
func reaches(c varsam.Cond) bool {
	return c.Op == varsam.Exists || slices.ContainsFunc(c.Kids, reaches)
}
