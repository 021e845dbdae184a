package letter

import (
	"strings"

	"github.com/varsam/varsam"
)

// article writes a paragraph of the GDPR as the language cites it: 18(1) is
// 18.1 in Swedish, 28(3)(a) is 28.3 a.
func article(lang varsam.Lang, cite string) string {
	if lang == varsam.English {
		return cite
	}
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
}
