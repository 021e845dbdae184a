package letter

import (
	"github.com/varsam/varsam"
)

// schema is the part of JSON Schema 2020-12 that the files use.
type schema struct {
	Schema          string            `json:"$schema,omitempty"`
	Title           string            `json:"title,omitempty"`
	Description     string            `json:"description,omitempty"`
	Const           string            `json:"const,omitempty"`
	Type            []string          `json:"type,omitempty"`
	Format          string            `json:"format,omitempty"`
	ContentEncoding string            `json:"contentEncoding,omitempty"`
	Properties      map[string]schema `json:"properties,omitempty"`
	Required        []string          `json:"required,omitempty"`
	Items           *schema           `json:"items,omitempty"`
	Additional      *bool             `json:"additionalProperties,omitempty"`
}

var closed = new(bool)

func object(properties map[string]schema, required ...string) schema {
	return schema{Type: []string{"object"}, Properties: properties, Required: required, Additional: closed}
}

func list(of schema) schema { return schema{Type: []string{"array"}, Items: &of} }

var (
	textSchema = schema{Type: []string{"string"}}
	daySchema  = schema{Type: []string{"string"}, Format: "date"}
)

// schema describes this very file: its collections and columns, with their
// kinds of data and sources.
func (x *portable) schema() schema {
	data := map[string]schema{}
	for _, c := range x.collections {
		data[c.id()] = list(x.recordSchema(c))
	}
	left := object(map[string]schema{
		"system": textSchema, "collection": textSchema, "field": textSchema,
		"records": {Type: []string{"integer"}}, "reason": textSchema,
	}, "system", "collection", "records", "reason")
	s := object(map[string]schema{
		"format": {Const: PortableFormat}, "organisation": textSchema, "request": textSchema,
		"made": daySchema, "notes": list(textSchema), "data": object(data), "left_out": list(left),
	}, "format", "organisation", "request", "made", "notes", "data", "left_out")
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", PortableFormat
	return s
}

func (x *portable) recordSchema(c *portableCollection) schema {
	fields := map[string]schema{}
	for _, col := range c.columns {
		f := columnSchema(col.kinds)
		declared, _ := c.declared.Field(col.name)
		f.Title = x.fieldTitle(c.declared, col.name)
		f.Description = string(declared.Data) + "; " + x.p.T("copy.source") + ": " + x.sourceWords(declared.Source)
		fields[col.name] = f
	}
	return object(fields)
}

// columnSchema allows the kinds that a column's values have. One kind gives its
// format; a mixture is plain text and numbers.
func columnSchema(kinds []varsam.Kind) schema {
	var s schema
	for _, k := range kinds {
		one := kindSchema(k)
		s.Type = union(s.Type, one.Type)
		s.Format, s.ContentEncoding = one.Format, one.ContentEncoding
	}
	if len(kinds) > 1 {
		s.Format, s.ContentEncoding = "", ""
	}
	return s
}

func kindSchema(k varsam.Kind) schema {
	switch k {
	case varsam.Null:
		return schema{Type: []string{"null"}}
	case varsam.Bool:
		return schema{Type: []string{"boolean"}}
	case varsam.Int:
		return schema{Type: []string{"integer", "string"}} // text beyond 2^53
	case varsam.Day:
		return daySchema
	case varsam.Instant:
		return schema{Type: []string{"string"}, Format: "date-time"}
	case varsam.Bytes:
		return schema{Type: []string{"string"}, ContentEncoding: "base64"}
	}
	return textSchema
}
