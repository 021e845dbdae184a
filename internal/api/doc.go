// Package api is what the pages do, for programs: JSON over HTTP, under /api/v1.
//
// One table of routes (routes.go) is everything: handlers are mounted from it,
// the OpenAPI document and the reference are generated from it, and what a
// request may hold is checked against the schemas in it. A route names the scopes
// that a token must have; without one of them nothing is answered.
//
// Handlers hold no rule of their own: they call the services that the pages and
// the command line call. Errors are problem details (RFC 9457) with the error's
// code and what to do next. A person is in no address, no log and no answer that
// asks for less than people:read.
package api
