package register

import (
	"reflect"

	"github.com/varsam/varsam"
)

// The short forms of the files: person: self, carried_by: a name, a field that
// is only its category.

func (c *Collection) setKey(name string) { c.Name = name }

func (f *Field) setKey(name string) { f.Name = name }

func (l *Link) fromNode(d *decoder, n *node) {
	if n.kind == textNode {
		l.Self = n.text == "self"
	} else {
		d.fields(n, reflect.ValueOf(l).Elem())
	}
	if l.Whose == "" {
		l.Whose = varsam.Own
	}
}

func (f *Field) fromNode(d *decoder, n *node) {
	if n.kind == textNode {
		f.Data = varsam.Category(n.text)
		return
	}
	d.fields(n, reflect.ValueOf(f).Elem())
}

func (c *Carry) fromNode(d *decoder, n *node) {
	if n.kind == textNode {
		c.Activity = n.text
		return
	}
	d.fields(n, reflect.ValueOf(c).Elem())
}
