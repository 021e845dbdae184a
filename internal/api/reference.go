package api

import (
	"embed"
	"io/fs"
	"net/http"
	"reflect"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/web/frame"
)

//go:embed pages/*.html
var pageFiles embed.FS

// reference is what the page shows: the routes, as they are mounted.
type reference struct {
	Root     string
	Scopes   []token.Meaning
	Groups   []referenceGroup
	Problems []referenceProblem
}

type referenceGroup struct {
	Name, Says string
	Routes     []referenceRoute
}

type referenceRoute struct {
	ID, Method, Path, Summary, Says string
	Scopes                          []token.Scope
	Once, Edits                     bool
	Query                           []openapi.Parameter
	In, Out                         string // as an outline
}

type referenceProblem struct {
	Code   varsam.Code
	Status int
}

// referenceOf is made once: routes do not change while we run.
var referenceOf = sync.OnceValue(func() reference {
	types := &openapi.Types{Enums: enums(), Home: "api"}
	ref := reference{Root: Root, Scopes: token.Scopes}
	for _, g := range groups() {
		shown := referenceGroup{Name: g.name, Says: g.says}
		for _, r := range g.routes {
			shown.Routes = append(shown.Routes, referenceRoute{
				ID: r.id(), Method: r.method, Path: r.path, Summary: r.summary, Says: r.says, Scopes: r.scopes, Once: r.once,
				Edits: r.edits || r.mustMatch, Query: r.query, In: outline(types, r.in), Out: outline(types, r.out),
			})
		}
		ref.Groups = append(ref.Groups, shown)
	}
	for _, code := range codes {
		status, ok := statuses[code]
		if !ok {
			status = http.StatusInternalServerError
		}
		ref.Problems = append(ref.Problems, referenceProblem{code, status})
	}
	return ref
})

func outline(types *openapi.Types, typ reflect.Type) string {
	if typ == nil {
		return ""
	}
	return types.Outline(types.Of(typ))
}

// MountReference adds the reference page to a site.
func MountReference(site *frame.Site) {
	files, err := fs.Sub(pageFiles, "pages")
	if err != nil {
		panic("api: " + err.Error())
	}
	area := &frame.Area{Site: site, Book: frame.NewBook(files), Class: "door reference"}
	area.Handle("GET /api/reference", func(v *frame.Visit) error { return v.Show("reference", referenceOf()) })
}
