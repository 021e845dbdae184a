package web_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/varsam/varsam"
)

var englishCite = regexp.MustCompile(`>[^<]*\bArt\. \d+\([0-9a-z]\)[^<]*<`)

// Swedish pages cite the law as Swedish does: Art. 32.1 b, and not Art. 32(1)(b).
func TestSwedishPagesCiteInSwedish(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.Site.Language = varsam.Swedish
	g := h.gallery()
	astrid := h.nobody()
	astrid.again()
	astrid.submit("/language", map[string][]string{"language": {"sv"}})
	swedish := 0
	for _, path := range slices.Concat(g.staff, g.kinds) {
		astrid.get(path)
		if cite := englishCite.FindString(astrid.page); cite != "" {
			t.Errorf("%s: %s", path, cite)
		}
		swedish += len(regexp.MustCompile(`Art\. \d+\.\d`).FindAllString(astrid.page, -1))
	}
	if swedish == 0 {
		t.Error("no page cites anything, so nothing was seen")
	}
}
