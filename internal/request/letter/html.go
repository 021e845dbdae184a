package letter

import (
	"bytes"
	_ "embed"
	"html/template"
	"regexp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

var (
	//go:embed page.html
	pageHTML string

	//go:embed style.css
	styleCSS string

	pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"text": sentence}).Parse(pageHTML))
)

// renderHTML writes a page that stands alone. html/template escapes every text;
// the content security policy in the page forbids whatever might slip through.
func renderHTML(p locale.Printer, content page) ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, htmlPage{
		Lang:     string(p.Lang()),
		Style:    template.CSS(styleCSS), // our own file, never a value
		Title:    content.title,
		To:       content.to,
		Sender:   content.sender,
		Facts:    content.facts,
		Greeting: content.greeting,
		Sections: htmlSections(content.sections),
		Closing:  content.closing,
	})
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a letter could not be rendered")
	}
	return b.Bytes(), nil
}

// unbroken are days and paragraphs of a law: no line ends inside one.
var unbroken = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b|\b\d+ kap\. \d+ §|\b\d+ §|\bArt\. \d+(\(\w+\))*`)

// sentence escapes a text and keeps its days and paragraphs whole.
func sentence(s string) template.HTML {
	return template.HTML(unbroken.ReplaceAllString(template.HTMLEscapeString(s), `<span class="whole">$0</span>`))
}

// htmlPage is a page as the template reads it.
type htmlPage struct {
	Lang, Title, To, Greeting string
	Style                     template.CSS
	Sender, Closing           []string
	Facts                     []fact
	Sections                  []htmlSection
}

type htmlSection struct {
	Heading string
	Blocks  []block
}

func htmlSections(all []section) []htmlSection {
	out := make([]htmlSection, len(all))
	for i, s := range all {
		out[i] = htmlSection{s.heading, s.blocks}
	}
	return out
}
