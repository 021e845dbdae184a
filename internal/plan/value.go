package plan

import (
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// parse reads a word of the register, or a person's correction, as a column's
// kind. "now" in a mark is the plan's day: a plan is frozen before it runs.
func (p *planner) parse(s string, kind varsam.Kind) (varsam.Value, bool) {
	if s == "now" {
		return p.now(kind)
	}
	switch kind {
	case varsam.Bool:
		b, err := strconv.ParseBool(strings.ToLower(s))
		return varsam.BoolOf(b), err == nil
	case varsam.Int:
		if b, err := strconv.ParseBool(s); err == nil && len(s) > 1 {
			s = map[bool]string{true: "1", false: "0"}[b] // flags kept as numbers
		}
		n, err := strconv.ParseInt(s, 10, 64)
		return varsam.IntOf(n), err == nil
	case varsam.Decimal:
		_, err := strconv.ParseFloat(s, 64)
		return varsam.DecimalOf(s), err == nil
	case varsam.Day:
		d, err := varsam.ParseDate(s)
		return varsam.DayOf(d), err == nil
	case varsam.Instant:
		return p.instant(s)
	case varsam.Bytes, varsam.Large:
		return varsam.Value{}, false
	}
	return varsam.TextOf(s), true
}

func (p *planner) instant(s string) (varsam.Value, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return varsam.InstantOf(t), true
	}
	d, err := varsam.ParseDate(s)
	return varsam.InstantOf(d.Start(p.in.Register.Organisation.Location())), err == nil
}

func (p *planner) now(kind varsam.Kind) (varsam.Value, bool) {
	switch kind {
	case varsam.Instant:
		return varsam.InstantOf(p.in.Today.Start(p.in.Register.Organisation.Location())), true
	case varsam.Day:
		return varsam.DayOf(p.in.Today), true
	case varsam.Text, varsam.Null:
		return varsam.TextOf(p.in.Today.String()), true
	}
	return varsam.Value{}, false
}

// kind is what a column's values are read as; where the system does not say, the
// record's own value tells.
func (p *planner) kind(i int, column string) varsam.Kind {
	if col, ok := p.at(i).cat.Column(column); ok && col.Kind != varsam.Null {
		return col.Kind
	}
	if k := p.items[i].Record.Get(column).Kind(); k != varsam.Null {
		return k
	}
	return varsam.Text
}
