package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"regexp"
	"strings"

	"github.com/varsam/varsam"
)

var (
	//go:embed page.html
	pageHTML string

	//go:embed style.css
	styleCSS string

	pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"text": whole}).Parse(pageHTML))
)

// renderHTML writes a page that stands alone: no script and no request to
// anywhere, which the content security policy in it forbids as well.
func renderHTML(p page) ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, map[string]any{
		"Lang": p.lang, "Style": template.CSS(styleCSS), // our own file, never a value
		"Title": p.title, "Sender": p.sender, "Lead": p.lead, "Facts": p.facts,
		"Sections": p.sections, "Foot": p.foot, "Wide": p.wide,
	})
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a report could not be rendered")
	}
	return b.Bytes(), nil
}

// unbroken are paragraphs of a law, clock times and numbers with their units: no
// line ends inside one.
var unbroken = regexp.MustCompile(`\b\d+ kap\. \d+ §|\b\d+ §|\bkl\. \d\d:\d\d|\b\d+ (år|dagar|years|days)\b|\bartikel \d+\.\d+ \w\b`)

// whole puts no-break spaces where a line may not end.
func whole(s string) string {
	return unbroken.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, " ", "\u00a0") })
}
