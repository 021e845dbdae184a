package register

import (
	"encoding"
	"reflect"
	"strconv"

	"github.com/varsam/varsam/internal/locale"
)

// decoder fills the model from nodes that the schema has accepted. It is our own
// because the model has short forms and keeps the order of mappings, and because
// every fault needs its place.
type decoder struct {
	report func(at *node, code string, message, mend locale.Saying)
}

// nodeReader is implemented by the types with short forms of their own.
type nodeReader interface{ fromNode(d *decoder, n *node) }

// keyed is implemented by the items of a list that the file writes as a mapping.
type keyed interface{ setKey(name string) }

func (d *decoder) decode(n *node, v reflect.Value) {
	if n == nil || n.kind == nullNode {
		return
	}
	if r, ok := v.Addr().Interface().(nodeReader); ok {
		r.fromNode(d, n)
		return
	}
	if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := t.UnmarshalText([]byte(n.text)); err != nil {
			d.report(n, "wrong-value", locale.Says("%s cannot be read", quote(n.text)), locale.Says("%s", err))
		}
		return
	}
	d.plain(n, v)
}

func (d *decoder) plain(n *node, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.text)
	case reflect.Bool:
		v.SetBool(n.value() == true)
	case reflect.Int, reflect.Int64:
		number, _ := strconv.ParseInt(n.text, 10, 64) // the schema has asked for one
		v.SetInt(number)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(n, v.Elem())
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		d.texts(n, v)
	case reflect.Struct:
		d.fields(n, v)
	}
}

// list reads a list, a single item in its place, or a mapping of keyed items.
func (d *decoder) list(n *node, v reflect.Value) {
	items := []*node{n}
	_, byKey := reflect.New(v.Type().Elem()).Interface().(keyed)
	if byKey && n.kind != mapNode {
		return
	}
	if n.kind == listNode || byKey {
		items = n.kids
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		d.decode(item, v.Index(i))
		if byKey {
			v.Index(i).Addr().Interface().(keyed).setKey(n.keys[i].text)
		}
	}
}

func (d *decoder) texts(n *node, v reflect.Value) {
	m := make(map[string]string, len(n.kids))
	for i, kid := range n.kids {
		if m[n.keys[i].text] = kid.text; kid.kind == nullNode {
			m[n.keys[i].text] = ""
		}
	}
	v.Set(reflect.ValueOf(m))
}

func (d *decoder) fields(n *node, v reflect.Value) {
	for i := range v.NumField() {
		tag := yamlName(v.Type().Field(i))
		if kid := n.get(tag); kid != nil {
			d.decode(kid, v.Field(i))
		}
	}
}

// yamlName is the key of a struct's field; empty when the file has none.
func yamlName(f reflect.StructField) string {
	tag := f.Tag.Get("yaml")
	for i := range tag {
		if tag[i] == ',' {
			return tag[:i]
		}
	}
	if tag == "-" {
		return ""
	}
	return tag
}
