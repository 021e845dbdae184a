package varsam

import (
	"strings"
	"time"
)

// Op is the operator of a condition.
type Op string

// The operators. And, Or and Not join Kids; Certain is true when its kid is, and
// otherwise false, so that its opposite takes what is unknown too; the
// comparisons hold a field against a constant; Exists asks for a row of another
// collection that points here.
const (
	And      Op = "and"
	Or       Op = "or"
	Not      Op = "not"
	Certain  Op = "certain"
	Eq       Op = "="
	Ne       Op = "<>"
	Lt       Op = "<"
	Le       Op = "<="
	Gt       Op = ">"
	Ge       Op = ">="
	In       Op = "in"
	IsNull   Op = "is-null"
	NotNull  Op = "not-null"
	Exists   Op = "exists"
	Constant Op = "const" // Values[0] is its truth
)

// Cond is a condition on the rows of one collection. Three-valued like SQL: a
// comparison with null is unknown, and a row matches only when the whole is
// true. Dates are compared as civil days, and what is no date is unknown against
// one; the database does no date arithmetic, because the constants are computed
// beforehand. Several Values are alternatives; with Ne, none of them is equal.
type Cond struct {
	Op     Op      `json:"op"`
	Field  string  `json:"field,omitempty"`
	Values []Value `json:"values,omitempty"`
	Kids   []Cond  `json:"kids,omitempty"`

	// Exists: Collection has a row whose Fields equal this row's Own fields and
	// which satisfies Kids[0], when there is one.
	Collection string   `json:"collection,omitempty"`
	Fields     []string `json:"fields,omitempty"`
	Own        []string `json:"own,omitempty"`
}

// All is true when each of the conditions is.
func All(kids ...Cond) Cond { return Cond{Op: And, Kids: kids} }

// AnyOf is true when one of the conditions is.
func AnyOf(kids ...Cond) Cond { return Cond{Op: Or, Kids: kids} }

// Negate is the opposite of a condition; unknown stays unknown.
func Negate(c Cond) Cond { return Cond{Op: Not, Kids: []Cond{c}} }

// NotTrue is true exactly where a condition is false or unknown: a row with a
// null, or with a text that is no date, falls into neither half of a comparison.
func NotTrue(c Cond) Cond { return Negate(Cond{Op: Certain, Kids: []Cond{c}}) }

// Compare holds a field against a constant.
func Compare(field string, op Op, v Value) Cond {
	return Cond{Op: op, Field: field, Values: []Value{v}}
}

// Truth is the three-valued result of a condition.
type Truth int8

// The truths.
const (
	False     Truth = -1
	Undefined Truth = 0
	True      Truth = 1
)

// Children yields the rows of a collection whose fields have the given values;
// a Cond's Exists asks it.
type Children func(collection string, fields []string, values []Value) []Record

// Eval evaluates the condition on one record, as the reference for what every
// connector must select. Zone reads instants as days. Children may be nil when
// the condition has no Exists.
func (c Cond) Eval(r Record, zone *time.Location, children Children) Truth {
	switch c.Op {
	case And:
		t := True
		for _, kid := range c.Kids {
			t = min(t, kid.Eval(r, zone, children))
		}
		return t
	case Or:
		t := False
		for _, kid := range c.Kids {
			t = max(t, kid.Eval(r, zone, children))
		}
		return t
	case Not:
		return -c.Kids[0].Eval(r, zone, children)
	case Certain:
		return truth(c.Kids[0].Eval(r, zone, children) == True)
	case Constant:
		return truth(c.Values[0].Bool())
	case IsNull:
		return truth(r.Get(c.Field).IsNull())
	case NotNull:
		return truth(!r.Get(c.Field).IsNull())
	case Exists:
		return c.exists(r, zone, children)
	}
	return c.compare(r.Get(c.Field), zone)
}

func (c Cond) exists(r Record, zone *time.Location, children Children) Truth {
	values := make([]Value, len(c.Own))
	for i, name := range c.Own {
		if values[i] = r.Get(name); values[i].IsNull() {
			return False
		}
	}
	for _, kid := range children(c.Collection, c.Fields, values) {
		if len(c.Kids) == 0 || c.Kids[0].Eval(kid, zone, children) == True {
			return True
		}
	}
	return False
}

func (c Cond) compare(v Value, zone *time.Location) Truth {
	if v.IsNull() {
		return Undefined
	}
	if c.Op == Ne { // not equal to any of them
		return -Cond{Op: In, Values: c.Values}.compare(v, zone)
	}
	t := False
	for _, want := range c.Values {
		t = max(t, holds(c.Op, v, want, zone))
	}
	return t
}

// holds is one comparison. With null, and of a cell that is no day with a day,
// it is unknown: "soon" is neither before nor after a date, and must not be
// culled for it.
func holds(op Op, v, want Value, zone *time.Location) Truth {
	if want.IsNull() || want.Kind() == Day && v.Date(zone).IsZero() {
		return Undefined
	}
	o := order(v, want, zone)
	switch op {
	case Eq, In:
		return truth(o == 0)
	case Lt:
		return truth(o < 0)
	case Le:
		return truth(o <= 0)
	case Gt:
		return truth(o > 0)
	case Ge:
		return truth(o >= 0)
	}
	return False
}

// order compares a cell with a constant: as days when the constant is a day, as
// numbers when both are numbers, as instants, as bytes, and as text otherwise.
func order(v, want Value, zone *time.Location) int {
	if want.Kind() == Day {
		return v.Date(zone).Compare(want.Date(zone))
	}
	if a, ok := v.number(); ok {
		if b, ok := want.number(); ok {
			return a.Cmp(b)
		}
	}
	switch {
	case v.Kind() == Instant && want.Kind() == Instant:
		return v.Time().Compare(want.Time())
	case v.Kind() == want.Kind() && (v.Kind() == Bytes || v.Kind() == Large):
		return CompareValues(v, want)
	}
	return strings.Compare(v.String(), want.String())
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Uses lists the fields of the collection itself that the condition reads.
func (c Cond) Uses() []string {
	var fields []string
	if c.Field != "" {
		fields = append(fields, c.Field)
	}
	if c.Op == Exists {
		return append(fields, c.Own...)
	}
	for _, kid := range c.Kids {
		fields = append(fields, kid.Uses()...)
	}
	return fields
}
