package published

import (
	"context"
	"embed"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/frame"
)

//go:embed *.html
var files embed.FS

// pages are parsed once for all that answer in one process.
var pages = sync.OnceValue(func() *frame.Book { return frame.NewBook(files) })

//go:embed style.css
var ownStyle []byte

// Pages are the public's pages of what is published.
type Pages struct {
	Site       *frame.Site
	Publishing *publish.Service
	Address    string // that people use, without a slash behind; for feeds
}

// Mount adds the pages to the site.
func (p *Pages) Mount() {
	a := &frame.Area{Site: p.Site, Book: pages(), Class: "door portal public", Chrome: p.chrome}
	a.Handle("GET /privacy", p.first)
	a.Handle("GET /privacy/style.css", style)
	a.Handle("GET /privacy/feed.atom", p.feed)
	a.Handle("GET /privacy/{kind}", p.document)
	a.Handle("GET /privacy/{kind}/feed.atom", p.feed)
	a.Handle("GET /privacy/{kind}/{number}", p.document)
	a.Handle("GET /privacy/{kind}/{number}/{file}", p.file)
	a.Handle("GET /.well-known/gpc.json", p.gpc)
	a.Handle("GET /.well-known/security.txt", p.security)
	a.Handle("GET /.well-known/privacy.json", p.all)
}

func style(v *frame.Visit) error {
	return send(v, "text/css; charset=utf-8", slices.Concat(page.Style(), ownStyle))
}

func send(v *frame.Visit, mediaType string, data []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, err := v.W.Write(data)
	return err
}

// chrome says whose pages they are.
func (p *Pages) chrome(v *frame.Visit) any {
	reg, err := p.register(v.Context())
	if err != nil {
		return "Varsam"
	}
	if title := reg.Organisation.Title.In(v.Lang()); title != "" {
		return title
	}
	return reg.Organisation.Name
}

func (p *Pages) register(ctx context.Context) (reg *register.Register, err error) {
	err = p.Publishing.Store.Read(ctx, p.Publishing.Tenant, func(tx *store.Tx) error {
		reg, err = register.InForce(tx)
		return err
	})
	return reg, err
}

// view is a document with what leads to its other versions and forms.
type view struct {
	publish.Shown
	Title     string
	Body      template.HTML
	At        string // of this version
	Languages []tongue
	Versions  []version
	Others    []other
	Formats   []publish.Format
	Changes   []change
}

type tongue struct {
	Lang varsam.Lang
	Href string
	Here bool
}

type version struct {
	Number int
	Day    string
	Href   string
	Here   bool
	Now    bool
}

type other struct{ Title, Href string }

type change struct {
	document.Change
	Says  string // key
	Words []document.Span
}

// first is the notice, or whatever is published when that is not.
func (p *Pages) first(v *frame.Visit) error {
	all, err := p.public(v.Context())
	if err != nil {
		return err
	}
	for _, kind := range document.Kinds() {
		if slices.ContainsFunc(all, func(p publish.Publication) bool { return p.Kind == kind }) {
			return p.show(v, all, kind, 0)
		}
	}
	return varsam.Errorf(varsam.NotFound, "nothing is published yet")
}

// public are the versions that everybody may read.
func (p *Pages) public(ctx context.Context) ([]publish.Publication, error) {
	all, err := p.Publishing.List(ctx)
	return slices.DeleteFunc(all, func(p publish.Publication) bool { return !p.Kind.Public() }), err
}

func (p *Pages) document(v *frame.Visit) error {
	kind, number, err := named(v)
	if err != nil {
		return err
	}
	all, err := p.public(v.Context())
	if err != nil {
		return err
	}
	return p.show(v, all, kind, number)
}

// named is what an address names; a document that is not for everybody is not
// there.
func named(v *frame.Visit) (document.Kind, int, error) {
	kind := document.Kind(v.Param("kind"))
	if !kind.Valid() || !kind.Public() {
		return "", 0, varsam.Errorf(varsam.NotFound, "there is no such document")
	}
	text := v.Param("number")
	if text == "" {
		return kind, 0, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return "", 0, varsam.Errorf(varsam.NotFound, "there is no such version")
	}
	return kind, number, nil
}

// language is what the address asks for, or the visitor's.
func language(v *frame.Visit) varsam.Lang {
	if lang, err := document.ParseLang(v.Query("language")); err == nil {
		return lang
	}
	return v.Lang()
}

// inFinnish reports whether a version, the one in force for 0, is published in the
// one language of documents that is none of pages.
func inFinnish(all []publish.Publication, kind document.Kind, number int) bool {
	return slices.ContainsFunc(all, func(p publish.Publication) bool {
		this := p.Number == number || number == 0 && p.ReplacedOn.IsZero()
		return p.Kind == kind && this && slices.Contains(p.Languages, varsam.Finnish)
	})
}

func (p *Pages) show(v *frame.Visit, all []publish.Publication, kind document.Kind, number int) error {
	lang := language(v)
	if v.Query("language") == "" && v.Prefers(string(varsam.Finnish)) && inFinnish(all, kind, number) {
		lang = varsam.Finnish
	}
	shown, err := p.Publishing.Show(v.Context(), publish.Wanted{Kind: kind, Number: number, Lang: lang})
	if err != nil {
		return err
	}
	body, err := page.Body(shown.Document, shown.Edition)
	if err != nil {
		return err
	}
	s := view{Shown: shown, Title: shown.Document.Title.String(), Body: body, At: publish.Path(kind) + "/" + strconv.Itoa(shown.Number), Formats: publish.FormatsOf(kind)}
	for _, lang := range shown.Languages {
		s.Languages = append(s.Languages, tongue{lang, v.R.URL.Path + "?language=" + string(lang), lang == shown.Document.Language})
	}
	for _, other := range all {
		if other.Kind == kind {
			s.Versions = append(s.Versions, version{other.Number, v.Date(other.Day), publish.Path(kind) + "/" + strconv.Itoa(other.Number), other.Number == shown.Number, other.ReplacedOn.IsZero()})
		}
	}
	s.Others = others(v, all, kind)
	for _, c := range shown.Edition.Changes {
		s.Changes = append(s.Changes, change{c, "document.change." + string(c.What), document.Words(strings.Join(c.Before, " · "), strings.Join(c.After, " · "))})
	}
	return v.Show("document", s)
}

// others are the other documents in force.
func others(v *frame.Visit, all []publish.Publication, kind document.Kind) (list []other) {
	for _, k := range document.Kinds() {
		if k != kind && slices.ContainsFunc(all, func(p publish.Publication) bool { return p.Kind == k }) {
			list = append(list, other{v.T("document.kind." + string(k)), publish.Path(k)})
		}
	}
	return list
}

// file is one form of a version: sv.pdf.
func (p *Pages) file(v *frame.Visit) error {
	kind, number, err := named(v)
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(v.Param("file"), ".")
	lang, err := document.ParseLang(name)
	format := publish.Format(ending)
	if err != nil || !slices.Contains(publish.FormatsOf(kind), format) {
		return varsam.Errorf(varsam.NotFound, "there is no such file")
	}
	data, err := p.Publishing.Form(v.Context(), publish.Wanted{Kind: kind, Number: number, Lang: lang}, format)
	if err != nil {
		return err
	}
	if format == publish.HTML {
		return v.Sheet(data)
	}
	return v.Download(string(kind)+"-"+strconv.Itoa(number)+"."+v.Param("file"), format.MediaType(), data)
}

func (p *Pages) feed(v *frame.Visit) error {
	kind := document.Kind(v.Param("kind"))
	if kind != "" && (!kind.Valid() || !kind.Public()) {
		return varsam.Errorf(varsam.NotFound, "there is no such document")
	}
	data, err := p.Publishing.Feed(v.Context(), kind, language(v), p.Address)
	if err != nil {
		return err
	}
	return send(v, "application/atom+xml; charset=utf-8", data)
}
