package retention

import (
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// mostNested bounds how many held keys are written into the conditions of other
// rules; with more, whatever refers to a record keeps it.
const mostNested = 500

// edge is a reference from one table to another.
type edge struct {
	from, to string
	fromCols []string
	toCols   []string
	when     *register.When // only where it holds, when that is said
}

// closeOver adds to each rule that takes records away that nothing which stays
// may refer to them. What refers to a record is culled before it, by its own
// rule; tables that refer to each other in a circle lose only records that
// nothing refers to, so that each night takes a layer: who is freed waits. A record that
// somebody's record refers to does not become anonymous either: it would lead
// back. What only becomes anonymous comes last, and referred-to tables first:
// when it lets go of a record, nobody's plan is to change by that before the
// next night.
func (m maker) closeOver(all []Rule) []Rule {
	edges := m.edges()
	levels := levelsOf(m.cat, edges)
	top := slices.Max(append(slices.Collect(maps.Values(levels)), 0))
	for i := range all {
		r := &all[i]
		r.Level, r.free = levels[r.in], r.due
		if r.check != nil {
			r.Level = 2*top + 1 - r.Level
		}
		for _, cond := range m.shelter.conds[place{r.System, r.in}] {
			r.free = varsam.All(r.free, varsam.NotTrue(cond))
		}
		r.closed = r.free
	}
	slices.SortStableFunc(all, compareRules)
	for i := range all {
		if r := &all[i]; r.Problem.Code == "" && (r.Action == varsam.OpErase || r.move != "" || r.check != nil) {
			r.closed = m.closed(*r, all, edges, levels)
			r.waits = waiting(*r, edges, levels)
		}
	}
	return all
}

// waiting is true of records of tables in a circle that wait for others of theirs.
func waiting(r Rule, edges []edge, levels map[string]int) *varsam.Cond {
	if r.check != nil || !slices.ContainsFunc(edges, func(e edge) bool { return e.to == r.in && levels[e.from] >= levels[e.to] }) {
		return nil
	}
	waits := varsam.All(r.free, varsam.NotTrue(r.closed))
	return &waits
}

// closed is a rule's condition less the records that others need.
func (m maker) closed(r Rule, all []Rule, edges []edge, levels map[string]int) varsam.Cond {
	kids := []varsam.Cond{r.free}
	for _, e := range edges {
		if e.to != r.in || r.check != nil && !m.aboutPeople(e.from) {
			continue
		}
		needs := varsam.Cond{Op: varsam.Exists, Collection: e.from, Fields: e.fromCols, Own: e.toCols}
		if e.when != nil {
			needs.Kids = []varsam.Cond{e.when.Cond}
		}
		if goes, ok := m.goesBefore(e, all, edges, levels); ok {
			needs.Kids = []varsam.Cond{varsam.All(append(needs.Kids, varsam.NotTrue(goes))...)}
		}
		kids = append(kids, varsam.Negate(needs))
	}
	return varsam.All(kids...)
}

// goesBefore is true of what refers and is erased or moved before this rule's
// turn; false when that cannot be said.
func (m maker) goesBefore(e edge, all []Rule, edges []edge, levels map[string]int) (varsam.Cond, bool) {
	goes := varsam.Cond{Op: varsam.Or}
	if levels[e.from] >= levels[e.to] {
		return goes, false
	}
	for _, r := range all {
		if r.in != e.from || r.Problem.Code != "" || r.Action != varsam.OpErase && !leaves(r, e, edges) {
			continue
		}
		cond, ok := m.unheld(r)
		if !ok {
			return goes, false
		}
		goes.Kids = append(goes.Kids, cond)
	}
	return goes, len(goes.Kids) > 0
}

// leaves reports whether a rule moves its records to where they no longer refer to
// the same table.
func leaves(r Rule, e edge, edges []edge) bool {
	return r.move != "" && !slices.ContainsFunc(edges, func(f edge) bool { return f.from == r.move && f.to == e.to })
}

// unheld is a rule's condition less the keys that are protected; false when they
// are too many to be written into another rule's.
func (m maker) unheld(r Rule) (varsam.Cond, bool) {
	keys := m.shelter.keys[place{r.System, r.in}]
	coll, _ := m.cat.Find(r.in)
	if len(keys) == 0 {
		return r.closed, true
	}
	return varsam.All(r.closed, varsam.NotTrue(among(coll.Key, keys))), len(keys) <= mostNested
}

// among is true of the records with one of the keys.
func among(key []string, keys [][]varsam.Value) varsam.Cond {
	if len(key) == 1 {
		in := varsam.Cond{Op: varsam.In, Field: key[0]}
		for _, k := range keys {
			in.Values = append(in.Values, k[0])
		}
		return in
	}
	any := varsam.Cond{Op: varsam.Or}
	for _, k := range keys {
		one := varsam.Cond{Op: varsam.And}
		for i, field := range key {
			one.Kids = append(one.Kids, varsam.Compare(field, varsam.Eq, k[i]))
		}
		any.Kids = append(any.Kids, one)
	}
	return any
}

// edges are the references that the system declares and those that the register
// does: what belongs to somebody through a record needs that record.
func (m maker) edges() []edge {
	var all []edge
	add := func(e edge) {
		same := func(f edge) bool {
			return e.from == f.from && e.to == f.to && e.when == f.when && slices.Equal(e.fromCols, f.fromCols) && slices.Equal(e.toCols, f.toCols)
		}
		if len(e.fromCols) > 0 && len(e.fromCols) == len(e.toCols) && !slices.ContainsFunc(all, same) {
			all = append(all, e)
		}
	}
	for _, c := range m.cat.Collections {
		for _, ref := range c.References {
			add(edge{from: c.Name, to: ref.To, fromCols: ref.Columns, toCols: ref.ToColumns})
		}
	}
	for _, c := range m.sys.Collections {
		for _, ref := range c.References {
			add(m.declared(c.Name, ref.To, ref.Columns, ref.Key))
		}
		for _, link := range c.Person {
			switch {
			case link.Whose == varsam.Other: // named in passing
			case link.From != "":
				add(m.declared(link.From, c.Name, link.Through, link.Key))
			case link.To != "":
				e := m.declared(c.Name, link.To, link.Through, link.Key)
				e.when = link.When
				add(e)
			}
		}
	}
	return all
}

// declared is a reference that the register tells of, between collections by its
// names; without a key it leads to the table's own.
func (m maker) declared(from, to string, columns, key []string) edge {
	f, _ := m.sys.Collection(from)
	t, _ := m.sys.Collection(to)
	if len(key) == 0 {
		coll, _ := m.cat.Find(t.In())
		key = coll.Key
	}
	return edge{from: f.In(), to: t.In(), fromCols: columns, toCols: key}
}

// levelsOf orders tables: what refers stands lower than what it refers to, and
// tables in a circle stand on one level.
func levelsOf(cat varsam.Catalogue, edges []edge) map[string]int {
	levels := map[string]int{}
	for _, c := range cat.Collections {
		levels[c.Name] = 0
	}
	reach := reachable(cat, edges)
	for range cat.Collections { // longest path among circles taken as one
		moved := false
		for _, e := range edges {
			step := 1
			if reach[e.to][e.from] {
				step = 0
			}
			if levels[e.to] < levels[e.from]+step {
				levels[e.to], moved = levels[e.from]+step, true
			}
		}
		if !moved {
			break
		}
	}
	return levels
}

// reachable says which tables can be reached from each by references.
func reachable(cat varsam.Catalogue, edges []edge) map[string]map[string]bool {
	next := map[string][]string{}
	for _, e := range edges {
		next[e.from] = append(next[e.from], e.to)
	}
	all := map[string]map[string]bool{}
	for _, c := range cat.Collections {
		seen := map[string]bool{}
		for todo := slices.Clone(next[c.Name]); len(todo) > 0; {
			to := todo[0]
			todo = todo[1:]
			if !seen[to] {
				seen[to] = true
				todo = append(todo, next[to]...)
			}
		}
		all[c.Name] = seen
	}
	return all
}
