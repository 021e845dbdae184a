package api

import (
	"net/http"
	"reflect"
	"slices"

	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
)

// route is one thing that a program can ask for.
type route struct {
	method, path string
	summary      string
	says         string
	scopes       []token.Scope // all are needed
	status       int
	in, out      reflect.Type // nil: no body
	takes        string       // media type of a body that is a file
	gives        []string     // media types of an answer that is a file
	query        []openapi.Parameter
	once         bool // takes an Idempotency-Key
	edits        bool // takes If-Match
	mustMatch    bool // and demands it
	tagged       bool // answers with an ETag
	ofCase       bool // {id} is a request whose people the caller must be allowed to see
	do           func(*call) (any, error)
}

// option changes a route.
type option func(*route)

// nothing is a body or an answer without content.
type nothing struct{}

// get is a route that reads.
func get[Out any](path, summary string, scope token.Scope, do func(*call) (Out, error), options ...option) route {
	return build[nothing, Out](http.MethodGet, path, summary, scope, func(c *call) (any, error) { return do(c) }, options)
}

// change is a route that changes something. With In nothing, it has no body; with
// Out nothing, it answers 204.
func change[In, Out any](path, summary string, scope token.Scope, do func(*call, In) (Out, error), options ...option) route {
	return build[In, Out](http.MethodPost, path, summary, scope, func(c *call) (any, error) {
		var in In
		if err := c.read(&in); err != nil {
			return nil, err
		}
		return do(c, in)
	}, options)
}

// remove is a route that ends something.
func remove(path, summary string, scope token.Scope, do func(*call) error, options ...option) route {
	return build[nothing, nothing](http.MethodDelete, path, summary, scope, func(c *call) (any, error) { return nothing{}, do(c) }, options)
}

func build[In, Out any](method, path, summary string, scope token.Scope, do func(*call) (any, error), options []option) route {
	r := route{method: method, path: path, summary: summary, scopes: []token.Scope{scope}, status: http.StatusOK, do: do}
	if in := reflect.TypeFor[In](); in != reflect.TypeFor[nothing]() {
		r.in = in
	}
	switch out := reflect.TypeFor[Out](); out {
	case reflect.TypeFor[nothing]():
		r.status = http.StatusNoContent
	case reflect.TypeFor[file]():
	default:
		r.out = out
	}
	for _, o := range options {
		o(&r)
	}
	return r
}

// creates says that something new comes to be: 201, once for a key.
func creates(r *route) { r.status, r.once = http.StatusCreated, true }

// makes is creates for what is answered once and kept nowhere: a secret, a name.
func makes(r *route) { r.status = http.StatusCreated }

// puts replaces what is there, and demands to know what that was.
func puts(r *route) { r.method, r.mustMatch = http.MethodPut, true }

// matched demands to know what a change was made from.
func matched(r *route) { r.mustMatch = true }

// starts says that work was begun that goes on after the answer.
func starts(r *route) { r.status = http.StatusAccepted }

// ofCase is about one request, whose people the caller must be allowed to see.
func ofCase(r *route) {
	r.ofCase = true
	if !slices.Contains(r.scopes, token.ReadPeople) {
		r.scopes = append(r.scopes, token.ReadPeople)
	}
}

// editsCase changes one request; If-Match is honoured.
func editsCase(r *route) {
	ofCase(r)
	r.edits = true
}

func tagged(r *route) { r.tagged = true }

// files says what kinds of file a route answers with.
func files(types ...string) option {
	return func(r *route) { r.gives = types }
}

func upload(mediaType string) option {
	return func(r *route) { r.takes = mediaType }
}

func also(scope token.Scope) option {
	return func(r *route) { r.scopes = append(r.scopes, scope) }
}

func says(text string) option {
	return func(r *route) { r.says = text }
}

// query is a value of the address.
func query(name, says string, schema openapi.Schema) option {
	return func(r *route) {
		r.query = append(r.query, openapi.Parameter{Name: name, In: "query", Says: says, Schema: schema})
	}
}

// pages are the values by which a list is walked.
func pages(r *route) {
	query("after", "The id of the last item of the page before.", openapi.Schema{"type": "string"})(r)
	query("limit", "How many items a page has at most.", openapi.Schema{"type": "integer", "minimum": 1, "maximum": mostItems, "default": usualItems})(r)
}

// How many items a page of a list has.
const (
	usualItems = 50
	mostItems  = 200
)

// Routes are all that a program can ask for, as METHOD /path.
func Routes() (all []string) {
	for _, r := range table() {
		all = append(all, r.method+" "+Root+r.path)
	}
	return all
}
