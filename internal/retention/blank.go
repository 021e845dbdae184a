package retention

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Blank is the action of a rule that empties, in records that only duties or
// claims are left for, the fields that none of them needs. The record stays.
const Blank varsam.OpKind = "blank"

// blanking is the rule for a collection that the register blocks by blanking.
func (m maker) blanking(c register.Collection) Rule {
	r := Rule{System: m.sys.Name, Collection: c.Name, Action: Blank, in: c.In(), Becomes: map[string]string{}}
	coll, there := m.cat.Find(r.in)
	if !there {
		return r // finish says so
	}
	fields, other, _, err := m.decider.Emptied(r.System, r.Collection, m.cat)
	if err != nil {
		return r // finish meets it again
	}
	var full []varsam.Cond
	stay := slices.Clone(other)
	for _, name := range fields {
		col, _ := coll.Column(name)
		value, ok := nothing(coll, col)
		if !ok {
			stay = append(stay, name)
			continue
		}
		r.set = append(r.set, varsam.Assignment{Field: name, Value: value})
		if r.Becomes[name] = "null"; value.IsNull() {
			full = append(full, varsam.Cond{Op: varsam.NotNull, Field: name})
		} else {
			r.Becomes[name] = "empty"
			full = append(full, varsam.NotTrue(varsam.Compare(name, varsam.Eq, value)))
		}
	}
	if len(r.set) == 0 {
		r.Problem = varsam.Because(ReasonBlank)
		return r
	}
	r.unmarked = []varsam.Cond{varsam.AnyOf(full...)}
	for _, name := range stay {
		r.notes = append(r.notes, varsam.Because(ReasonFieldStays, name))
	}
	return r
}

// nothing is what an emptied column holds: null, or a text without a character
// where it must have a value. Numbers, days and what must be unique have no such
// thing.
func nothing(coll varsam.Collection, col varsam.Column) (varsam.Value, bool) {
	switch {
	case col.Name == "" || col.Generated || slices.Contains(coll.Key, col.Name):
		return varsam.Value{}, false
	case !col.NotNull:
		return varsam.Value{}, true
	}
	alone := coll.IsUnique(col.Name)
	return varsam.TextOf(""), col.Kind == varsam.Text && len(col.Options) == 0 && !alone
}

// emptied is true of the records whose fields are to be empty.
func (m maker) emptied(system, collection string, cat varsam.Catalogue) (varsam.Cond, error) {
	_, _, cond, err := m.decider.Emptied(system, collection, cat)
	return cond, err
}
