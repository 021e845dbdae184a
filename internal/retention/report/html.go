package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"regexp"
	"slices"
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
		"Sections": p.sections, "Foot": p.foot, "Wide": p.wide, "Widths": p.widths(),
	})
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a report could not be rendered")
	}
	return b.Bytes(), nil
}

// widths are the rules for the shares that the page's columns have. They stand in
// the style, since whoever shows the page forbids style beside it.
func (p page) widths() template.CSS {
	var shares []int
	for _, s := range p.sections {
		for _, b := range s.Blocks {
			if b.Table != nil {
				shares = append(shares, b.Table.Widths()...)
			}
		}
	}
	slices.Sort(shares)
	var rules strings.Builder
	for _, share := range slices.Compact(shares) {
		fmt.Fprintf(&rules, "col.w%d { width: %[1]d%% }\n", share)
	}
	return template.CSS(rules.String())
}

// unbroken are paragraphs of a law, clock times and numbers with their units: no
// line ends inside one.
var unbroken = regexp.MustCompile(`\b\d+ kap\. \d+ §|\b\d+ §|\bkl\. \d\d:\d\d|\b\d+ (år|dagar|years|days)\b|\bartikel \d+\.\d+ \w\b`)

// whole puts no-break spaces where a line may not end.
func whole(s string) string {
	return unbroken.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, " ", "\u00a0") })
}
