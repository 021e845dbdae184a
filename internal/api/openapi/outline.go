package openapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Outline is a schema as people read it: JSON with kinds in the place of values
// and words behind them.
func (t *Types) Outline(s Schema) string {
	var b strings.Builder
	t.outline(&b, s, 0, nil)
	return b.String()
}

func (t *Types) outline(b *strings.Builder, s Schema, depth int, within []string) {
	if ref, ok := s["$ref"].(string); ok {
		name := ref[strings.LastIndexByte(ref, '/')+1:]
		if slices.Contains(within, name) {
			b.WriteString(name)
			return
		}
		t.outline(b, t.components[name], depth, append(within, name))
		return
	}
	switch kind := kindOf(s); kind {
	case "object":
		t.outlineObject(b, s, depth, within)
	case "array":
		items, _ := s["items"].(Schema)
		b.WriteByte('[')
		t.outline(b, items, depth, within)
		b.WriteByte(']')
	default:
		b.WriteString(kind)
	}
}

// kindOf names a schema in a word.
func kindOf(s Schema) string {
	if values, ok := s["enum"].([]string); ok {
		return strings.Join(values, " | ")
	}
	switch kind := s["type"].(type) {
	case string:
		if format, ok := s["format"].(string); ok {
			return format
		}
		return kind
	case []string:
		return kind[0]
	}
	if any, ok := s["anyOf"].([]Schema); ok {
		return kindOf(any[0])
	}
	return "any"
}

func (t *Types) outlineObject(b *strings.Builder, s Schema, depth int, within []string) {
	indent := strings.Repeat("  ", depth+1)
	if more, ok := s["additionalProperties"].(Schema); ok {
		b.WriteString("{…: ")
		t.outline(b, more, depth, within)
		b.WriteByte('}')
		return
	}
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]string)
	b.WriteString("{\n")
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		field, _ := properties[name].(Schema)
		mark := "?"
		if slices.Contains(required, name) {
			mark = ""
		}
		fmt.Fprintf(b, "%s%s%s: ", indent, name, mark)
		t.outline(b, field, depth+1, within)
		if says, ok := field["description"].(string); ok {
			b.WriteString("  // " + says)
		}
		b.WriteByte('\n')
	}
	b.WriteString(strings.Repeat("  ", depth) + "}")
}
