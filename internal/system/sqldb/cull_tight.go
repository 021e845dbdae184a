package sqldb

import (
	"slices"

	"github.com/varsam/varsam"
)

// tight is a condition in which a field has one earliest and one latest day. What
// is due lies within several bounds, and every row would be held against each.
func tight(c varsam.Cond) varsam.Cond {
	var kept []varsam.Cond
	for _, k := range conjuncts(c) {
		at := slices.IndexFunc(kept, func(o varsam.Cond) bool {
			return side(k) != 0 && side(o) == side(k) && o.Field == k.Field
		})
		switch {
		case at < 0:
			kept = append(kept, k)
		case closer(k, kept[at]):
			kept[at] = k
		}
	}
	return varsam.All(kept...)
}

// conjuncts are the conditions that must all hold.
func conjuncts(c varsam.Cond) (all []varsam.Cond) {
	if c.Op != varsam.And {
		return []varsam.Cond{c}
	}
	for _, k := range c.Kids {
		all = append(all, conjuncts(k)...)
	}
	return all
}

// side is 1 for a bound from above by a day, -1 from below, and 0 for any other
// condition.
func side(c varsam.Cond) int {
	if len(c.Values) != 1 || c.Values[0].Kind() != varsam.Day {
		return 0
	}
	switch c.Op {
	case varsam.Lt, varsam.Le:
		return 1
	case varsam.Gt, varsam.Ge:
		return -1
	}
	return 0
}

// closer reports whether a bound lets through less than another of its side.
func closer(a, b varsam.Cond) bool {
	order := varsam.CompareValues(a.Values[0], b.Values[0]) * side(a)
	return order < 0 || order == 0 && (a.Op == varsam.Lt || a.Op == varsam.Gt)
}
