package register

import (
	"math/big"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// fromNode reads a condition as the register writes it:
//
//	{status: open, closed_on: null, kind: [a, b], total: {">": 100},
//	 not: {…}, any: [{…}, {…}], exists: {orders: {on: {customer_id: id}, when: {…}}}}
//
// The parts of a mapping must all hold. A plain day (2026-01-31) compares as a
// day, the same in quotes as text.
func (w *When) fromNode(d *decoder, n *node) { w.Cond = d.cond(n) }

func (d *decoder) cond(n *node) varsam.Cond {
	if n.kind != mapNode || len(n.keys) == 0 {
		d.report(n, "wrong-type", locale.Says("a condition must be a mapping and is %s", n.kind.words()), locale.Says("write it like {status: open}"))
		return varsam.Cond{}
	}
	parts := make([]varsam.Cond, 0, len(n.keys))
	for i, key := range n.keys {
		parts = append(parts, d.part(key, n.kids[i]))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return varsam.All(parts...)
}

func (d *decoder) part(key, value *node) varsam.Cond {
	switch key.text {
	case "not":
		return varsam.Negate(d.cond(value))
	case "any":
		return varsam.Cond{Op: varsam.Or, Kids: d.conds(value)}
	case "all":
		return varsam.Cond{Op: varsam.And, Kids: d.conds(value)}
	case "exists":
		return d.exists(value)
	}
	return d.comparison(key.text, value)
}

func (d *decoder) conds(n *node) []varsam.Cond {
	if n.kind != listNode || len(n.kids) == 0 {
		d.report(n, "wrong-type", locale.Says("any and all take a list of conditions"), locale.Says("write it like [{status: open}, {status: waiting}]"))
		return nil
	}
	all := make([]varsam.Cond, len(n.kids))
	for i, kid := range n.kids {
		all[i] = d.cond(kid)
	}
	return all
}

// comparison reads what one column must be.
func (d *decoder) comparison(field string, n *node) varsam.Cond {
	switch n.kind {
	case nullNode:
		return varsam.Cond{Op: varsam.IsNull, Field: field}
	case listNode:
		return d.operator(field, n, "in", n)
	case mapNode:
		if len(n.keys) == 0 {
			break
		}
		parts := make([]varsam.Cond, 0, len(n.keys))
		for i, key := range n.keys {
			parts = append(parts, d.operator(field, key, key.text, n.kids[i]))
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return varsam.All(parts...)
	default:
		return varsam.Compare(field, varsam.Eq, cell(n))
	}
	d.report(n, "wrong-type", locale.Says("nothing is said of %s", quote(field)), locale.Says("write a value, null, a list, or {\">\": 100}"))
	return varsam.Cond{}
}

var operators = map[string]varsam.Op{
	"=": varsam.Eq, "<>": varsam.Ne, "!=": varsam.Ne,
	"<": varsam.Lt, "<=": varsam.Le, ">": varsam.Gt, ">=": varsam.Ge,
}

func (d *decoder) operator(field string, at *node, name string, n *node) varsam.Cond {
	op, compares := operators[name]
	switch {
	case name == "not" && n.kind == nullNode:
		return varsam.Cond{Op: varsam.NotNull, Field: field}
	case name == "not":
		return varsam.Negate(d.comparison(field, n))
	case name == "in" && n.kind == listNode && len(n.kids) > 0:
		return d.in(field, n)
	case compares && n.kind != nullNode && n.kind != listNode && n.kind != mapNode:
		return varsam.Compare(field, op, cell(n))
	case compares:
		d.report(n, "wrong-type", locale.Says("%s compares with one value and not with %s", quote(name), n.kind.words()), locale.Says("an empty cell is asked for by %s: null", field))
	default:
		d.report(at, "wrong-value", locale.Says("%s is no comparison of %s", quote(name), quote(field)), locale.Says("use one of: =, <>, <, <=, >, >=, in, not"))
	}
	return varsam.Cond{}
}

func (d *decoder) in(field string, n *node) varsam.Cond {
	c := varsam.Cond{Op: varsam.In, Field: field}
	for _, kid := range n.kids {
		if kid.kind == nullNode || kid.kind == listNode || kid.kind == mapNode {
			d.report(kid, "wrong-type", locale.Says("a list compares with values and not with %s", kid.kind.words()), locale.Says("use any: [{…}, {…}] for several conditions"))
			continue
		}
		c.Values = append(c.Values, cell(kid))
	}
	return c
}

// exists reads {collection: {on: {its column: our column}, when: {…}}}.
func (d *decoder) exists(n *node) varsam.Cond {
	var parts []varsam.Cond
	for i, key := range n.keys {
		parts = append(parts, d.existsIn(key, n.kids[i]))
	}
	switch {
	case len(parts) == 0:
		d.report(n, "wrong-type", locale.Says("exists names no collection"), existsForm())
		return varsam.Cond{}
	case len(parts) == 1:
		return parts[0]
	}
	return varsam.All(parts...)
}

func existsForm() locale.Saying {
	return locale.Says("write it like exists: {orders: {on: {customer_id: id}}}")
}

func (d *decoder) existsIn(key, n *node) varsam.Cond {
	c := varsam.Cond{Op: varsam.Exists, Collection: key.text}
	on := n.get("on")
	if on == nil || on.kind != mapNode || len(on.keys) == 0 {
		d.report(n, "missing-key", locale.Says("exists must say on which columns %s points here", quote(key.text)), existsForm())
		return c
	}
	for i, field := range on.keys {
		c.Fields = append(c.Fields, field.text)
		c.Own = append(c.Own, on.kids[i].text)
	}
	for _, k := range n.keys {
		if !slices.Contains([]string{"on", "when"}, k.text) {
			d.report(k, "unknown-key", locale.Says("the key %s is not known in exists", quote(k.text)), locale.Says("known here: on, when"))
		}
	}
	if when := n.get("when"); when != nil {
		c.Kids = []varsam.Cond{d.cond(when)}
	}
	return c
}

// cell reads a constant as the value a system would hold.
func cell(n *node) varsam.Value {
	switch n.kind {
	case boolNode:
		return varsam.BoolOf(n.value() == true)
	case numberNode:
		return number(n)
	}
	if n.quoted {
		return varsam.TextOf(n.text)
	}
	if day, err := varsam.ParseDate(n.text); err == nil {
		return varsam.DayOf(day)
	}
	if t, err := time.Parse(time.RFC3339Nano, n.text); err == nil {
		return varsam.InstantOf(t)
	}
	return varsam.TextOf(n.text)
}

func number(n *node) varsam.Value {
	switch num := n.number.(type) {
	case int64:
		return varsam.IntOf(num)
	case uint64:
		if num < 1<<63 {
			return varsam.IntOf(int64(num))
		}
		return varsam.DecimalOf(new(big.Int).SetUint64(num).String())
	}
	return varsam.DecimalOf(n.text)
}
