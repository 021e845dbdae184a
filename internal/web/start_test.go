package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/web/account"
)

// emptyList is a list or a table that nothing stands in.
var emptyList = regexp.MustCompile(`<(?:ul|ol|tbody|dl|select)[^>]*>\s*</(?:ul|ol|tbody|dl|select)>`)

// An empty installation offers the library, a spreadsheet, a database, files and the
// demo; of the library many activities are taken at a time, and each once.
func TestAFirstDayWithTheLibrary(t *testing.T) {
	t.Parallel()
	h := build(t, true)
	astrid := h.first()
	astrid.see("/start", "Börja med biblioteket", "Registerförteckning som kalkylblad", "Läs en databas", "Registret som filer", "varsam serve --demo")
	astrid.see("/register/library?country=FI", "Finlands bokföringslag")
	astrid.see("/register/library", "Lön", "bokföringslagen")
	if r := astrid.submit("/register/library", url.Values{"title": {"Exempel AB"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("nothing chosen: %s", r.Status)
	}
	astrid.says("Kryssa för minst en behandling")
	astrid.submit("/register/library", url.Values{"title": {"Exempel AB"}, "country": {"SE"}, "entry": {"payroll-se", "newsletter"}})
	if astrid.path != "/register" {
		t.Fatalf("taken over at %s: %s", astrid.path, text(astrid.page))
	}
	astrid.says("2 behandlingar är tagna som utkast", "Exempel AB", "Nyhetsbrev")
	// Where there is nothing yet, each list says what comes there.
	for _, path := range everyPage {
		if strings.Contains(path, "name=") || strings.Contains(path, "copy=") || strings.HasPrefix(path, "/register/systems/") || strings.HasPrefix(path, "/register/activities/") || strings.HasPrefix(path, "/register/parties/") || strings.Contains(path, "party=") || strings.Contains(path, "only=") {
			continue // of things that this register has not
		}
		astrid.see(path)
		if found := emptyList.FindString(astrid.page); found != "" {
			t.Errorf("%s shows a list without anything: %s", path, found)
		}
	}

	astrid.see("/register/library", "finns redan")
	if strings.Contains(astrid.page, `value="payroll-se"`) {
		t.Error("what was taken is offered once more")
	}
	if r := astrid.submit("/register/library", url.Values{"entry": {"payroll-se"}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a second time: %s", r.Status)
	}
	astrid.see("/register/library")
	if r := astrid.submit("/register/library", url.Values{"entry": {"nothing-such"}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("what there is not: %s", r.Status)
	}
	astrid.see("/register/library")
	astrid.submit("/register/library", url.Values{"entry": {"bookkeeping-se"}})
	astrid.says("En behandling är tagen som utkast", "Bokföring")
	astrid.see("/register/library")
	var all []string
	for _, m := range regexp.MustCompile(`name="entry" value="([^"]+)"`).FindAllStringSubmatch(astrid.page, -1) {
		all = append(all, m[1])
	}
	astrid.submit("/register/library", url.Values{"entry": all})
	for _, path := range []string{"/register", "/register/map", "/register/activities/survey-processor", "/register/findings"} {
		astrid.see(path)
		whole(t, path, "sv", astrid.page)
	}
	reader := h.with("Rut Dal", account.Reader)
	reader.see("/start", "Den som får ändra registret")
}
