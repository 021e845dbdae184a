package register

import (
	"fmt"
	"slices"
	"strings"
)

// Manual is docs/register.md: every key of every kind of file, made from the
// schema, with the tables of categories.
func Manual() string {
	r := &markdown{}
	r.text("# The register: every key")
	r.text("Made from the schema by `varsam schema --reference`; do not edit.")
	r.text("A register is a folder of YAML files, in any arrangement of folders. The first key of a file tells what it is: " +
		"`organisation`, `system`, `activity`, `party`, `statements`, `template` or, in the folder `duties`, `duties`. All faults are shown at once; anchors, aliases and tags are not taken.")
	for _, kind := range kinds {
		r.section(kind, schema().resolve(schemaURL+"#/$defs/"+kind))
	}
	for _, part := range []string{"collection", "link", "field", "carry", "when", "keep", "restrict", "anonymise", "recoding", "step", "statement", "control", "measure", "cookie", "duty"} {
		r.section(part, schema().resolve(schemaURL+"#/$defs/"+part))
	}
	r.categories()
	return r.b.String()
}

// markdown writes Markdown.
type markdown struct{ b strings.Builder }

func (r *markdown) text(s string) { r.b.WriteString(s + "\n\n") }

func (r *markdown) section(name string, s map[string]any) {
	title := schema().text(s, "title")
	r.text("## " + title)
	r.text(schema().text(s, "description"))
	r.table(s)
}

// table lists the keys of a mapping; where a value has several forms, of the one
// that is a mapping.
func (r *markdown) table(s map[string]any) {
	s = mappingForm(s)
	if len(properties(s)) == 0 {
		return
	}
	r.b.WriteString("| key | value | |\n| --- | --- | --- |\n")
	r.rows("", s)
	r.b.WriteString("\n")
}

func (r *markdown) rows(prefix string, s map[string]any) {
	required, _ := s["required"].([]any)
	for _, key := range ordered(s) {
		prop := s["properties"].(map[string]any)[key].(map[string]any)
		mark := ""
		if slices.Contains(required, any(key)) {
			mark = " (required)"
		}
		fmt.Fprintf(&r.b, "| `%s%s`%s | %s | %s |\n", prefix, key, mark, form(prop), strings.ReplaceAll(schema().text(prop, "description"), "|", "\\|"))
		if _, named := prop["$ref"]; !named {
			r.rows(prefix+key+".", nested(prop))
		}
	}
}

// nested is the mapping inside a property: itself, or the items of a list.
func nested(prop map[string]any) map[string]any {
	if items, ok := prop["items"].(map[string]any); ok {
		if _, named := items["$ref"]; !named {
			return items
		}
	}
	return prop
}

// ordered are the keys of a mapping: the required first, then by name, because a
// JSON object has no order to keep.
func ordered(s map[string]any) []string {
	required, _ := s["required"].([]any)
	keys := properties(s)
	slices.SortStableFunc(keys, func(a, b string) int {
		ra, rb := slices.Contains(required, any(a)), slices.Contains(required, any(b))
		switch {
		case ra == rb:
			return 0
		case ra:
			return -1
		}
		return 1
	})
	return keys
}

func mappingForm(s map[string]any) map[string]any {
	forms, _ := s["anyOf"].([]any)
	for _, f := range forms {
		if m, ok := f.(map[string]any); ok && m["properties"] != nil {
			return m
		}
	}
	return s
}

// form says in a few words what a value looks like.
func form(prop map[string]any) string {
	if ref, ok := prop["$ref"].(string); ok {
		name := ref[strings.LastIndex(ref, "/")+1:]
		if named, ok := formNames[name]; ok {
			return named
		}
		return name
	}
	if values, ok := prop["enum"].([]any); ok {
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = fmt.Sprintf("`%v`", v)
		}
		return strings.Join(slices.Compact(words), ", ")
	}
	if extra, ok := prop["additionalProperties"].(map[string]any); ok {
		return "mapping of name to " + strings.TrimPrefix(form(extra), "one ")
	}
	if _, ok := prop["anyOf"]; ok {
		return "one, or a list"
	}
	return typeForm(prop["type"])
}

var formNames = map[string]string{
	"words": "words `{sv: …, en: …}`", "names": "word or list", "columns": "column or list", "cell": "value",
	"links": "[link](#link) or list", "collection": "[collection](#collection)", "field": "[field](#field)", "when": "[condition](#condition)",
	"keep": "[keep](#keep)", "restrict": "[restriction](#restriction)", "anonymise": "[anonymising](#anonymising)", "recoding": "[recoding](#recoding)", "carry": "[carry](#carry)", "contact": "contact `{name, email, phone, address, web}`",
	"format": "`1`", "statement": "[statement](#statement)", "control": "[control](#control)", "measure": "[measure](#measure)", "cookie": "[cookie](#cookie)",
}

func typeForm(t any) string {
	switch t := t.(type) {
	case string:
		return map[string]string{"boolean": "true or false", "string": "text", "integer": "number", "array": "list", "object": "mapping"}[t]
	case []any:
		return typeForm(t[0])
	}
	return ""
}

func (r *markdown) categories() {
	r.text("## Data categories")
	r.text("A category is a dotted key; `payment` covers `payment.card`. What stands under a key without keys below it here may be " +
		"refined freely: `id.customer`, `contact.email.work`.")
	r.b.WriteString("| key | svenska | English | W3C DPV | fideslang |\n| --- | --- | --- | --- | --- |\n")
	for _, c := range categories {
		fmt.Fprintf(&r.b, "| `%s` | %s | %s | %s | `%s` |\n", c.Key, c.Words.SV, c.Words.EN, c.DPV[strings.LastIndex(c.DPV, "/")+1:], c.Fides)
	}
}
