package locate

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
)

// contestNumbers applies the second half of rule 4: different national numbers
// behind one identifier show it to be shared, wherever it stands.
func (x *subject) contestNumbers(all []*candidate) {
	if !numbersDiffer(all) {
		return
	}
	tainted := map[value]bool{}
	for _, c := range all {
		if len(c.values()[varsam.NationalID]) > 0 && !c.number {
			for _, k := range c.agrees {
				tainted[k.value] = true
			}
		}
	}
	for _, c := range all {
		if !slices.ContainsFunc(c.agrees, func(k known) bool { return !tainted[k.value] }) {
			c.doubt = true
		}
	}
	for v := range tainted {
		x.shared[v] = true
	}
}

// numbersDiffer reports whether two rows hold different national numbers, of
// which not both are the person's.
func numbersDiffer(rows []*candidate) bool {
	var others [][]string
	proved := false
	for _, c := range rows {
		proved = proved || c.number
		if values := c.values()[varsam.NationalID]; len(values) > 0 && !c.number {
			others = append(others, values)
		}
	}
	if proved && len(others) > 0 {
		return true
	}
	for i, a := range others {
		if slices.ContainsFunc(others[i+1:], func(b []string) bool { return disjoint(a, b) }) {
			return true
		}
	}
	return false
}

// tooMany reports more rows of one collection than one person has. Of what happened
// to her, as the system or the register says of a collection, there may be any number.
func tooMany(group []*candidate, n int) bool {
	if n <= maxDuplicates {
		return false
	}
	coll := group[0].node.coll
	return !coll.cat.Events && !coll.reg.Events
}

// contest applies rules 4 and 5 to the rows of one collection.
func (x *subject) contest(group []*candidate) {
	contested := tooMany(group, len(group)) || anyPair(group, (*candidate).contradicts)
	if contested {
		for _, c := range group {
			for _, k := range c.agrees {
				x.shared[k.value] = true
			}
		}
	}
	var sure []*candidate
	for _, c := range group {
		c.doubt = c.doubt || contested
		if c.why == nil && c.certain() && !c.settled {
			sure = append(sure, c)
		}
	}
	if tooMany(sure, len(sure)) || anyPair(sure, (*candidate).untold) {
		for _, c := range sure {
			if !c.number {
				c.refuse(varsam.Because(ReasonAmbiguous, string(c.agrees[0].typ), strconv.Itoa(len(group))))
			}
		}
	}
	x.refuseDoubted(group)
}

// refuseDoubted says no to what is doubted and not certain, and why.
func (x *subject) refuseDoubted(group []*candidate) {
	told := slices.ContainsFunc(group, func(c *candidate) bool { return c.why == nil && (c.settled || c.certain()) })
	for _, c := range group {
		if !c.doubt || c.certain() || c.settled || c.why != nil {
			continue
		}
		c.refuse(x.doubtful(c, told, len(group)))
	}
}

func (x *subject) doubtful(c *candidate, told bool, n int) varsam.Reason {
	typ := string(c.agrees[0].typ)
	for _, t := range c.types() {
		for _, text := range c.values()[t] {
			if x.claims[value{t, text}] {
				return varsam.Because(ReasonClaimed, typ, string(t))
			}
		}
	}
	if told {
		return varsam.Because(ReasonIdentifierShared, typ, strconv.Itoa(n))
	}
	return varsam.Because(ReasonAmbiguous, typ, strconv.Itoa(n))
}

// compareNames applies the middle of rule 5.
func (x *subject) compareNames(all []*candidate) {
	var proved []*candidate
	for _, c := range all {
		if c.why == nil && !c.numbered(x.person.Number) && (c.certain() || !c.differs && !c.byPhone()) {
			proved = append(proved, c)
		}
	}
	for _, c := range all {
		if c.certain() {
			continue
		}
		namesake := slices.ContainsFunc(proved, c.namesake)
		switch {
		case c.differs && !namesake:
			c.refuse(x.differing(c))
		case c.byPhone() && !namesake && slices.ContainsFunc(proved, c.otherPerson):
			c.refuse(varsam.Because(ReasonOtherName, string(c.agrees[0].typ)))
		}
	}
}

// numbered reports whether the row has the national number of somebody else of the
// request: its name may be hers, and speaks for no other row.
func (c *candidate) numbered(number int) bool {
	return slices.ContainsFunc(c.node.hits, func(h hit) bool { return h.person != number && h.value.typ == varsam.NationalID })
}

// byPhone reports whether only a phone number ties the row to the person.
func (c *candidate) byPhone() bool {
	return !slices.ContainsFunc(c.agrees, func(k known) bool { return k.typ != varsam.Phone })
}

// differing says in what a row differs from what the person gave.
func (x *subject) differing(c *candidate) varsam.Reason {
	for _, t := range c.types() {
		if several(t) && len(c.values()[t]) > 0 && !c.agreesOn(t) && x.gave(t) {
			return c.contradiction(t)
		}
	}
	return varsam.Because(ReasonNobodys, string(c.agrees[0].typ), c.node.fieldOf(c.agrees[0].value))
}

// untellNumbers refuses all rows with a national number when those left differ:
// one person has one, so they are not all this person's.
func (x *subject) untellNumbers(all []*candidate) {
	var left []*candidate
	for _, c := range all {
		if c.why == nil {
			left = append(left, c)
		}
	}
	if !numbersDiffer(left) {
		return
	}
	for _, c := range left {
		if !c.number && !c.settled && len(c.values()[varsam.NationalID]) > 0 {
			c.refuse(varsam.Because(ReasonAmbiguous, string(c.agrees[0].typ), strconv.Itoa(len(left))))
		}
	}
}

func overlaps(values []string, set map[string]bool) bool {
	return slices.ContainsFunc(values, func(v string) bool { return set[v] })
}

func anyPair(rows []*candidate, clash func(a, b *candidate) bool) bool {
	for i, a := range rows {
		if i == maxDuplicates {
			return false // more than these are contested anyhow
		}
		for _, b := range rows[i+1:] {
			if clash(a, b) {
				return true
			}
		}
	}
	return false
}
