package locate

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// link is one way from records that belong to people to records that then belong
// to them too: a child's columns equal its parent's.
type link struct {
	child, parent         *collection
	childCols, parentCols []string

	// from says that the parent's columns lead here (an address that customers
	// point at); otherwise the child's columns lead to the parent (an order's
	// customer).
	from   bool
	other  bool // the person is named, but the record is somebody else's
	detach bool

	reg  register.Link // with the condition under which the child's columns lead to the parent
	zone *time.Location
}

// leads is where a child's columns lead; false when nowhere.
func (l *link) leads(child varsam.Record) ([]varsam.Value, bool) {
	if !l.reg.Leads(child, l.zone) {
		return nil, false
	}
	return tuple(child, l.childCols)
}

// resolve turns the register's links into columns on both sides.
func (p *place) resolve() {
	for _, c := range p.colls {
		for _, l := range c.reg.Person {
			switch {
			case l.Self:
				c.self = c.self || l.Whose != varsam.Other
			case l.From != "":
				p.inward(c, l)
			default:
				p.outward(c, l)
			}
		}
	}
}

// outward resolves "this record's column leads to a person's record".
func (p *place) outward(c *collection, l register.Link) {
	parent := p.collection(l.To)
	if parent == nil {
		c.open = c.open || l.Whose != varsam.Other
		if _, declared := p.reg.Collection(l.To); !declared {
			p.broken(c, l)
		}
		return
	}
	to := keyOf(l.Key, c, l.Through, parent)
	p.link(c, l, &link{child: c, parent: parent, childCols: l.Through, parentCols: to})
}

// inward resolves "a person's record leads here".
func (p *place) inward(c *collection, l register.Link) {
	parent := p.collection(l.From)
	if parent == nil {
		if _, declared := p.reg.Collection(l.From); !declared {
			p.broken(c, l)
		}
		return
	}
	to := keyOf(l.Key, parent, l.Through, c)
	p.link(c, l, &link{child: c, parent: parent, childCols: to, parentCols: l.Through, from: true})
}

func (p *place) link(c *collection, l register.Link, x *link) {
	if len(x.childCols) == 0 || len(x.childCols) != len(x.parentCols) ||
		!hasColumns(x.child.cat, x.childCols) || !hasColumns(x.parent.cat, x.parentCols) || !hasColumns(x.child.cat, l.Asks()) {
		c.open = c.open || !x.from && l.Whose != varsam.Other
		p.broken(c, l)
		return
	}
	x.other, x.detach, x.reg, x.zone = l.Whose == varsam.Other, l.Detach, l, p.zone()
	c.up = append(c.up, x)
	p.links = append(p.links, x)
}

func (p *place) broken(c *collection, l register.Link) {
	p.gap(c.reg.In(), varsam.Because(GapBrokenLink, strings.Join(l.Through, ", ")))
}

// keyOf is what columns lead to: as declared, else as the system's foreign key
// says, else the key.
func keyOf(declared []string, from *collection, columns []string, to *collection) []string {
	if len(declared) > 0 {
		return declared
	}
	for _, ref := range from.cat.References {
		if ref.To == to.cat.Name && slices.Equal(ref.Columns, columns) && len(ref.ToColumns) > 0 {
			return ref.ToColumns
		}
	}
	return to.cat.Key
}

func hasColumns(c varsam.Collection, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		_, ok := c.Column(name)
		return !ok
	})
}

// linkColumns are the columns of the collection that tie its records to others:
// all that is read of somebody else's record, beside its key.
func (p *place) linkColumns(c *collection) []string {
	cols := slices.Clone(c.cat.Key)
	for _, l := range p.links {
		if l.child == c {
			cols = slices.Concat(cols, l.childCols, l.reg.Asks())
		}
		if l.parent == c {
			cols = append(cols, l.parentCols...)
		}
	}
	slices.Sort(cols)
	return slices.Compact(cols)
}

// ownLinks are the links outward that say whose a record is.
func (c *collection) ownLinks() []*link {
	var own []*link
	for _, l := range c.up {
		if !l.from && !l.other {
			own = append(own, l)
		}
	}
	return own
}
