package decide

import (
	"slices"

	"github.com/varsam/varsam"
)

// Due is the time rule of one collection turned round: a condition that is true
// of exactly those records whose fate by time alone is to be erased or
// anonymised. Law has computed the greatest trigger whose last day has passed, so
// the database only compares columns with constants. Holds and open requests are
// no part of it: they are resolved to keys and subtracted.
//
// The catalogue tells the columns' kinds and the keys that references lead to.
// The error is NotFound for a collection that is not declared and Invalid for a
// path that leads nowhere.
func (d *Decider) Due(system, name string, cat varsam.Catalogue) (varsam.Cond, error) {
	t, err := d.turner(system, name, cat)
	if err != nil || t.c.draft || t.c.End != varsam.Erase && t.c.End != varsam.Anonymise {
		return never, err
	}
	limit := t.limitPassed()
	var all, one []varsam.Cond
	for _, k := range t.c.carriers {
		absent, over := t.absent(k), t.over(k, limit)
		all = append(all, or(absent, over))
		one = append(one, and(t.present(k), over))
	}
	cond := and(append(all, or(one...))...)
	return cond, t.err
}

// turner builds the conditions of one collection and keeps the first error.
type turner struct {
	d   *Decider
	c   *collection
	cat varsam.Catalogue
	err error
}

// present is true when the carrier carries the record; absent when not, also
// where a database would not know.
func (t *turner) present(k *carrier) varsam.Cond {
	cond := always
	if k.carry.When != nil {
		cond = k.carry.When.Cond
	}
	if !k.consent || k.unconfirmed {
		return cond
	}
	if k.carry.Consent == nil {
		return never
	}
	return and(cond, t.yes(k.carry.Consent.Given))
}

func (t *turner) absent(k *carrier) varsam.Cond { return notTrue(t.present(k)) }

// ended is true when the ground has ended by itself.
func (t *turner) ended(k *carrier) varsam.Cond {
	if !k.computable() {
		return never
	}
	over := never
	if len(k.spans) > 0 {
		over = always
		for _, s := range k.spans {
			over = and(over, t.passed(s))
		}
	}
	column := k.withdrawal()
	if column == "" {
		return over
	}
	return or(t.withdrawn(column), and(t.notWithdrawn(column), over))
}

// capped is true when a limit ends the ground once it has passed: the ground's
// own end is open or known.
func (t *turner) capped(k *carrier) varsam.Cond {
	if !k.computable() {
		return never
	}
	open, dated := t.open(k), t.dated(k)
	if k.kind == varsam.MustKeep {
		dated = never
		if !k.lasting() {
			open = never
		}
	}
	if column := k.withdrawal(); column != "" {
		return and(or(open, dated), t.notWithdrawn(column))
	}
	return or(open, dated)
}

func (t *turner) open(k *carrier) varsam.Cond {
	if len(k.spans) == 0 {
		return always
	}
	open := never
	for _, s := range k.spans {
		if s.open {
			open = or(open, t.unset(s.path))
		}
	}
	return open
}

func (t *turner) dated(k *carrier) varsam.Cond {
	if len(k.spans) == 0 {
		return never
	}
	dated := always
	for _, s := range k.spans {
		if s.count.rule != nil && s.count.rule.Trigger == fiscal {
			return never // only duties count from a fiscal year, and they are not capped
		}
		dated = and(dated, t.between(s.path, earliestDay, latestDay(t.d.q.Today)))
	}
	return dated
}

func (t *turner) limitPassed() varsam.Cond {
	passed := never
	for _, k := range t.c.carriers {
		if !k.computable() {
			continue
		}
		for _, s := range k.limits {
			passed = or(passed, and(t.present(k), t.passed(s)))
		}
	}
	return passed
}

// passed is true when a span's last day lies before today.
func (t *turner) passed(s span) varsam.Cond {
	first, last, ok := s.count.due(t.d.q.Today)
	if !ok {
		return never
	}
	return t.between(s.path, first, last)
}

// withdrawal is the column that says that a consent is withdrawn.
func (k *carrier) withdrawal() string {
	if !k.consent || k.carry.Consent == nil {
		return ""
	}
	return k.carry.Consent.Withdrawn
}

func (t *turner) withdrawn(column string) varsam.Cond {
	if t.isFlag(column) {
		return t.yes(column)
	}
	return t.between(column, earliestDay, t.d.q.Today)
}

// notWithdrawn is true when nothing is said, or only for a day to come.
func (t *turner) notWithdrawn(column string) varsam.Cond {
	if t.isFlag(column) {
		return notTrue(t.yes(column))
	}
	return or(t.unset(column), t.between(column, t.d.q.Today.AddDays(1), latestDay(t.d.q.Today)))
}

func (t *turner) isFlag(column string) bool {
	kind := t.kind(column)
	return kind == varsam.Bool || kind == varsam.Int
}

// yes is the condition that [says] reads from a column.
func (t *turner) yes(path string) varsam.Cond {
	return t.at(path, func(f field) varsam.Cond {
		switch f.kind {
		case varsam.Bool:
			return varsam.Compare(f.name, varsam.Eq, varsam.BoolOf(true))
		case varsam.Int:
			return varsam.Compare(f.name, varsam.Ne, varsam.IntOf(0))
		}
		return f.set()
	})
}

// unset is true when a path leads to nothing.
func (t *turner) unset(path string) varsam.Cond {
	return notTrue(t.at(path, field.set))
}

func (t *turner) between(path string, first, last varsam.Date) varsam.Cond {
	return t.at(path, func(f field) varsam.Cond {
		return and(
			varsam.Compare(f.name, varsam.Ge, varsam.DayOf(first)),
			varsam.Compare(f.name, varsam.Le, varsam.DayOf(last)),
		)
	})
}

// field is one column with what its values are read as.
type field struct {
	name string
	kind varsam.Kind
}

// set is true when the column holds something; see [empty].
func (f field) set() varsam.Cond {
	if f.kind == varsam.Text {
		return varsam.Compare(f.name, varsam.Ne, varsam.TextOf(""))
	}
	return varsam.Cond{Op: varsam.NotNull, Field: f.name}
}

// kind is what a column of the collection itself is read as; Null when the
// catalogue does not know it.
func (t *turner) kind(column string) varsam.Kind { return kindIn(t.cat, t.c.In(), column) }

func kindIn(cat varsam.Catalogue, collection, column string) varsam.Kind {
	coll, _ := cat.Find(collection)
	col, _ := coll.Column(column)
	return col.Kind
}

// The conditions that need no record.
var (
	always = varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(true)}}
	never  = varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(false)}}
)

func is(c varsam.Cond, constant varsam.Cond) bool {
	return c.Op == varsam.Constant && c.Values[0] == constant.Values[0]
}

// and joins conditions and drops what changes nothing.
func and(kids ...varsam.Cond) varsam.Cond { return join(varsam.And, always, never, kids) }

// or joins conditions and drops what changes nothing.
func or(kids ...varsam.Cond) varsam.Cond { return join(varsam.Or, never, always, kids) }

func join(op varsam.Op, neutral, dominant varsam.Cond, kids []varsam.Cond) varsam.Cond {
	var kept []varsam.Cond
	for _, kid := range kids {
		switch {
		case is(kid, dominant):
			return dominant
		case is(kid, neutral):
		case kid.Op == op:
			kept = append(kept, kid.Kids...)
		default:
			kept = append(kept, kid)
		}
	}
	switch len(kept) {
	case 0:
		return neutral
	case 1:
		return kept[0]
	}
	return varsam.Cond{Op: op, Kids: slices.Clip(kept)}
}
