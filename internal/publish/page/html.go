package page

import (
	"bytes"
	_ "embed"
	"html/template"
	"regexp"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
)

var (
	//go:embed page.html
	pageHTML string

	//go:embed style.css
	styleCSS string

	//go:embed alone.css
	aloneCSS string

	pages = template.Must(template.New("page").Funcs(template.FuncMap{"text": whole, "widths": widths}).Parse(pageHTML))
)

// Style is the style sheet of [Body], for pages that it stands in.
func Style() []byte { return []byte(styleCSS) }

// view is what the templates show.
type view struct {
	D        document.Document
	Lines    []string // of the edition
	Foreign  string
	Contents []document.Section
	Sections []sectionView
	Style    template.CSS
	Made     string
	Old      bool
	Words    locale.Printer
}

type sectionView struct {
	document.Section
	Groups []group
}

// HTML is a page that stands alone: no script and no request to anywhere, which
// the content security policy in it forbids as well.
func HTML(d document.Document, e Edition) ([]byte, error) { return write("alone", d, e) }

// Body is the document without a page around it.
func Body(d document.Document, e Edition) (template.HTML, error) {
	b, err := write("body", d, e)
	return template.HTML(b), err // written by our own template, which escapes
}

func write(name string, d document.Document, e Edition) ([]byte, error) {
	say := locale.For(d.Language)
	v := view{
		D: d, Lines: e.lines(say), Foreign: foreign(d, say), Style: template.CSS(aloneCSS + styleCSS), // our own files, never a value
		Made: say.T("document.made"), Old: !e.ReplacedOn.IsZero() || e.Number == 0, Words: say,
	}
	for _, s := range d.Sections {
		v.Sections = append(v.Sections, sectionView{s, groups(s)})
		if s.Level == 2 {
			v.Contents = append(v.Contents, s)
		}
	}
	if len(v.Contents) < 5 {
		v.Contents = nil
	}
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, v); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a document could not be written as HTML")
	}
	return b.Bytes(), nil
}

// widths are the columns' shares of the width in percent, by fives: a class each,
// because our pages allow no style inside.
func widths(columns []document.Column) []int {
	sum := 0.0
	for _, c := range columns {
		sum += c.Share
	}
	all := make([]int, len(columns))
	for i, c := range columns {
		all[i] = max(5, 5*int(20*c.Share/sum+0.5))
	}
	return all
}

// unbroken are paragraphs of a law and numbers with their units: no line ends
// inside one.
var unbroken = regexp.MustCompile(`\b\d+ kap\. \d+ §|\b\d+ §|\b\d+ (år|dagar|månader|years|months|days|vuotta|kuukautta|päivää)\b|\b[Aa]rtikel \d+(\.\d+)?( \w\b)?|\b\d+ artikla`)

// whole puts no-break spaces where a line may not end.
func whole(s string) string {
	return unbroken.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, " ", "\u00a0") })
}
