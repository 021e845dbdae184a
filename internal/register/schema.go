package register

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema.json
var schemaJSON []byte

// Schema is the JSON Schema of a register's files, for editors and for the
// reference. The keyword x-mend is ours: what to write instead.
func Schema() []byte { return slices.Clone(schemaJSON) }

// kinds are the kinds of file, by their first key.
var kinds = []string{"organisation", "system", "activity", "party", "statements", "template", dutiesKind}

const schemaURL = "https://varsam.org/schema/register-1.json"

type schemas struct {
	doc      map[string]any
	compiled map[string]*jsonschema.Schema
}

// schema compiles the embedded schema once; a fault in it is ours, and every
// test would meet it.
var schema = sync.OnceValue(func() schemas {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		panic("register: schema.json is not JSON: " + err.Error())
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaURL, doc); err != nil {
		panic("register: schema.json is no schema: " + err.Error())
	}
	s := schemas{doc: doc.(map[string]any), compiled: map[string]*jsonschema.Schema{}}
	for _, kind := range kinds {
		s.compiled[kind] = c.MustCompile(schemaURL + "#/$defs/" + kind)
	}
	return s
})

// resolve follows a JSON pointer from the root of the schema.
func (s schemas) resolve(url string) map[string]any {
	_, pointer, _ := strings.Cut(url, "#")
	var at any = s.doc
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch here := at.(type) {
		case map[string]any:
			at = here[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(here) {
				return nil
			}
			at = here[i]
		}
	}
	m, _ := at.(map[string]any)
	return m
}

// properties are the keys that a schema knows, sorted.
func properties(schema map[string]any) []string {
	props, _ := schema["properties"].(map[string]any)
	return slices.Sorted(maps.Keys(props))
}

// text is a string member of a schema, also through a $ref.
func (s schemas) text(schema map[string]any, member string) string {
	for range maxDepth {
		if t, ok := schema[member].(string); ok {
			return t
		}
		ref, ok := schema["$ref"].(string)
		if !ok {
			return ""
		}
		schema = s.resolve(ref)
	}
	return ""
}

// plainValue is a schema's or an instance's value as a message shows it.
func plainValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "empty"
	case string:
		return quote(v)
	case json.Number:
		return quote(v.String())
	}
	return quote(fmt.Sprint(v))
}
