package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// checkLink settles which of its three forms a link has, and fills To where a
// declared reference says it.
func (l *loader) checkLink(p place, s *System, c *Collection, link *Link) {
	switch {
	case link.Self && (len(link.Through) > 0 || link.To != ""):
		p.fault("wrong-link", locale.Says("a link is either self or through something, not both"), locale.Says("write two links in a list"))
	case link.Self:
	case len(link.Through) == 0:
		p.fault("wrong-link", locale.Says("the link says nothing"), locale.Says("write person: self, or through: and to:"))
	case link.To != "":
		l.referCollection(p.in("to"), s, link.To)
		sameLength(p.in("key"), len(link.Through), len(link.Key))
	case l.inward(p, s, c, link):
		sameLength(p.in("key"), len(link.Through), len(link.Key))
	default:
		l.outward(p, c, link)
	}
	if link.When != nil {
		l.checkLinkCond(p.in("when"), *link)
	}
	if link.Detach && link.Whose != varsam.Other {
		p.in("detach").faultKey("wrong-link", locale.Says("only the link in somebody else's record can be cut"), locale.Says("add whose: other, or remove detach"))
	}
}

// checkLinkCond lets only a link from here be conditional, on what the record itself
// says: it is followed from both of its sides.
func (l *loader) checkLinkCond(p place, link Link) {
	switch {
	case link.Self || link.From != "":
		p.fault("wrong-link", locale.Says("only a link that leads from here to another collection can have a condition"), locale.Says("remove when, or write through: and to:"))
	case asksOthers(link.When.Cond):
		p.fault("wrong-link", locale.Says("the condition of a link can only ask the record itself"), locale.Says("remove exists"))
	}
}

func asksOthers(c varsam.Cond) bool {
	return c.Op == varsam.Exists || slices.ContainsFunc(c.Kids, asksOthers)
}

// inward reads through: collection.column. A dot may also belong to a column's
// own name, if the collection declares such a field.
func (l *loader) inward(p place, s *System, c *Collection, link *Link) bool {
	dot := strings.LastIndex(link.Through[0], ".")
	if _, own := c.Field(link.Through[0]); dot <= 0 || own {
		return false
	}
	from := link.Through[0][:dot]
	for i, column := range link.Through {
		if !strings.HasPrefix(column, from+".") {
			p.in("through").fault("wrong-link", locale.Says("the columns of one link must be of one collection"), locale.Says("write %s. before each", from))
			return true
		}
		link.Through[i] = column[dot+1:]
	}
	link.From = from
	l.referCollection(p.in("through"), s, from)
	return true
}

func (l *loader) outward(p place, c *Collection, link *Link) {
	for _, ref := range c.References {
		if slices.Equal(ref.Columns, link.Through) {
			link.To, link.Key = ref.To, ref.Key
			return
		}
	}
	p.fault("wrong-link", locale.Says("it does not say where %s leads", quote(strings.Join(link.Through, ", "))), locale.Says("add to: with the name of a collection"))
}

// checkReach makes sure that every link leads in the end to people: to a
// collection whose records are persons. Otherwise a circle, or a collection that
// is nobody's, would silently be found empty.
func (l *loader) checkReach(p place, s System) {
	reached := reaching(s)
	for _, c := range s.Collections {
		if len(c.Person) == 0 || reached[c.Name] || l.broken(p.f, s, c) {
			continue
		}
		if circle := circleFrom(s, c.Name); len(circle) > 0 {
			if circle[0] == slices.Min(circle) {
				p.in("collections", c.Name, "person").fault("circle",
					locale.Says("through goes in a circle and never reaches a person: %s", strings.Join(append(circle, circle[0]), " → ")),
					locale.Says("one of them must have person: self"))
			}
			continue
		}
		p.in("collections", c.Name, "person").fault("no-person",
			locale.Says("%s leads to %s, whose records are nobody's", quote(c.Name), quote(leadsTo(c)[0])), locale.Says("give %s a person, or write person: self here", quote(leadsTo(c)[0])))
	}
}

// leadsTo are the collections a collection gets its people from: by the links
// that say whose its records are, or, where there are none, by those that name
// somebody in another's records.
func leadsTo(c Collection) []string {
	var own, others []string
	for _, link := range c.Person {
		switch name := link.To + link.From; {
		case name == "":
		case link.Whose == varsam.Other:
			others = append(others, name)
		default:
			own = append(own, name)
		}
	}
	if len(own) > 0 {
		return own
	}
	return others
}

func reaching(s System) map[string]bool {
	reached := map[string]bool{}
	for grew := true; grew; {
		grew = false
		for _, c := range s.Collections {
			if reached[c.Name] {
				continue
			}
			self := slices.ContainsFunc(c.Person, func(link Link) bool { return link.Self })
			if self || slices.ContainsFunc(leadsTo(c), func(name string) bool { return reached[name] }) {
				reached[c.Name], grew = true, true
			}
		}
	}
	return reached
}

// broken reports whether a link already has a fault of its own.
func (l *loader) broken(f *file, s System, c Collection) bool {
	if len(leadsTo(c)) == 0 {
		return true
	}
	for _, name := range leadsTo(c) {
		if _, ok := s.Collection(name); !ok {
			return true
		}
	}
	return false
}

// circleFrom follows the first link of each collection and returns the circle,
// beginning with the collection, when it comes back to it.
func circleFrom(s System, name string) []string {
	circle, at := []string{}, name
	for range s.Collections {
		c, _ := s.Collection(at)
		to := leadsTo(c)
		circle = append(circle, at)
		if len(to) == 0 {
			return nil
		}
		if at = to[0]; at == name {
			return circle
		}
	}
	return nil
}
