package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/web/account"
)

func TestListsLeaveByTheirLinks(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see("/requests", "Ta med listan:")
	r := astrid.get("/lists/requests?as=xlsx")
	got, err := sheet.Read([]byte(astrid.page))
	if err != nil || r.StatusCode != http.StatusOK || got[0].Rows[0][0] != "Nummer" || got[0].Rows[1][0] != strings.TrimPrefix(at, "/requests/") {
		t.Errorf("%s: %v %v", r.Status, got, err)
	}
	astrid.enters(url.Values{"right": {"objection"}})
	astrid.leavesAsShown()
	// Each list leaves from the page that shows it.
	offered := map[string]bool{}
	for _, path := range everyPage {
		astrid.see(path)
		for _, m := range regexp.MustCompile(`href="/lists/([a-z]+)\?as=xlsx[&"]`).FindAllStringSubmatch(astrid.page, -1) {
			offered[m[1]] = true
		}
	}
	for _, k := range api.ListKinds {
		if !offered[k.Name] {
			t.Errorf("no page offers its list of %s to take away", k.Name)
		}
	}
	astrid.see("/lists", "Listor att ta med", "Konton", "Kalender med sista dagar")
	reader := h.with("Rut Dal", account.Reader)
	reader.see("/lists", "Behandlingar")
	if strings.Contains(reader.page, "/lists/accounts") || strings.Contains(reader.page, "/lists/calendar") {
		t.Error("an auditor is offered what an auditor may not take")
	}
	if r := reader.get("/lists/accounts?as=csv"); r.StatusCode != http.StatusForbidden {
		t.Errorf("an auditor takes the accounts: %s", r.Status)
	}
	if r := h.nobody().get("/lists/requests?as=csv"); r.Request.URL.Path != "/sign-in" {
		t.Errorf("nobody is sent to %s", r.Request.URL.Path)
	}
}

// filtered are the pages whose lists can be narrowed, with what a row's link
// begins with.
var filtered = map[string][]string{
	"/requests/":  {"/requests", "/requests?right=erasure", "/requests?right=objection", "/requests?right=access", "/requests?state=closed", "/requests?state=planned&right=erasure"},
	"/proposals/": {"/proposals", "/proposals?state=stopped", "/proposals?state=confirmed", "/proposals?state=dismissed"},
	"/duties/at/": {"/duties/kinds/agreement", "/duties/kinds/agreement?over=yes", "/duties/kinds/measure"},
}

// leavesAsShown takes the file from each page that has a filter: it has the rows
// that the page shows, and no others.
func (s *somebody) leavesAsShown() {
	s.Helper()
	link := regexp.MustCompile(`href="([^"]+(?:as=csv|export/csv)[^"]*)"`)
	sizes := map[int]bool{}
	for row, paths := range filtered {
		ids := regexp.MustCompile(`href="` + row + `([^"?/]+)"`)
		for _, path := range paths {
			s.see(path)
			_, main, _ := strings.Cut(s.page, "<main")
			shown := map[string]bool{}
			if at := strings.LastIndex(main, "<h2"); row == "/duties/at/" && at >= 0 {
				main = main[at:]
			}
			for _, m := range ids.FindAllStringSubmatch(main, -1) {
				id, err := url.PathUnescape(html.UnescapeString(m[1]))
				s.must(err)
				if id != "new" {
					shown[id] = true
				}
			}
			found := link.FindStringSubmatch(main)
			if found == nil {
				s.Errorf("%s offers no file", path)
				continue
			}
			s.get(html.UnescapeString(found[1]))
			got, err := sheet.Read([]byte(s.page))
			if err != nil || len(got[0].Rows)-1 != len(shown) {
				s.Errorf("%s shows %d and %s has %v: %v", path, len(shown), found[1], got, err)
				continue
			}
			sizes[len(shown)] = true
			for _, line := range got[0].Rows[1:] {
				if !shown[line[0]] {
					s.Errorf("%s does not show %s, which its file has", path, line[0])
				}
			}
		}
	}
	if !sizes[0] || !sizes[1] || !sizes[2] {
		s.Errorf("the pages show as many as %v", sizes)
	}
	if r := s.get("/lists/requests?as=csv&state=asked"); r.StatusCode != http.StatusUnprocessableEntity {
		s.Errorf("a filter that is none: %s", r.Status)
	}
}
