package publish

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/store"
)

// File is one file of a site.
type File struct {
	Path string // with slashes
	Data []byte
}

// Site is all that is published, as files: each version of each document in each
// language and form, the feeds, and a first page that leads to them. Base is the
// address that the site will have.
func (s *Service) Site(ctx context.Context, base string) (files []File, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := listed(tx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return varsam.Errorf(varsam.NotFound, "nothing is published yet; publish with varsam publish")
		}
		for _, p := range all {
			some, err := siteOf(tx, p)
			if err != nil {
				return err
			}
			files = append(files, some...)
		}
		first, err := firstPage(tx, all)
		files = append(files, File{"index.html", first})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, kind := range append([]document.Kind{""}, document.Kinds()...) {
		if kind != "" && !slices.ContainsFunc(files, func(f File) bool { return kind.Public() && strings.HasPrefix(f.Path, Path(kind)[1:]+"/") }) {
			continue
		}
		data, err := s.Feed(ctx, kind, varsam.English, base)
		if err != nil {
			return nil, err
		}
		files = append(files, File{strings.TrimPrefix(Path(kind)+"/feed.atom", "/"), data})
	}
	return files, nil
}

// siteOf is one version in all its languages and forms.
func siteOf(tx *store.Tx, p Publication) (files []File, err error) {
	for _, lang := range p.Languages {
		shown, err := show(tx, Wanted{p.Kind, p.Party, p.Number, lang})
		if err != nil {
			return nil, err
		}
		from, err := madeFrom(tx, shown)
		if err != nil {
			return nil, err
		}
		for _, f := range FormatsOf(p.Kind) {
			data, err := Write(f, shown.Document, shown.Edition, from)
			if err != nil {
				return nil, err
			}
			files = append(files, File{sitePath(p, lang, f), data})
		}
	}
	return files, nil
}

func sitePath(p Publication, lang varsam.Lang, f Format) string {
	name := string(p.Kind)
	if p.Party != "" {
		name += "/" + p.Party
	}
	return fmt.Sprintf("privacy/%s/%d/%s.%s", name, p.Number, lang, f)
}

var firstTemplate = template.Must(template.New("first").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title>
<style>body{font:100%/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}a{color:#17594e}</style></head>
<body><main><h1>{{.Title}}</h1><ul>{{range .Rows}}
<li>{{.Title}}: {{range .Links}}<a href="{{.Href}}" lang="{{.Lang}}" hreflang="{{.Lang}}">{{.Text}}</a> {{end}}</li>{{end}}
</ul></main></body></html>
`))

type siteRow struct {
	Title string
	Links []siteLink
}

type siteLink struct {
	Href, Text string
	Lang       varsam.Lang
}

// firstPage leads to every version.
func firstPage(tx *store.Tx, all []Publication) ([]byte, error) {
	say := locale.For(varsam.English)
	page := struct {
		Title string
		Rows  []siteRow
	}{}
	for _, p := range all {
		shown, err := show(tx, Wanted{p.Kind, p.Party, p.Number, p.Languages[0]})
		if err != nil {
			return nil, err
		}
		if page.Title == "" {
			page.Title = shown.Document.Organisation.Title
		}
		row := siteRow{Title: say.T("document.kind."+string(p.Kind)) + ", " + say.T("document.edition", say.Number(p.Number), p.Day.String())}
		for _, lang := range p.Languages {
			row.Links = append(row.Links, siteLink{sitePath(p, lang, HTML), say.T("document.language." + string(lang)), lang})
		}
		page.Rows = append(page.Rows, row)
	}
	var b bytes.Buffer
	err := firstTemplate.Execute(&b, page)
	return b.Bytes(), err
}
