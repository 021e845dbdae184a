package openapi

import (
	"net/http"
	"strconv"
	"strings"
)

// Document is an OpenAPI document, as an object.
type Document map[string]any

// Operation is one route as the document shows it.
type Operation struct {
	Method, Path string // GET, /requests/{id}
	ID           string // getRequest
	Tag          string
	Summary      string
	Description  string
	Scopes       []string
	Parameters   []Parameter
	Body         *Content
	Answers      []Answer
	Problems     []int // statuses of what can go wrong, of those that Info says
}

// Parameter is one value beside the body.
type Parameter struct {
	Name     string
	In       string // path, query or header
	Says     string
	Required bool
	Schema   Schema
}

// Content is a body.
type Content struct {
	Type    string // media type
	Schema  Schema
	Example any // nil where there is none
}

// Answer is what a status comes with.
type Answer struct {
	Status  int
	Says    string
	Content []Content
	Headers map[string]string // with what they say
}

// Info says what the document is about.
type Info struct {
	Title, Version, Says string
	Server               string // path that all routes begin with
	Tags                 []Tag  // in the order in which they are shown
	Scopes               []Tag
	Problems             []Answer // each status once
}

// Tag is a name with what it says.
type Tag struct{ Name, Says string }

// Build makes the document.
func Build(info Info, operations []Operation, components map[string]Schema) Document {
	paths := map[string]map[string]any{}
	for _, op := range operations {
		if paths[op.Path] == nil {
			paths[op.Path] = map[string]any{}
		}
		paths[op.Path][strings.ToLower(op.Method)] = op.object()
	}
	tags := make([]map[string]string, len(info.Tags))
	for i, t := range info.Tags {
		tags[i] = map[string]string{"name": t.Name, "description": t.Says}
	}
	return Document{
		"openapi": "3.1.0",
		"info":    map[string]any{"title": info.Title, "version": info.Version, "description": info.Says},
		"servers": []map[string]string{{"url": info.Server}},
		"tags":    tags,
		"paths":   paths,
		"components": map[string]any{
			"schemas":   components,
			"responses": problems(info.Problems),
			"securitySchemes": map[string]any{"token": map[string]string{
				"type": "http", "scheme": "bearer", "description": scopesText(info.Scopes),
			}},
		},
	}
}

func scopesText(scopes []Tag) string {
	var b strings.Builder
	b.WriteString("A token, as `varsam token new` or the page *Tokens* shows it once. It has scopes:\n")
	for _, s := range scopes {
		b.WriteString("\n- `" + s.Name + "`: " + s.Says)
	}
	return b.String()
}

func (op Operation) object() map[string]any {
	o := map[string]any{"operationId": op.ID, "summary": op.Summary, "tags": []string{op.Tag}, "responses": op.responses()}
	if op.Description != "" {
		o["description"] = op.Description
	}
	o["security"] = []map[string][]string{}
	if len(op.Scopes) > 0 {
		o["security"] = []map[string][]string{{"token": op.Scopes}}
	}
	var parameters []map[string]any
	for _, p := range op.Parameters {
		parameters = append(parameters, map[string]any{
			"name": p.Name, "in": p.In, "description": p.Says, "required": p.Required || p.In == "path", "schema": p.Schema,
		})
	}
	if parameters != nil {
		o["parameters"] = parameters
	}
	if op.Body != nil {
		o["requestBody"] = map[string]any{"required": true, "content": contents(*op.Body)}
	}
	return o
}

// problems are the answers that routes refer to.
func problems(answers []Answer) map[string]any {
	all := map[string]any{}
	for _, a := range answers {
		all[problem(a.Status)] = a.object()
	}
	return all
}

func problem(code int) string { return "Problem" + strconv.Itoa(code) }

func (op Operation) responses() map[string]any {
	all := map[string]any{}
	for _, code := range op.Problems {
		all[status(code)] = map[string]any{"$ref": "#/components/responses/" + problem(code)}
	}
	for _, a := range op.Answers {
		all[status(a.Status)] = a.object()
	}
	return all
}

func (a Answer) object() map[string]any {
	r := map[string]any{"description": a.Says}
	if a.Says == "" {
		r["description"] = http.StatusText(a.Status)
	}
	if len(a.Content) > 0 {
		r["content"] = contents(a.Content...)
	}
	headers := map[string]any{}
	for name, says := range a.Headers {
		headers[name] = map[string]any{"description": says, "schema": Schema{"type": "string"}}
	}
	if len(headers) > 0 {
		r["headers"] = headers
	}
	return r
}

// status is a code as a key; 0 is all others.
func status(code int) string {
	if code == 0 {
		return "default"
	}
	return strconv.Itoa(code)
}

func contents(all ...Content) map[string]any {
	out := map[string]any{}
	for _, c := range all {
		media := map[string]any{}
		if c.Schema != nil {
			media["schema"] = c.Schema
		}
		if c.Example != nil {
			media["example"] = c.Example
		}
		out[c.Type] = media
	}
	return out
}
