package letter

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// collection is what the register says of a record's collection; empty for one
// that it does not know.
func (c *composer) collection(ref varsam.Ref) register.Collection {
	system, _ := c.Register.System(ref.System)
	for _, collection := range system.Collections {
		if collection.Name == ref.Collection || collection.In() == ref.Collection {
			return collection
		}
	}
	return register.Collection{Name: ref.Collection}
}

// label is a field's title as it begins a line; a bare column name stays as it
// is.
func label(title, name string) string {
	if title == inline(name) {
		return title
	}
	return locale.Capital(title)
}

// fieldTitle is a field as a person reads it: what kind of data it holds, or its
// name where the register does not say.
func (c *composer) fieldTitle(collection register.Collection, name string) string {
	f, ok := collection.Field(name)
	if !ok || f.Data == "" {
		return inline(name)
	}
	if title := c.p.Category(f.Data); title != string(f.Data) && !f.Data.IsKey() {
		return inline(title)
	}
	return inline(name)
}
