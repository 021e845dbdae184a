package api

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/varsam/varsam"
)

const documentURL = "https://varsam.org/schema/openapi-1.json"

// shapes compiles parts of our document. The document names the handlers, which
// use this: so it is made at first use.
var shapes struct {
	sync.Mutex
	compiler *jsonschema.Compiler
}

// shape is the schema at a pointer into our document.
func shape(pointer string) *jsonschema.Schema {
	shapes.Lock()
	defer shapes.Unlock()
	if shapes.compiler == nil {
		shapes.compiler = newCompiler()
	}
	return shapes.compiler.MustCompile(documentURL + "#" + pointer)
}

func newCompiler() *jsonschema.Compiler {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(documentJSON()))
	if err != nil {
		panic("api: the document is not JSON: " + err.Error())
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(documentURL, doc); err != nil {
		panic("api: the document is no resource: " + err.Error())
	}
	return c
}

// check holds a body against the schema of a route, and tells every fault.
func check(r route, body []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil || !utf8.Valid(body) {
		return &fault{status: http.StatusBadRequest, error: varsam.Errorf(varsam.Invalid, "the body is not JSON")}
	}
	if f := (&fault{status: http.StatusUnprocessableEntity, error: errShape}); f.unwritten(value, "") {
		return f
	}
	err = shape(schemaAt(r)).Validate(value)
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	f := &fault{status: http.StatusUnprocessableEntity, error: errShape}
	f.gather(invalid)
	return f
}

var errShape = varsam.Errorf(varsam.Invalid, "the body is not what the reference says")

// unwritten lists the texts with characters that nobody writes, and reports whether
// there are any: controls, and what turns the direction of others' text round.
func (f *fault) unwritten(value any, at string) bool {
	switch value := value.(type) {
	case string:
		if strings.ContainsFunc(value, control) {
			f.faults = append(f.faults, Fault{at, "has control characters"})
		}
	case []any:
		for i, one := range value {
			f.unwritten(one, at+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			f.unwritten(value[name], at+"/"+pointerEscape.Replace(name))
		}
	}
	return len(f.faults) > 0
}

func control(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// schemaAt is where a body's schema stands in the document.
func schemaAt(r route) string {
	return "/paths/" + pointerEscape.Replace(r.path) + "/" + strings.ToLower(r.method) + "/requestBody/content/" + pointerEscape.Replace("application/json") + "/schema"
}

// gather lists the innermost faults, without the values: they may be personal
// data.
func (f *fault) gather(e *jsonschema.ValidationError) {
	for _, cause := range e.Causes {
		f.gather(cause)
	}
	if len(e.Causes) > 0 {
		return
	}
	at := ""
	for _, step := range e.InstanceLocation {
		at += "/" + pointerEscape.Replace(step)
	}
	f.faults = append(f.faults, Fault{at, plainly(e.ErrorKind)})
}

// plainly says a fault without the value that has it.
func plainly(k jsonschema.ErrorKind) string {
	switch k := k.(type) {
	case *kind.Type:
		return "is " + k.Got + ", and should be " + strings.Join(k.Want, " or ")
	case *kind.Required:
		return "lacks " + strings.Join(k.Missing, ", ")
	case *kind.AdditionalProperties:
		return "has members that nobody reads: " + strings.Join(k.Properties, ", ")
	case *kind.Enum:
		words := make([]string, len(k.Want))
		for i, w := range k.Want {
			words[i] = fmt.Sprint(w)
		}
		return "is none of " + strings.Join(words, ", ")
	case *kind.Pattern:
		return "does not have the form " + k.Want
	case *kind.MinLength, *kind.MinItems, *kind.Minimum:
		return "is too short or too small"
	case *kind.MaxLength, *kind.MaxItems, *kind.Maximum:
		return "is too long or too large"
	}
	return "is not as the reference says"
}
