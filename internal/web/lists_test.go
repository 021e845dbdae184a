package web_test

import (
	"net/http"
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
	// Each list leaves from the page that shows it.
	offered := map[string]bool{}
	for _, path := range everyPage {
		astrid.see(path)
		for _, m := range regexp.MustCompile(`href="/lists/([a-z]+)\?as=xlsx"`).FindAllStringSubmatch(astrid.page, -1) {
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
