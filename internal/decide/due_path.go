package decide

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

const fiscal = law.FiscalYearEnd

// notTrue is [varsam.NotTrue], written shorter where a condition is never unknown.
func notTrue(c varsam.Cond) varsam.Cond {
	switch c.Op {
	case varsam.Constant:
		return constant(!c.Values[0].Bool())
	case varsam.IsNull:
		return varsam.Cond{Op: varsam.NotNull, Field: c.Field}
	case varsam.NotNull:
		return varsam.Cond{Op: varsam.IsNull, Field: c.Field}
	case varsam.Exists:
		return varsam.Negate(c)
	}
	return varsam.NotTrue(c)
}

// at lays a condition on a column, or on a column of the row that a path leads
// to: "project_id.ended_on" is the ended_on of the row that project_id refers to.
func (t *turner) at(path string, cond func(field) varsam.Cond) varsam.Cond {
	return t.walk(t.c, path, cond)
}

func (t *turner) walk(c *collection, path string, cond func(field) varsam.Cond) varsam.Cond {
	coll, _ := t.cat.Find(c.In())
	column, rest, through := strings.Cut(path, ".")
	if _, exact := coll.Column(path); exact || !through {
		return cond(field{path, kindIn(t.cat, c.In(), path)})
	}
	to, key := t.target(c, coll, column, rest)
	if to == nil {
		t.err = varsam.Errorf(varsam.Invalid, "%s.%s: %q leads to no declared collection with one key column; declare the reference",
			c.system, c.Name, path)
		return never
	}
	kid := t.walk(to, rest, cond)
	return varsam.Cond{Op: varsam.Exists, Collection: to.In(), Fields: []string{key}, Own: []string{column}, Kids: []varsam.Cond{kid}}
}

// target is where a reference column leads: by the person's links, by the
// references that the register declares, or by the system's own. Of several links,
// each with its condition, it is the one to where the rest of the path is.
func (t *turner) target(c *collection, coll varsam.Collection, column, rest string) (to *collection, key string) {
	own := []string{column}
	for _, link := range c.Person {
		if link.To == "" || !slices.Equal(link.Through, own) {
			continue
		}
		if to, key = t.keyed(c, link.To, link.Key); t.begins(to, rest) {
			return to, key
		}
	}
	if to != nil {
		return to, key
	}
	for _, r := range c.References {
		if slices.Equal(r.Columns, own) {
			return t.keyed(c, r.To, r.Key)
		}
	}
	for _, r := range coll.References {
		if slices.Equal(r.Columns, own) {
			return t.keyed(c, r.To, r.ToColumns)
		}
	}
	return nil, ""
}

// begins reports whether a path begins with a column of a collection.
func (t *turner) begins(c *collection, path string) bool {
	if c == nil {
		return false
	}
	coll, _ := t.cat.Find(c.In())
	_, whole := coll.Column(path)
	step, _, _ := strings.Cut(path, ".")
	_, first := coll.Column(step)
	return whole || first
}

func (t *turner) keyed(c *collection, name string, key []string) (*collection, string) {
	to := t.d.find(c.system, name)
	if to == nil {
		return nil, ""
	}
	if len(key) == 0 {
		coll, _ := t.cat.Find(to.In())
		key = coll.Key
	}
	if len(key) != 1 {
		return nil, ""
	}
	return to, key[0]
}
