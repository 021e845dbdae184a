package sqldb

import (
	"fmt"
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// condition writes a [varsam.Cond] as SQL. Negations are driven down to the
// comparisons first; what is left is a tree in which false and unknown have the
// same effect, so that a comparison may stand beside a guard ("the text begins
// with a date") and still use an index.
type condition struct {
	db    *DB
	m     *model
	s     *statement
	depth int

	// ranged says that the rows are found by their keys: no other index is wanted.
	ranged bool

	// tallied says that the rows are held against a tally: what is no date is found
	// out by that, and needs no test of its own for each row.
	tallied bool
}

// where writes the condition on the rows of t under the alias.
func (w *condition) where(c varsam.Cond, t *table, alias string, not bool) error {
	switch c.Op {
	case varsam.And, varsam.Or:
		return w.join(c, t, alias, not)
	case varsam.Not:
		if len(c.Kids) != 1 {
			return w.invalid(t, "not takes one condition")
		}
		return w.where(c.Kids[0], t, alias, !not)
	case varsam.Certain:
		if len(c.Kids) != 1 {
			return w.invalid(t, "certain takes one condition")
		}
		return w.certain(c.Kids[0], t, alias, not)
	case varsam.Constant:
		if len(c.Values) != 1 {
			return w.invalid(t, "a constant takes one value")
		}
		w.truth(c.Values[0].Bool() != not)
		return nil
	case varsam.Exists:
		return w.exists(c, t, alias, not)
	}
	return w.comparison(c, t, alias, not)
}

// certain writes a condition, or that it is false or unknown.
func (w *condition) certain(c varsam.Cond, t *table, alias string, not bool) error {
	if not {
		w.s.write("(")
		defer w.s.write(") IS NOT TRUE")
	}
	return w.where(c, t, alias, false)
}

func (w *condition) invalid(t *table, format string, args ...any) error {
	return varsam.Errorf(varsam.Invalid, "%s: condition on %s: %s", w.db.cfg.System, t.Name, fmt.Sprintf(format, args...))
}

func (w *condition) truth(b bool) {
	if b {
		w.s.write("1=1")
	} else {
		w.s.write("1=0")
	}
}

func (w *condition) join(c varsam.Cond, t *table, alias string, not bool) error {
	and := (c.Op == varsam.And) != not
	if len(c.Kids) == 0 {
		w.truth(and)
		return nil
	}
	sep := " OR "
	if and {
		sep = " AND "
	}
	var err error
	w.s.write("(").list(len(c.Kids), sep, func(i int) {
		if err == nil {
			err = w.where(c.Kids[i], t, alias, not)
		}
	}).write(")")
	return err
}

func (w *condition) exists(c varsam.Cond, t *table, alias string, not bool) error {
	child, err := w.m.find(w.db.cfg.System, c.Collection)
	if err != nil {
		return err
	}
	fields, own := child.columnsOf(c.Fields), t.columnsOf(c.Own)
	if len(c.Fields) == 0 || len(c.Fields) != len(c.Own) || fields == nil || own == nil {
		return w.invalid(t, "the columns that join %s do not exist", c.Collection)
	}
	w.depth++
	inner := fmt.Sprintf("c%d", w.depth)
	if not {
		w.s.write("NOT ")
	}
	w.s.write("EXISTS (SELECT 1 FROM ", child.sql, " AS ", inner, " WHERE ").list(len(fields), " AND ", func(i int) {
		w.s.write(w.db.dialect.join(fields[i], fields[i].qualified(inner), own[i], own[i].qualified(alias)))
	})
	if len(c.Kids) > 0 {
		w.s.write(" AND ")
		if err := w.where(c.Kids[0], child, inner, false); err != nil {
			return err
		}
	}
	w.s.write(")")
	return nil
}

// negated are the operators that hold where another does not.
var negated = map[varsam.Op]varsam.Op{
	varsam.Eq: varsam.Ne, varsam.Ne: varsam.Eq, varsam.In: varsam.Ne,
	varsam.Lt: varsam.Ge, varsam.Ge: varsam.Lt, varsam.Gt: varsam.Le, varsam.Le: varsam.Gt,
	varsam.IsNull: varsam.NotNull, varsam.NotNull: varsam.IsNull,
}

func (w *condition) comparison(c varsam.Cond, t *table, alias string, not bool) error {
	col := t.column(c.Field)
	if col == nil {
		return w.invalid(t, "no column %q", c.Field)
	}
	op := c.Op
	if not {
		op = negated[op]
	}
	if op == varsam.In {
		op = varsam.Eq
	}
	switch op {
	case varsam.IsNull:
		w.s.write(col.qualified(alias), " IS NULL")
		return nil
	case varsam.NotNull:
		w.s.write(col.qualified(alias), " IS NOT NULL")
		return nil
	case varsam.Eq, varsam.Ne, varsam.Lt, varsam.Le, varsam.Gt, varsam.Ge:
		return w.against(col, t, alias, op, c.Values, not)
	}
	return w.invalid(t, "unknown operator %q", c.Op)
}

// against holds the column against constants: any of them, or under a negation
// each of them. A null among them is never true, and under a negation spoils
// all.
func (w *condition) against(col *column, t *table, alias string, op varsam.Op, values []varsam.Value, each bool) error {
	hasNull := slices.ContainsFunc(values, varsam.Value.IsNull)
	values = slices.DeleteFunc(slices.Clone(values), varsam.Value.IsNull)
	if each && hasNull {
		w.truth(false)
		return nil
	}
	if len(values) == 0 {
		if !each {
			w.truth(false)
			return nil
		}
		w.s.write(col.qualified(alias), " IS NOT NULL")
		return nil
	}
	if len(values) > 1 && (op == varsam.Eq || op == varsam.Ne && each) && col.Kind != varsam.Instant && !hasDay(values) {
		return w.among(col, alias, op, values)
	}
	sep := " OR "
	if each {
		sep = " AND "
	}
	var err error
	w.s.write("(").list(len(values), sep, func(i int) {
		if err == nil {
			err = w.one(col, t, alias, op, values[i])
		}
	}).write(")")
	return err
}

func hasDay(values []varsam.Value) bool {
	return slices.ContainsFunc(values, func(v varsam.Value) bool { return v.Kind() == varsam.Day })
}

// among writes one list for many constants.
func (w *condition) among(col *column, alias string, op varsam.Op, values []varsam.Value) error {
	var rows [][]varsam.Value
	for _, v := range values {
		if x, ok := w.db.as(col, v); ok {
			rows = append(rows, []varsam.Value{x})
		}
	}
	expr := col.qualified(alias)
	if op == varsam.Ne {
		w.s.write("(", expr, " IS NOT NULL")
		if len(rows) > 0 {
			w.s.write(" AND NOT ")
			w.db.dialect.exactIn(w.s, expr, col, rows)
		}
		w.s.write(")")
		return nil
	}
	if len(rows) == 0 {
		w.truth(false)
		return nil
	}
	w.db.dialect.exactIn(w.s, expr, col, rows)
	return nil
}

// one holds the column against one constant.
func (w *condition) one(col *column, t *table, alias string, op varsam.Op, v varsam.Value) error {
	if v.Kind() == varsam.Day {
		return w.day(col, t, alias, op, v.Date(w.db.cfg.Zone))
	}
	if x, ok := w.comparable(col, v); ok {
		w.db.dialect.compare(w.s, col, col.qualified(alias), op, x)
		return nil
	}
	switch op {
	case varsam.Eq:
		w.truth(false)
	case varsam.Ne:
		w.s.write(col.qualified(alias), " IS NOT NULL")
	default:
		return w.invalid(t, "column %q cannot be compared with a %s", col.Name, v.Kind())
	}
	return nil
}

// comparable is the constant in the column's kind; numbers compare with numbers
// whatever their kinds.
func (w *condition) comparable(col *column, v varsam.Value) (varsam.Value, bool) {
	if x, ok := w.db.as(col, v); ok {
		return x, true
	}
	if v.Kind() == varsam.Decimal && (col.Kind == varsam.Int || col.Kind == varsam.Bool) {
		return v, true
	}
	return v, false
}

// day compares a column's civil day with a day: of a column with a clock, the
// day is the time from its start up to the start of the next.
func (w *condition) day(col *column, t *table, alias string, op varsam.Op, d varsam.Date) error {
	expr, start, next := col.qualified(alias), w.dayStart(col, d), w.dayStart(col, d.AddDays(1))
	switch {
	case col.Kind == varsam.Day && !w.loose():
		w.db.dialect.compare(w.s, col, expr, op, varsam.DayOf(d))
		return nil
	case col.Kind == varsam.Instant && !w.loose():
		w.span(col, expr, op, start, next)
		return nil
	case col.Kind == varsam.Text || w.loose() && (col.Kind == varsam.Day || col.Kind == varsam.Instant):
		held := expr
		if w.loose() && (w.ranged || !t.leads(indexPart{column: col.Name})) {
			held = "+" + expr // or SQLite tries for every row whether the day is a number
		}
		w.s.write("(")
		w.textDay(col, held, expr, op, d)
		if !w.tallied {
			w.s.write(" AND ", w.db.dialect.dated(col, expr))
		}
		w.s.write(")")
		return nil
	}
	return w.invalid(t, "column %q holds no dates", col.Name)
}

// textDay compares the day of a text: the one that it begins with, or, where it is
// written in UTC, the one that it was in the system's zone. What an index has is
// narrowed first, a day wider.
func (w *condition) textDay(col *column, held, expr string, op varsam.Op, d varsam.Date) {
	written := func(n int) varsam.Value { return varsam.TextOf(d.AddDays(n).String()) }
	zone := w.db.cfg.Zone
	if zone == time.UTC {
		w.span(col, held, op, written(0), written(1))
		return
	}
	switch op {
	case varsam.Lt, varsam.Le:
		w.span(col, held, op, written(1), written(2))
	case varsam.Gt, varsam.Ge:
		w.span(col, held, op, written(-1), written(0))
	case varsam.Eq:
		w.span(col, held, op, written(-1), written(2))
	}
	if op != varsam.Ne {
		w.s.write(" AND ")
	}
	in, at := w.db.dialect.inUTC(col, expr)
	w.s.write("CASE WHEN ", in, " THEN ")
	w.span(col, at, op, varsam.TextOf(d.StartUTC(zone)), varsam.TextOf(d.AddDays(1).StartUTC(zone)))
	w.s.write(" ELSE ")
	w.span(col, held, op, written(0), written(1))
	w.s.write(" END")
}

// loose says that dates are texts, whatever the column's type.
func (w *condition) loose() bool { return w.db.dialect.engine() == engineSQLite }

// dayStart is the first moment of a day as the column writes it. A column
// without a zone holds what a clock on the wall showed, which begins at 0:00.
func (w *condition) dayStart(col *column, d varsam.Date) varsam.Value {
	if col.zoned {
		return varsam.InstantOf(d.Start(w.db.cfg.Zone))
	}
	return varsam.TextOf(d.String() + " 00:00:00")
}

// span compares with the half-open time [start, next).
func (w *condition) span(col *column, expr string, op varsam.Op, start, next varsam.Value) {
	cmp := func(op varsam.Op, v varsam.Value) { w.db.dialect.compare(w.s, col, expr, op, v) }
	switch op {
	case varsam.Lt:
		cmp(varsam.Lt, start)
	case varsam.Le:
		cmp(varsam.Lt, next)
	case varsam.Gt:
		cmp(varsam.Ge, next)
	case varsam.Ge:
		cmp(varsam.Ge, start)
	case varsam.Eq:
		w.s.write("(")
		cmp(varsam.Ge, start)
		w.s.write(" AND ")
		cmp(varsam.Lt, next)
		w.s.write(")")
	case varsam.Ne:
		w.s.write("(")
		cmp(varsam.Lt, start)
		w.s.write(" OR ")
		cmp(varsam.Ge, next)
		w.s.write(")")
	}
}

// served reports whether an index narrows the condition: it must hold for every
// row, so it stands at the top or in a conjunction there.
func (w *condition) served(c varsam.Cond, t *table) bool {
	switch c.Op {
	case varsam.And, varsam.Certain:
		return slices.ContainsFunc(c.Kids, func(k varsam.Cond) bool { return w.served(k, t) })
	case varsam.Eq, varsam.In, varsam.Lt, varsam.Le, varsam.Gt, varsam.Ge:
		col := t.column(c.Field)
		return col != nil && col.indexable() && t.leads(indexPart{column: c.Field})
	}
	return false
}

// indexable says that a comparison with the column needs no cast around it.
func (c *column) indexable() bool { return !c.opaque }
