// Package openapi describes Go types as JSON Schema and routes as an OpenAPI 3.1
// document (https://spec.openapis.org/oas/v3.1.0). It knows nothing of what the
// routes do.
//
// A type is described as encoding/json writes it: names and omissions by its json
// tags, words by the tag doc, bounds by the tags min, max, most and pattern.
// A slice or map that may be nil is null in JSON, and said to be, unless the
// field carries the tag list:"".
package openapi
