package api

import (
	"embed"
	"encoding/json"
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

// The words of the routes stand in English beside them, and here in Swedish under the
// same words.
//
//go:embed reference.sv.json
var referenceWords []byte

var swedish = sync.OnceValue(func() (words map[string]string) {
	if err := json.Unmarshal(referenceWords, &words); err != nil {
		panic("api: the words of the reference cannot be read: " + err.Error())
	}
	return words
})

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

// references are made once: routes do not change while we run.
var references = sync.OnceValue(func() map[varsam.Lang]reference {
	sv := func(text string) string { return swedish()[text] }
	return map[varsam.Lang]reference{
		varsam.English: referenceIn(func(text string) string { return text }), varsam.Swedish: referenceIn(sv), varsam.FinlandSwedish: referenceIn(sv),
	}
})

// referenceIn is the reference as say says what stands beside the routes.
func referenceIn(say func(string) string) reference {
	types := &openapi.Types{Enums: enums(), Home: "api"}
	ref := reference{Root: Root, Scopes: token.Scopes}
	for _, g := range groups() {
		shown := referenceGroup{Name: say(g.name), Says: say(g.says)}
		for _, r := range g.routes {
			shown.Routes = append(shown.Routes, referenceRouteOf(r, types, say))
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
}

func referenceRouteOf(r route, types *openapi.Types, say func(string) string) referenceRoute {
	shown := referenceRoute{
		ID: r.id(), Method: r.method, Path: r.path, Summary: say(r.summary), Says: say(r.says), Scopes: r.scopes, Once: r.once,
		Edits: r.edits || r.mustMatch, In: outline(types, r.in), Out: outline(types, r.out),
	}
	for _, q := range r.query {
		q.Says = say(q.Says)
		shown.Query = append(shown.Query, q)
	}
	return shown
}

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
	area.Handle("GET /api/reference", func(v *frame.Visit) error { return v.Show("reference", references()[v.Lang()]) })
}
