package web_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	anchors = regexp.MustCompile(`<(?:a|iframe)\b[^>]*\b(?:href|src)="([^"]+)"`)
	marks   = regexp.MustCompile(`#.*$`)
)

// Whoever follows a link in a page of the gallery comes to a page: none is dead.
func TestNoLinkIsDead(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	g := h.gallery()
	astrid := h.nobody()
	astrid.again()
	from := map[string]string{} // where a path was first met
	var paths []string
	for _, path := range slices.Concat(g.staff, g.kinds) {
		astrid.get(path)
		for _, m := range anchors.FindAllStringSubmatch(astrid.page, -1) {
			to := marks.ReplaceAllString(html.UnescapeString(m[1]), "")
			if from[to] == "" && strings.HasPrefix(to, "/") && !slices.Contains(g.staff, to) {
				from[to] = path
				paths = append(paths, to)
			}
		}
	}
	if len(paths) < 50 {
		t.Fatalf("only %d links were found", len(paths))
	}
	for _, path := range paths {
		if r := astrid.get(path); r.StatusCode != http.StatusOK {
			t.Errorf("%s, met on %s: %s", path, from[path], r.Status)
		}
	}
	t.Logf("%d links of %d pages", len(paths), len(g.staff)+len(g.kinds))
}
