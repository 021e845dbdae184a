package api_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// Every body of JSON that the document has, sent or answered, has an example that its
// schema takes, and none of them names anybody outside the reserved ranges.
func TestExamplesAreTrue(t *testing.T) {
	t.Parallel()
	h := build(t)
	c := h.contract()
	checked := 0
	c.bodies(c.doc, "", func(at string, media map[string]any) {
		checked++
		example, ok := media["example"]
		if !ok {
			t.Errorf("%s has no example", at)
			return
		}
		contracts.Lock()
		schema := c.compiler.MustCompile("https://example.org/openapi.json#" + at + "/schema")
		contracts.Unlock()
		if err := schema.Validate(example); err != nil {
			t.Errorf("%s: the example is not what the schema says: %v", at, err)
		}
	})
	if checked < 200 {
		t.Errorf("only %d bodies were looked at", checked)
	}
}

// An example is what a program may send: taken as it is by the routes that need
// nothing else to be there first.
func TestExamplesAreTaken(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	c := h.contract()
	for _, path := range []string{"/requests", "/incidents", "/duties"} {
		media := c.at("/paths/" + strings.ReplaceAll(path, "/", "~1") + "/post/requestBody/content/application~1json")
		body, err := json.Marshal(media["example"])
		h.must(err)
		p.does(nil, "POST", path, json.RawMessage(body))
	}
}

// bodies walks all that the document says of JSON.
func (c *contract) bodies(in any, at string, do func(at string, media map[string]any)) {
	switch in := in.(type) {
	case []any:
		for i, item := range in {
			c.bodies(item, at+"/"+strconv.Itoa(i), do)
		}
	case map[string]any:
		for name, item := range in {
			next := at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			media, _ := item.(map[string]any)
			if strings.HasSuffix(name, "json") && strings.HasSuffix(at, "/content") && media["schema"] != nil {
				if len(media["schema"].(map[string]any)) > 0 {
					do(next, media)
				}
				continue
			}
			c.bodies(item, next, do)
		}
	}
}

// at is what a pointer of the document leads to.
func (c *contract) at(pointer string) map[string]any {
	var here any = c.doc
	for _, part := range strings.Split(strings.TrimPrefix(strings.TrimPrefix(pointer, "#"), "/"), "/") {
		here = here.(map[string]any)[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
	}
	return here.(map[string]any)
}

// lacks is the path of something that an answer has and its example has not.
func (c *contract) lacks(media map[string]any, answer any) string {
	schema, _ := media["schema"].(map[string]any)
	if len(schema) == 0 { // a file of another's form
		return ""
	}
	return c.missing(schema, media["example"], answer, "", nil)
}

func (c *contract) missing(schema map[string]any, example, answer any, at string, within []string) string {
	if ref, ok := schema["$ref"].(string); ok {
		for _, outer := range within {
			if outer == ref { // an example does not stand within itself
				return ""
			}
		}
		return c.missing(c.at(ref), example, answer, at, append(within[:len(within):len(within)], ref))
	}
	if ways, ok := schema["anyOf"].([]any); ok {
		return c.missing(ways[0].(map[string]any), example, answer, at, within)
	}
	properties, _ := schema["properties"].(map[string]any)
	switch answer := answer.(type) {
	case []any:
		shown, _ := example.([]any)
		items, _ := schema["items"].(map[string]any)
		if len(shown) > 0 && items != nil {
			for _, item := range answer {
				if path := c.missing(items, shown[0], item, at+"[]", within); path != "" {
					return path
				}
			}
		}
	case map[string]any:
		shown, _ := example.(map[string]any)
		for name, value := range answer {
			field, known := properties[name].(map[string]any)
			if !known {
				continue
			}
			if _, ok := shown[name]; !ok && !c.recurs(field, within) {
				return at + "." + name
			}
			if path := c.missing(field, shown[name], value, at+"."+name, within); path != "" {
				return path
			}
		}
	}
	return ""
}

// recurs reports whether a field holds what it stands in.
func (c *contract) recurs(field map[string]any, within []string) bool {
	text, _ := json.Marshal(field)
	for _, outer := range within {
		if strings.Contains(string(text), `"`+outer+`"`) {
			return true
		}
	}
	return false
}
