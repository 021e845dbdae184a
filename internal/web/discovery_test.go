package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
)

// A discovery is asked for on a page, goes on without it, shows counts and masks,
// and what it proposes is taken into the editor with the difference.
func TestDiscoveryOnThePages(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, rut := h.first(), h.with("Rut Dal", account.Reader)
	// The register forgets a field of the contacts.
	text := h.file("systems/crm.yaml")
	line := regexp.MustCompile(`(?m)^ +email: .*\n`).FindString(text)
	if line == "" {
		t.Fatalf("the register has no e-mail field:\n%s", text)
	}
	astrid.see("/register/edit/systems/crm.yaml")
	without := strings.Replace(text, line, "", 1)
	if r := astrid.submit("/register/edit/systems/crm.yaml", url.Values{"version": {astrid.value("version")}, "text": {without}, "do": {"save"}}); r.StatusCode != http.StatusOK {
		t.Fatalf("forgetting a field: %s\n%s", r.Status, astrid.page)
	}
	astrid.see("/register/discovery", "Leta")
	astrid.submit("/register/discovery", url.Values{"system": {"crm"}})
	astrid.says("Letandet har börjat", "Börjar strax")
	if r := astrid.send("/register/discovery", nil); r.StatusCode != http.StatusConflict {
		t.Errorf("a second discovery beside the first: %s", r.Status)
	}
	if r := rut.get("/register/discovery"); r.StatusCode != http.StatusOK || strings.Contains(rut.page, `action="/register/discovery"`) {
		t.Errorf("an auditor may look and not ask: %s", r.Status)
	}
	h.work()
	astrid.see("/register/discovery", "fynd", "email")
	for _, value := range []string{h.made.Cast["anna"].Email, h.made.Cast["anna"].Name} {
		if strings.Contains(astrid.page, value) {
			t.Errorf("the page has the value %s", value)
		}
	}
	finding := regexp.MustCompile(`name="finding" value="([^"]+)"><div>`).FindStringSubmatch(astrid.page)
	if finding == nil {
		t.Fatalf("nothing can be taken over:\n%s", text0(astrid.page))
	}
	version := "2"
	astrid.submit("/register/discovery/take", url.Values{"finding": {finding[1]}})
	astrid.says("Det här skulle ändras", "draft: true")
	if got := astrid.value("version"); got != version {
		t.Errorf("the draft is made from version %s", got)
	}
	taken := regexp.MustCompile(`(?s)<textarea[^>]*name="text"[^>]*>(.*?)</textarea>`).FindStringSubmatch(astrid.page)
	if taken == nil || !strings.Contains(taken[1], "email") {
		t.Fatal("the editor has no draft")
	}
	astrid.get("/account")
	if r := astrid.send("/register/discovery/take", url.Values{"finding": {"none"}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("a finding that is none: %s", r.Status)
	}
}

// text0 is a page's words, at most some.
func text0(page string) string { return text(page)[:min(len(text(page)), 1500)] }

// An empty installation looks at a database: its structure becomes a draft.
func TestADatabaseToLookAt(t *testing.T) {
	t.Parallel()
	full := build(t, false)
	h := build(t, true)
	astrid := h.first()
	astrid.see("/start", "Läs en databas")
	for name, form := range map[string]url.Values{
		"a password":   {"name": {"crm"}, "connector": {"postgres"}, "place": {"postgres://user:word@host/db"}},
		"no name":      {"name": {"Två ord"}, "connector": {"sqlite"}, "place": {"x.db"}},
		"no such kind": {"name": {"crm"}, "connector": {"oracle"}, "place": {"env:X"}},
		"not there":    {"name": {"crm"}, "connector": {"sqlite"}, "place": {filepath.Join(t.TempDir(), "none.db")}},
	} {
		astrid.see("/start")
		if r := astrid.submit("/start/database", form); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s at %s", name, r.Status, astrid.path)
		}
	}
	reg, faults, err := register.Load(os.DirFS(full.made.Register))
	full.must(errors.Join(err, faults.Err()))
	crm, _ := reg.System("crm")
	place := crm.Settings["dsn"]
	astrid.see("/start")
	astrid.submit("/start/database", url.Values{"title": {"Provbolaget"}, "country": {"SE"}, "name": {"kunder"}, "connector": {"sqlite"}, "place": {place}})
	if astrid.path != "/register/systems/kunder" {
		t.Fatalf("drafted and at %s:\n%s", astrid.path, text0(astrid.page))
	}
	astrid.says("Ett utkast av systemet", "utkast")
}
