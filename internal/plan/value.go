package plan

import (
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// parse reads a word of the register, or a person's correction, as a column's
// kind.
func (p *planner) parse(s string, kind varsam.Kind) (varsam.Value, bool) {
	return ReadWord(s, kind, p.in.Today, p.in.Register.Organisation.Location())
}

// ReadWord reads a word as a value of a kind; false when it is none. "now" is the
// plan's day, of which the zone says when it begins: a plan is frozen before it
// runs.
func ReadWord(s string, kind varsam.Kind, today varsam.Date, zone *time.Location) (varsam.Value, bool) {
	if s == "now" {
		return now(kind, today, zone)
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
		return instant(s, zone)
	case varsam.Bytes, varsam.Large:
		return varsam.Value{}, false
	}
	return varsam.TextOf(s), true
}

func instant(s string, zone *time.Location) (varsam.Value, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return varsam.InstantOf(t), true
	}
	d, err := varsam.ParseDate(s)
	return varsam.InstantOf(d.Start(zone)), err == nil
}

func now(kind varsam.Kind, today varsam.Date, zone *time.Location) (varsam.Value, bool) {
	switch kind {
	case varsam.Instant:
		return varsam.InstantOf(today.Start(zone)), true
	case varsam.Day:
		return varsam.DayOf(today), true
	case varsam.Text, varsam.Null:
		return varsam.TextOf(today.String()), true
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
