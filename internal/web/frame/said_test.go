package frame

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// A page with its sentences put in says what it says without, escaped for each
// place, in every language; and its text is text by then.
func TestSentencesStand(t *testing.T) {
	t.Parallel()
	const page = `{{define "page"}}<title>{{.T "web.skip"}}</title><p title="{{$.T "web.skip"}}">{{.T "web.skip"}} {{with .Data}}{{$.T "web.nav"}}{{.}}{{end}}</p>` +
		`{{$p := .}}{{range .Data}}{{$p.T "web.nav" | printf "%s!"}}{{if eq . 'a'}}{{print ($p.T "web.skip") 1}}{{else}}{{$p.T (print "web." "nav")}}{{end}}{{end}}` +
		`<a href="/?q={{.T "web.skip"}}">{{.T "no & <such> key"}}</a>{{template "part" (dict "page" .)}}{{end}}{{define "part"}}{{.page.T "web.skip"}}{{.page.T "web.problem.id" "7"}}{{end}}`
	plain := template.Must(template.New("").Funcs(funcs).Parse(page))
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		dot := Page{Visit: &Visit{Printer: locale.For(lang)}, Data: []rune("ab")}
		var want, got bytes.Buffer
		own := said(plain, locale.For(lang))
		if err := own.ExecuteTemplate(&got, "page", dot); err != nil {
			t.Fatal(err)
		}
		if err := template.Must(template.New("").Funcs(funcs).Parse(page)).ExecuteTemplate(&want, "page", dot); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s:\n%s\nwithout:\n%s", lang, &got, &want)
		}
		if tree := own.Lookup("page").Tree.Root.String(); strings.Contains(tree, `.T "web.skip"`) || !strings.Contains(tree, "<title>"+locale.For(lang).T("web.skip")+"</title>") {
			t.Errorf("a sentence is still asked for:\n%s", tree)
		}
	}
}

// Each page of a book is made once for a language, and one that is not there is none.
func TestEditions(t *testing.T) {
	t.Parallel()
	b := NewBook(fstest.MapFS{"one.html": {Data: []byte(`{{define "title"}}{{end}}{{define "main"}}{{end}}{{define "top"}}{{end}}{{define "bottom"}}{{end}}`)}})
	sv := b.page(varsam.Swedish, "one")
	if sv == nil || sv != b.page(varsam.Swedish, "one") || sv == b.page(varsam.English, "one") || b.page(varsam.Swedish, "two") != nil {
		t.Error("a page is not one for each language")
	}
}
