package api

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/openapi"
)

// What stands in the examples of the document: made up, of reserved names and numbers.
//
//go:embed examples.json
var exampleFile []byte

func exampleWords() openapi.Examples {
	var words openapi.Examples
	if err := json.Unmarshal(exampleFile, &words); err != nil {
		panic("api: examples.json: " + err.Error())
	}
	return words
}

// describer makes the schemas of the document, and an example of each body.
type describer struct {
	*openapi.Types
	words openapi.Examples
}

// body is a body of JSON. It panics for one of which an example cannot be made: a
// fault of the build.
func (d describer) body(typ reflect.Type) openapi.Content {
	schema := d.Of(typ)
	example, missing := d.Example(schema, d.words)
	if len(missing) > 0 {
		panic("api: examples.json has no value for " + strings.Join(missing, ", "))
	}
	return openapi.Content{Type: "application/json", Schema: schema, Example: example}
}

// problem is that of a status.
func (d describer) problem(status int) openapi.Content {
	c := d.body(reflect.TypeFor[Problem]())
	example := maps.Clone(c.Example.(map[string]any))
	code := codeOf(status)
	example["status"], example["code"], example["type"] = status, code, problemPlace+string(code)
	c.Type, c.Example = "application/problem+json", example
	return c
}

// codeOf is the code that a status most often comes with.
func codeOf(status int) varsam.Code {
	switch status {
	case http.StatusUnauthorized:
		return varsam.Denied
	case http.StatusPreconditionFailed:
		return varsam.Changed
	case http.StatusTooManyRequests:
		return varsam.Unavailable
	case http.StatusInternalServerError:
		return varsam.Internal
	}
	for _, code := range codes {
		if statuses[code] == status {
			return code
		}
	}
	return varsam.Invalid
}
