package register

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Self is the operator of a system that the organisation runs itself.
const Self = "self"

func (l *loader) checkSystem(p place, s *System) {
	l.checkCountry(p.in("country"), s.Country)
	l.checkZone(p.in("zone"), s.Zone)
	if s.Operator != Self {
		l.refer(p.in("operator"), "party", s.Operator)
	}
	l.checkSettings(p.in("settings"), s.Settings)
	for i := range s.Collections {
		c := &s.Collections[i]
		l.checkCollection(p.in("collections", c.Name), s, c)
	}
	l.checkReach(p, *s)
	if s.Routine != nil {
		l.checkRoutine(p.in("routine"), s)
	}
	l.checkMailboxes(p, s)
}

func (l *loader) checkCollection(p place, s *System, c *Collection) {
	l.checkAnonymise(p.in("anonymise"), c)
	for i, ref := range c.References {
		at := p.in("references", strconv.Itoa(i))
		l.referCollection(at.in("to"), s, ref.To)
		sameLength(at.in("key"), len(ref.Columns), len(ref.Key))
	}
	for i := range c.Person {
		l.checkLink(p.in("person", strconv.Itoa(i)), s, c, &c.Person[i])
	}
	for i, carry := range c.CarriedBy {
		l.checkCarry(p.in("carried_by", strconv.Itoa(i)), s, carry)
	}
	for i, carry := range c.CarriedBy {
		if slices.ContainsFunc(c.CarriedBy[:i], func(o Carry) bool { return o.Activity == carry.Activity && o.When == nil && carry.When == nil }) {
			p.in("carried_by", strconv.Itoa(i)).fault("duplicate-name", locale.Says("%s carries the collection twice", quote(carry.Activity)), locale.Says("remove one, or say when: on both"))
		}
	}
	if c.Restrict != nil && c.Restrict.Move != "" && c.Restrict.Move == c.Name {
		p.in("restrict", "move").fault("circle", locale.Says("records cannot be moved to where they are"), locale.Says("name the collection where other roles have no right"))
	}
}

func (l *loader) checkCarry(p place, s *System, c Carry) {
	l.refer(p.in("activity"), "activity", c.Activity)
	if c.Keep != nil {
		l.checkKeep(p.in("keep"), *c.Keep)
	}
	if c.When != nil {
		l.checkCond(p.in("when"), s, c.When.Cond)
	}
}

// checkCond follows exists into the other collections of the system.
func (l *loader) checkCond(p place, s *System, c varsam.Cond) {
	if c.Op == varsam.Exists {
		l.referCollection(p, s, c.Collection)
	}
	for _, kid := range c.Kids {
		l.checkCond(p, s, kid)
	}
}

func (l *loader) referCollection(p place, s *System, name string) {
	if _, ok := s.Collection(name); ok || name == "" {
		return
	}
	names := make([]string, len(s.Collections))
	for i, c := range s.Collections {
		names[i] = c.Name
	}
	mend := didYouMean(name, names)
	if mend.IsZero() {
		mend = locale.Says("declare it under collections, or use one of: %s", strings.Join(names, ", "))
	}
	p.fault("unknown-collection", locale.Says("the system %s declares no collection %s", quote(s.Name), quote(name)), mend)
}

func sameLength(p place, columns, key int) {
	if key > 0 && key != columns {
		p.fault("wrong-key", locale.Says("the key has another number of columns than what leads to it"), locale.Says("name as many columns on both sides, in the same order"))
	}
}
