package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/web/account"
)

// everyPage are pages of the staff that need nothing but a register.
var everyPage = []string{
	"/", "/requests", "/requests?state=closed", "/requests?state=planned&right=erasure", "/requests/new", "/tasks", "/culling",
	"/culling/calendar", "/culling/holds", "/culling/schedule", "/register", "/register/map", "/register/findings", "/register/promises", "/register/versions",
	"/register/systems/crm", "/register/activities/bookkeeping", "/register/parties/auditor", "/start", "/evidence", "/people", "/account",
	"/duties", "/duties/kinds/agreement", "/duties/kinds/incident/new", "/duties/kinds/screening/new", "/duties/cycle", "/duties/report", "/disclose", "/incident",
	"/claims", "/proposals", "/mailboxes", "/mailboxes/followup", "/suppressions", "/register/discovery", "/letters", "/search", "/register/edit", "/register/library", "/keys", "/register/map?only=system:crm", "/register/edit/organisation.yaml", "/step-up",
	"/register/form/organisation", "/register/form/activity?name=bookkeeping", "/register/form/activity", "/register/form/party?name=auditor", "/register/form/system?name=crm",
	"/register/form/collection?name=crm&collection=contacts", "/register/form/field?name=crm&collection=contacts&field=email", "/register/form/system?copy=crm",
	"/register/remove/activity?name=bookkeeping", "/register/remove/field?name=crm&collection=contacts&field=email", "/register/history/activity?name=bookkeeping",
	"/programs", "/publishing", "/publishing/notice", "/publishing/annex?party=survey-customers",
}

// Each page is whole in each language: a language, one first heading, headings
// in order, a label for each field, a name for each button, and no sentence that
// is missing.
func TestEveryPageIsWhole(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	for _, lang := range []string{"sv", "sv-FI", "en"} {
		astrid.lang = lang
		for _, path := range append([]string{at, at + "/records/0", at + "/letters/receipt"}, everyPage...) {
			if r := astrid.get(path); r.StatusCode != http.StatusOK {
				t.Errorf("%s in %s: %s", path, lang, r.Status)
				continue
			}
			whole(t, path+" in "+lang, lang, astrid.page)
		}
	}
}

var (
	headings = regexp.MustCompile(`<h([1-6])[ >]`)
	fields   = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*>`)
	ids      = regexp.MustCompile(`\bid="([^"]+)"`)
	buttons  = regexp.MustCompile(`(?s)<button[^>]*>(.*?)</button>`)
	inline   = regexp.MustCompile(`(?i)\sstyle="|\son[a-z]+="|<script>|javascript:`)
	outside  = regexp.MustCompile(`(?:src|href|action)="(?:https?:)?//`)
)

func whole(t *testing.T, path, lang, page string) {
	t.Helper()
	if !strings.Contains(page, `<html lang="`+lang+`">`) {
		t.Errorf("%s: the language is not said", path)
	}
	if found := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(page); found != "" {
		t.Errorf("%s: a sentence is missing: %s", path, found)
	}
	level := byte('0')
	for i, m := range headings.FindAllStringSubmatch(page, -1) {
		if (i == 0) != (m[1] == "1") || m[1][0] > level+1 {
			t.Errorf("%s: heading %s follows %c", path, m[1], level)
		}
		level = m[1][0]
	}
	for _, field := range fields.FindAllString(page, -1) {
		if strings.Contains(field, `type="hidden"`) || strings.Contains(field, "aria-label=") || strings.Contains(field, `type="checkbox"`) || strings.Contains(field, `type="radio"`) {
			continue // a box stands inside its label
		}
		id := ids.FindStringSubmatch(field)
		if id == nil || !strings.Contains(page, `for="`+id[1]+`"`) {
			t.Errorf("%s: a field without a label: %s", path, field)
		}
	}
	for _, b := range buttons.FindAllStringSubmatch(page, -1) {
		if strings.TrimSpace(text(b[1])) == "" {
			t.Errorf("%s: a button without a name: %s", path, b[0])
		}
	}
	seen := map[string]bool{}
	for _, id := range ids.FindAllStringSubmatch(page, -1) {
		if seen[id[1]] {
			t.Errorf("%s: two things have the id %s", path, id[1])
		}
		seen[id[1]] = true
	}
	if found := inline.FindString(page); found != "" {
		t.Errorf("%s: what the policy forbids: %s", path, found)
	}
	if found := outside.FindString(page); found != "" {
		t.Errorf("%s: leads elsewhere: %s", path, found)
	}
}

// Nobody gets a page without signing in, and everybody comes back to the page they
// wanted.
func TestTheDoorIsShut(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.first()
	nobody := h.nobody()
	for _, path := range everyPage {
		if nobody.get(path); nobody.path != "/sign-in" {
			t.Errorf("%s is open", path)
		}
	}
	nobody.get("/register/map")
	nobody.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {"wrong wrong wrong"}, "to": {"/register/map"}})
	nobody.says("stämmer inte")
	nobody.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {password}, "to": {"/register/map"}})
	if nobody.path != "/register/map" {
		t.Errorf("after signing in: %s", nobody.path)
	}
}

// An auditor reads, and can do nothing.
func TestAnAuditorChangesNothing(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, rut := h.first(), h.with("Rut Dal", account.Reader)
	at := astrid.enters(nil)
	rut.see("/account")
	for _, path := range []string{
		at + "/search", at + "/approve", at + "/run", at + "/rule", at + "/confirm", at + "/refuse", at + "/except", at + "/pause",
		at + "/resume", at + "/extend", at + "/told", at + "/lift", at + "/copy", at + "/answer", at + "/letters/pause", "/requests",
		"/culling", "/culling/x/approve", "/culling/x/pause", "/culling/x/cancel", "/culling/standing/x/void", "/culling/holds", "/people",
	} {
		if r := rut.send(path, nil); r.StatusCode != http.StatusForbidden {
			t.Errorf("POST %s: %s", path, r.Status)
		}
		rut.get("/account")
	}
}

func TestTasksAreAnswered(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	astrid.submit(at+"/approve", url.Values{"digest": {astrid.value("digest")}})
	astrid.submit(at+"/run", nil)
	h.work()
	astrid.see("/tasks", h.made.Cast["anna"].Email)
	action := regexp.MustCompile(`action="(/tasks/[^"/]+/[^"/]+)"`).FindStringSubmatch(astrid.page)
	if action == nil {
		t.Fatalf("no task: %s", text(astrid.page))
	}
	astrid.submit(action[1], url.Values{"found": {"not-found"}, "proof": {"bläddrat igenom"}})
	h.work()
	astrid.see("/tasks", "Inget väntar")
	astrid.see(at, "Klar")
}

// A rule's first run waits for two people; then it is carried out and certified.
func TestCullingFromPlanToCertificate(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Ek", account.Approver)
	astrid.see("/culling", "Ingen gallring är planerad än.")
	astrid.submit("/culling", nil)
	astrid.says("Räknar i systemen")
	run, err := h.Culling.Plan(context.Background(), retention.Options{})
	h.must(err)
	at := "/culling/" + run.ID
	astrid.see(at, "väntar på ja", "Godkänn gallringen")
	form := url.Values{"digest": {astrid.value("digest")}, "standing": {"yes"}, "most": {"100000"}, "jump": {"300"}, "until": {astrid.value("until")}}
	astrid.submit(at+"/approve", form)
	astrid.says("behöver ja från en till")
	bo.see(at)
	bo.submit(at+"/approve", form)
	bo.says("Godkänt.")
	h.work()
	astrid.see(at, "Avslutad")
	astrid.see(at+"/certificate/sheet", run.ID)
	if r := astrid.get(at + "/certificate/pdf"); !strings.HasPrefix(astrid.page, "%PDF") {
		t.Errorf("the certificate: %s", r.Status)
	}
	astrid.see("/culling", "Upphäv")
	action := regexp.MustCompile(`action="(/culling/standing/[^"]+/void)"`).FindStringSubmatch(astrid.page)
	astrid.submit(action[1], nil)
	astrid.says("Beslutet är upphävt.")
}

func TestHoldsAreMadeAndEnded(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.see("/culling/holds")
	astrid.submit("/culling/holds", url.Values{"reason": {""}, "review": {"2099-01-01"}})
	astrid.says("Det här behövs.", "Säg vem det gäller eller vilken samling: ett av dem.")
	for _, slip := range []url.Values{{"email": {"anna"}}, {"national": {"811218-9877"}}, {"email": {"anna@example.com"}, "national": {"19"}}} {
		slip.Set("reason", "tvist")
		slip.Set("review", "2099-01-01")
		astrid.submit("/culling/holds", slip)
		astrid.says("Det går inte att läsa. Kontrollera hur det är skrivet.", "Inget gallringsstopp gäller.")
	}
	astrid.submit("/culling/holds", url.Values{"email": {"anna@example.com"}, "reason": {"tvist"}, "review": {"2099-01-01"}})
	astrid.says("Gallringsstoppet gäller.", "anna@example.com")
	action := regexp.MustCompile(`action="(/culling/holds/[^"]+/release)"`).FindStringSubmatch(astrid.page)
	astrid.submit(action[1], nil)
	astrid.says("Inget gallringsstopp gäller.")
}

// The first day: a register comes as a zip, with all faults at once when there
// are some.
func TestTheFirstDay(t *testing.T) {
	t.Parallel()
	h, full := build(t, true), build(t, false)
	astrid := h.first()
	if astrid.path != "/start" {
		t.Errorf("an empty installation begins at %s", astrid.path)
	}
	anybody := h.nobody()
	if r := anybody.get("/ask"); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("the portal without a register: %s", r.Status)
	}
	anybody.says("Här går det inte att fråga än")
	if r := astrid.send("/requests", nil); r.Request.URL.Path != "/start" {
		t.Errorf("a request without a register: %s", astrid.path)
	}
	astrid.see("/start")
	astrid.upload("/register/files", "files", []byte("no zip"))
	astrid.says("ingen zip-fil")
	other := full.first()
	other.see("/mailboxes/followup", "”Månadens mejlrutin” i sitt formulär")
	other.get("/register/files")
	zip := []byte(other.page)
	astrid.see("/start")
	astrid.upload("/register/files", "files", zip, "check")
	astrid.says("Ingenting är ändrat än", "bookkeeping")
	if astrid.get("/register"); astrid.path != "/start" {
		t.Errorf("files that were only looked at are in force: %s", astrid.path)
	}
	astrid.see("/start")
	astrid.upload("/register/files", "files", zip)
	astrid.says("gäller nu", "Bokföring")
	astrid.see("/start")
	astrid.upload("/register/files", "files", zip, "check")
	astrid.says("Ingenting är ändrat än")
	if strings.Contains(text(astrid.page), "bookkeeping") {
		t.Error("the same files would change something")
	}
}

// upload sends a file, and presses the button that does something where one is named.
func (s *somebody) upload(path, name string, data []byte, do ...string) {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	s.must(w.WriteField("_token", tokens.FindStringSubmatch(s.page)[1]))
	for _, what := range do {
		s.must(w.WriteField("do", what))
	}
	part, err := w.CreateFormFile(name, "file")
	s.must(err)
	_, err = part.Write(data)
	s.must(err)
	s.must(w.Close())
	s.answer(s.client.Post(s.url+path, w.FormDataContentType(), &body))
}

func TestAProofIsCheckedInThePage(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	astrid.submit(at+"/pack", nil)
	pack := []byte(astrid.page)
	astrid.see("/evidence", "Under signatur", "Signerade kontrollpunkter", strings.TrimPrefix(at, "/requests/"), "Astrid Lind")
	astrid.upload("/evidence", "pack", pack)
	astrid.says("Beviset håller.")
	pack[len(pack)/2] ^= 1
	astrid.upload("/evidence", "pack", pack)
	astrid.says("Beviset håller inte.")
}
