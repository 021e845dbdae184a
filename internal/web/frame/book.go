package frame

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

//go:embed *.html
var own embed.FS

// Book is the pages of an area, each parsed with what all share.
type Book struct {
	pages map[string]*template.Template

	mu   sync.Mutex
	said map[edition]*template.Template // made when first asked for
}

// edition is a page in a language.
type edition struct {
	lang varsam.Lang
	page string
}

// NewBook reads the templates of a folder. A fault in one is a fault of the
// build, so it panics.
func NewBook(files fs.FS) *Book {
	shared := template.Must(template.New("").Funcs(funcs).ParseFS(own, "_*.html"))
	names, err := fs.Glob(files, "*.html")
	if err != nil || len(names) == 0 {
		panic("frame: a book without pages")
	}
	b := &Book{pages: map[string]*template.Template{}, said: map[edition]*template.Template{}}
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			template.Must(shared.ParseFS(files, name))
		}
	}
	b.add(shared, own, "problem.html")
	for _, name := range names {
		if !strings.HasPrefix(name, "_") {
			b.add(shared, files, name)
		}
	}
	return b
}

func (b *Book) add(shared *template.Template, files fs.FS, name string) {
	page := template.Must(template.Must(shared.Clone()).ParseFS(files, name))
	b.pages[strings.TrimSuffix(path.Base(name), ".html")] = page
}

// page is one in a language; nil when there is none of that name.
func (b *Book) page(lang varsam.Lang, name string) *template.Template {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := edition{lang, name}
	if made, ok := b.said[at]; ok {
		return made
	}
	page, ok := b.pages[name]
	if !ok {
		return nil
	}
	b.said[at] = said(page, locale.For(lang))
	return b.said[at]
}

// Page is the dot of a template.
type Page struct {
	*Visit
	Data   any
	Chrome any
	Class  string
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render makes the whole page before a byte of it is sent: half a page is never
// seen.
func (b *Book) render(v *Visit, status int, name string, data any) error {
	page := b.page(v.Lang(), name)
	if page == nil {
		return varsam.Errorf(varsam.Internal, "there is no page %s", name)
	}
	out := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(out)
	out.Reset()
	dot := Page{Visit: v, Data: data, Class: v.area.Class}
	if v.area.Chrome != nil {
		dot.Chrome = v.area.Chrome(v)
	}
	if err := page.ExecuteTemplate(out, "page", dot); err != nil {
		return varsam.Wrap(varsam.Internal, err, "the page %s could not be made", name)
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	v.W.WriteHeader(status)
	if v.R.Method != http.MethodHead {
		_, _ = v.W.Write(out.Bytes()) // a browser that went away needs no error page
	}
	return nil
}

// Piece is a shared template of the area's book by itself, for what is the same
// on many pages and need not be made for each. It is told no more than data. A
// fault in it is a fault of the build.
func (v *Visit) Piece(name string, data any) template.HTML {
	var out bytes.Buffer
	if err := v.area.Book.page(v.Lang(), "problem").ExecuteTemplate(&out, name, data); err != nil {
		panic("frame: the piece " + name + ": " + err.Error())
	}
	return template.HTML(out.String())
}
