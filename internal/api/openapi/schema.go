package openapi

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Schema is a JSON Schema (2020-12), as an object.
type Schema map[string]any

// Types turns Go types into schemas. Named structs become components, each once.
type Types struct {
	// Enums are the values of string types that have few.
	Enums map[reflect.Type][]string

	// Home is the package whose types keep their bare names; others carry that of
	// their package.
	Home string

	components map[string]Schema
	names      map[reflect.Type]string
}

// Components are the schemas of the named structs met so far.
func (t *Types) Components() map[string]Schema { return t.components }

// known are types that write themselves.
var known = map[reflect.Type]Schema{
	reflect.TypeFor[time.Time]():       {"type": "string", "format": "date-time"},
	reflect.TypeFor[varsam.Date]():     {"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`, "description": "A civil day, YYYY-MM-DD; empty for none."},
	reflect.TypeFor[varsam.Period]():   {"type": "string", "description": "A period in words: 24 months."},
	reflect.TypeFor[json.RawMessage](): {},
	reflect.TypeFor[[]byte]():          {"type": "string", "contentEncoding": "base64"},
}

// Of is the schema of a type. It panics for one that JSON cannot hold, or that
// writes itself in a way it does not know: a fault of the program, found when it
// starts.
func (t *Types) Of(typ reflect.Type) Schema {
	if s, ok := known[typ]; ok {
		return clone(s)
	}
	if values, ok := t.Enums[typ]; ok {
		return Schema{"type": "string", "enum": values}
	}
	switch typ.Kind() {
	case reflect.String:
		return Schema{"type": "string"}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return Schema{"type": "integer"}
	case reflect.Uint, reflect.Uint8, reflect.Uint32, reflect.Uint64:
		return Schema{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Pointer:
		return t.Of(typ.Elem())
	case reflect.Slice, reflect.Array:
		return Schema{"type": "array", "items": t.Of(typ.Elem())}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": t.Of(typ.Elem())}
	case reflect.Struct:
		return t.structure(typ)
	}
	panic("openapi: " + typ.String() + " cannot be described")
}

var (
	writesJSON = reflect.TypeFor[json.Marshaler]()
	writesText = reflect.TypeFor[encoding.TextMarshaler]()
)

func (t *Types) structure(typ reflect.Type) Schema {
	switch {
	case typ.Implements(writesJSON):
		panic("openapi: " + typ.String() + " writes its own JSON; say how in known")
	case typ.Implements(writesText):
		return Schema{"type": "string"}
	case typ.Name() == "":
		return t.object(typ)
	}
	if t.names == nil {
		t.names, t.components = map[reflect.Type]string{}, map[string]Schema{}
	}
	name, met := t.names[typ]
	if !met {
		name = t.name(typ)
		if _, taken := t.components[name]; taken {
			panic("openapi: two types are called " + name)
		}
		t.names[typ], t.components[name] = name, Schema{}
		for key, value := range t.object(typ) {
			t.components[name][key] = value
		}
	}
	return Schema{"$ref": "#/components/schemas/" + name}
}

// name is Request for a type of the home package, RetentionRun for another's, and
// RequestList for a generic List of it.
func (t *Types) name(typ reflect.Type) string {
	name, of, generic := strings.Cut(typ.Name(), "[")
	if generic {
		of = strings.TrimSuffix(of, "]")
		of = of[strings.LastIndexByte(of, '/')+1:]
		pkg, bare, _ := strings.Cut(of, ".")
		return t.prefix(pkg) + bare + name
	}
	return t.prefix(typ.PkgPath()[strings.LastIndexByte(typ.PkgPath(), '/')+1:]) + name
}

func (t *Types) prefix(pkg string) string {
	if pkg == t.Home || pkg == "varsam" {
		return ""
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:]
}

func (t *Types) object(typ reflect.Type) Schema {
	properties, required := map[string]any{}, []string{}
	for _, f := range reflect.VisibleFields(typ) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" || !f.IsExported() || name == "-" || len(f.Index) > 1 && !promoted(typ, f) {
			continue
		}
		if name == "" {
			name = f.Name
		}
		properties[name] = t.field(f, options)
		if !strings.Contains(options, "omit") && f.Tag.Get("need") != "no" {
			required = append(required, name)
		}
	}
	s := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		slices.Sort(required)
		s["required"] = required
	}
	return s
}

// promoted reports whether JSON shows a field of an embedded struct among the
// outer ones.
func promoted(typ reflect.Type, f reflect.StructField) bool {
	for i := 1; i < len(f.Index); i++ {
		outer := typ.FieldByIndex(f.Index[:i])
		if !outer.Anonymous || outer.Tag.Get("json") != "" {
			return false
		}
	}
	return true
}

func (t *Types) field(f reflect.StructField, options string) Schema {
	s := t.Of(f.Type)
	bound(s, f)
	kind := f.Type.Kind()
	_, list := f.Tag.Lookup("list")
	nullable := (kind == reflect.Slice || kind == reflect.Map || kind == reflect.Pointer) && !list && !strings.Contains(options, "omit")
	if nullable && f.Type != reflect.TypeFor[json.RawMessage]() {
		s = orNull(s)
	}
	if doc := f.Tag.Get("doc"); doc != "" {
		if _, ref := s["$ref"]; ref {
			s = Schema{"$ref": s["$ref"]} // 2020-12 lets words stand beside a reference
		}
		s["description"] = doc
	}
	return s
}

func orNull(s Schema) Schema {
	if kind, ok := s["type"].(string); ok {
		s["type"] = []string{kind, "null"}
		return s
	}
	return Schema{"anyOf": []Schema{s, {"type": "null"}}}
}

// bound reads the tags that narrow a field.
func bound(s Schema, f reflect.StructField) {
	number := func(tag, keyword string) {
		if n, err := strconv.Atoi(f.Tag.Get(tag)); err == nil {
			s[keyword] = n
		}
	}
	number("min", "minimum")
	number("max", "maximum")
	switch f.Type.Kind() {
	case reflect.String:
		number("most", "maxLength")
		number("least", "minLength")
	case reflect.Slice:
		number("most", "maxItems")
		number("least", "minItems")
	}
	if p := f.Tag.Get("pattern"); p != "" {
		s["pattern"] = p
	}
}

func clone(s Schema) Schema {
	c := make(Schema, len(s))
	for key, value := range s {
		c[key] = value
	}
	return c
}
