package letter

import (
	"cmp"
	"strings"

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

// collectionTitle is a collection as a person reads it: its title, or its name
// where it has none.
func (c *composer) collectionTitle(system, name string) string {
	collection := c.collection(varsam.Ref{System: system, Collection: name})
	if title := inline(collection.Title.In(c.Lang)); title != "" {
		return title
	}
	return inline(name)
}

// recordName is a record that is the person's own, told apart from the others by
// its key.
func (c *composer) recordName(ref varsam.Ref) string {
	keys := make([]string, len(ref.Key))
	for i, k := range ref.Key {
		keys[i] = k.String()
	}
	return c.p.T("done.record", c.collectionTitle(ref.System, ref.Collection), inline(strings.Join(keys, "/")))
}

// in is the printer for what is said of one system: it shows the names of the
// system's collections by their titles.
func (c *composer) in(system string) locale.Printer {
	return c.p.With(func(kind, name string) string {
		if kind == "collection" {
			return c.collectionTitle(system, name)
		}
		return c.name(kind, name)
	})
}

// bySystem orders systems as a person looks for them: by title.
func (c *composer) bySystem(a, b string) int {
	return cmp.Or(c.p.Compare(c.system(a), c.system(b)), cmp.Compare(a, b))
}

// byCollection orders a system's collections as the register lists them, which
// is what leads to the others first; unknown ones come last, by name.
func (c *composer) byCollection(system, a, b string) int {
	return cmp.Or(cmp.Compare(c.position(system, a), c.position(system, b)), cmp.Compare(a, b))
}

func (c *composer) position(system, name string) int {
	s, _ := c.Register.System(system)
	for i, collection := range s.Collections {
		if collection.Name == name || collection.In() == name {
			return i
		}
	}
	return len(s.Collections)
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
