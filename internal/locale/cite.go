package locale

import (
	"regexp"
	"strings"

	"github.com/varsam/varsam"
)

var cited = regexp.MustCompile(`\d+(?:\((?:\d{1,2}|[a-z])\))+`)

// Cite writes the paragraphs of the GDPR in a text as the language cites them:
// Art. 28(3)(a) is Art. 28.3 a in Swedish.
func (p Printer) Cite(text string) string {
	if p.lang == varsam.English {
		return text
	}
	return cited.ReplaceAllStringFunc(text, func(cite string) string {
		parts := strings.Split(strings.ReplaceAll(cite, ")", ""), "(")
		out := parts[0]
		for _, part := range parts[1:] {
			if part[0] >= '0' && part[0] <= '9' {
				out += "." + part
			} else {
				out += "\u00a0" + part
			}
		}
		return out
	})
}
