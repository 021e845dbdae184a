package openapi

import (
	"maps"
	"slices"
	"strings"
)

// Examples are what stands in examples: a value by the name of its property, by that of
// its component and property, as "Identifier.type", where the name alone says too
// little, or by "Identifier." a whole component.
type Examples map[string]any

// Example is a value of a schema with all its properties: the form of an answer, or of
// what is sent, with nobody's data in it. Missing are properties for which there are no
// words.
func (t *Types) Example(s Schema, words Examples) (value any, missing []string) {
	e := exampler{types: t, words: words, missing: map[string]bool{}}
	return e.value(s, "", "", nil), slices.Sorted(maps.Keys(e.missing))
}

type exampler struct {
	types   *Types
	words   Examples
	missing map[string]bool // properties without a value
}

// value is one of a schema that stands in a component under a name; within are the
// components around it.
func (e *exampler) value(s Schema, component, name string, within []string) any {
	if said, ok := e.words[component+"."+name]; ok {
		return said
	}
	if ref, ok := s["$ref"].(string); ok {
		return e.component(ref[strings.LastIndexByte(ref, '/')+1:], within)
	}
	if ways, ok := s["anyOf"].([]Schema); ok {
		return e.value(ways[0], component, name, within)
	}
	if values, ok := s["enum"].([]string); ok {
		return values[0]
	}
	switch single(s) {
	case "object":
		return e.object(s, component, name, within)
	case "array":
		items, _ := s["items"].(Schema)
		if item := e.value(items, component, name, within); item != nil {
			return []any{item}
		}
		return []any{}
	case "integer", "number":
		return e.number(s, name)
	case "boolean":
		return true
	}
	return e.text(s, component, name)
}

// single is the type of a schema besides null.
func single(s Schema) string {
	if all, ok := s["type"].([]string); ok {
		return all[0]
	}
	one, _ := s["type"].(string)
	return one
}

// component is nil where it stands within itself.
func (e *exampler) component(name string, within []string) any {
	if slices.Contains(within, name) {
		return nil
	}
	return e.value(e.types.components[name], name, "", append(slices.Clone(within), name))
}

func (e *exampler) object(s Schema, component, name string, within []string) any {
	all := map[string]any{}
	if more, ok := s["additionalProperties"].(Schema); ok {
		all["name"] = e.value(more, component, name, within)
		return all
	}
	properties, _ := s["properties"].(map[string]any)
	for property, schema := range properties {
		if value := e.value(schema.(Schema), component, property, within); value != nil {
			all[property] = value
		}
	}
	return all
}

func (e *exampler) number(s Schema, name string) any {
	if said, ok := e.words[name].(float64); ok {
		return said
	}
	if least, ok := s["minimum"].(int); ok {
		return max(least, 1)
	}
	return 1
}

func (e *exampler) text(s Schema, component, name string) any {
	switch {
	case s["format"] == "date-time":
		return "2026-11-23T09:30:00Z"
	case strings.HasPrefix(pattern(s), `^(\d{4}-`):
		return "2026-12-23"
	}
	said, ok := e.words[name]
	if !ok {
		e.missing[component+"."+name] = true
	}
	return said
}

func pattern(s Schema) string {
	p, _ := s["pattern"].(string)
	return p
}
