package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/oidc/oidctest"
	"github.com/varsam/varsam/internal/web/account"
)

// code is what a device shows now for a secret.
func (h *house) code(secret string) string { return account.CodeNow(secret, h.clock()) }

// signs fills in the door's form.
func (s *somebody) signs(form url.Values) *http.Response {
	s.Helper()
	s.get("/sign-in")
	return s.submit("/sign-in", form)
}

// A password alone gets nowhere where a second factor is asked for, until there is
// one; then it is asked for.
func TestASecondFactor(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.must(h.Accounts.SetSecondFactor(t.Context(), true, "test"))
	astrid := h.first()
	for _, path := range []string{"/", "/requests", "/people", "/register", "/requests/new"} {
		if astrid.get(path); astrid.path != "/account" {
			t.Errorf("%s shows at %s with a password alone", path, astrid.path)
		}
	}
	astrid.see("/account", "räcker inte ett lösenord ensamt")
	if r := astrid.send("/requests", nil); r.Request.URL.Path != "/account" {
		t.Errorf("taking in with a password alone: %s", astrid.path)
	}
	astrid.see("/account")
	secret := regexp.MustCompile(`class="digest">([A-Z2-7]{32})<`).FindStringSubmatch(astrid.page)[1]
	form := url.Values{"sealed": {astrid.value("sealed")}, "code": {"000000"}}
	astrid.submit("/account/codes", form)
	astrid.says("Koden stämmer inte")
	form.Set("code", h.code(secret))
	astrid.submit("/account/codes", form)
	astrid.says("Sparat.")
	astrid.see("/requests")

	again := h.nobody()
	right := url.Values{"login": {"astrid"}, "password": {password}, "to": {"/requests"}}
	if r := again.signs(right); r.StatusCode != http.StatusUnauthorized || !strings.Contains(again.page, `name="code"`) {
		t.Errorf("without a code: %s", r.Status)
	}
	right.Set("code", h.code(secret))
	if again.signs(right); again.path != "/sign-in" {
		t.Error("a code that was used lets in once more")
	}
	h.later(time.Minute)
	right.Set("code", h.code(secret))
	if again.signs(right); again.path != "/requests" {
		t.Errorf("with a code one comes to %s: %s", again.path, text(again.page))
	}
}

// What matters is asked for once more when it was shown a while ago: approving,
// exporting, revealing, accounts.
func TestStepUp(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	digest := astrid.value("digest")
	h.later(account.Fresh + time.Minute)
	for _, path := range []string{at + "/pack", at + "/copy/files"} {
		if astrid.get(path); astrid.path != "/step-up" {
			t.Errorf("GET %s shows at %s", path, astrid.path)
		}
	}
	astrid.see(at)
	for _, path := range []string{at + "/approve", at + "/records/0", "/people", "/people/two", "/people/second"} {
		if astrid.send(path, url.Values{"digest": {digest}, "reason": {"x"}, "name": {"Eva"}, "login": {"eva"}, "role": {"admin"}}); astrid.path != "/step-up" {
			t.Errorf("POST %s went to %s", path, astrid.path)
		}
		astrid.see(at)
	}
	astrid.send(at+"/approve", url.Values{"digest": {digest}})
	astrid.submit("/step-up", url.Values{"password": {"wrong wrong wrong"}, "to": {at}})
	astrid.says("stämmer inte")
	astrid.submit("/step-up", url.Values{"password": {password}, "to": {at}})
	if astrid.path != at {
		t.Errorf("after showing it again: %s", astrid.path)
	}
	astrid.submit(at+"/approve", url.Values{"digest": {digest}})
	astrid.says("Astrid Lind")
}

// Values are masked until somebody says why, which stands in the case.
func TestValuesAreRevealedWithAReason(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	at := astrid.enters(nil)
	id := strings.TrimPrefix(at, "/requests/")
	d, err := h.Requests.Dossier(t.Context(), id)
	h.must(err)
	for n, item := range d.Plan.Items {
		if item.Record.Get("email").String() != anna.Email {
			continue
		}
		record := at + "/records/" + strconv.Itoa(n)
		astrid.see(record)
		if strings.Contains(astrid.page, anna.Email) {
			t.Errorf("%s shows an address before it is revealed", record)
		}
		if r := astrid.submitSelf(nil); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %s", r.Status)
		}
		astrid.see(record)
		astrid.submitSelf(url.Values{"reason": {"två kort ser lika ut"}})
		astrid.says(anna.Email, "två kort ser lika ut")
		kase, err := h.Requests.Case(t.Context(), d.Request)
		h.must(err)
		if len(kase.Revealed) != 1 || kase.Revealed[0].Why != "två kort ser lika ut" {
			t.Errorf("the case says %+v", kase.Revealed)
		}
		return
	}
	t.Error("the plan holds no record with the address: nothing was tested")
}

func (s *somebody) submitSelf(form url.Values) *http.Response {
	s.Helper()
	return s.send(s.path, form)
}

// Finance reads what concerns money in a case, and nothing else of the person.
func TestAFieldClassReadsItsOwnKind(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, eva, anna := h.first(), h.with("Eva Ekonom", account.Finance), h.made.Cast["anna"]
	at := astrid.enters(nil)
	eva.see(at)
	for n := range 10 {
		eva.get(at + "/records/" + string(rune('0'+n)))
		if strings.Contains(eva.page, anna.Email) || strings.Contains(eva.page, anna.Name) {
			t.Errorf("record %d tells who it is", n)
		}
	}
	eva.see("/account")
	if r := eva.send(at+"/records/0", url.Values{"reason": {"x"}}); r.StatusCode != http.StatusForbidden {
		t.Errorf("revealing: %s", r.Status)
	}
}

// Sessions are listed and end at once, one's own and others'.
func TestSessionsEndAtOnce(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, elsewhere := h.first(), h.nobody()
	elsewhere.signs(url.Values{"login": {"astrid"}, "password": {password}, "to": {"/"}})
	astrid.see("/account", "Där du är inloggad")
	end := regexp.MustCompile(`action="(/account/sessions/[0-9a-f]+/end)"`).FindStringSubmatch(astrid.page)
	if end == nil {
		t.Fatalf("the other session is not listed: %s", text(astrid.page))
	}
	astrid.submit(end[1], nil)
	if elsewhere.get("/requests"); elsewhere.path != "/sign-in" {
		t.Errorf("the other session goes on at %s", elsewhere.path)
	}
	bo := h.with("Bo Ek", account.Handler)
	astrid.see("/people")
	all, err := h.Accounts.List(t.Context())
	h.must(err)
	for _, a := range all {
		if a.Name == "Bo Ek" {
			astrid.submit("/people/"+a.ID+"/sessions", nil)
		}
	}
	if bo.get("/requests"); bo.path != "/sign-in" {
		t.Errorf("a session that was ended goes on at %s", bo.path)
	}
}

// Access to one case is given, works for that case alone, and ends by itself.
func TestAccessToOneCase(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, gun := h.first(), h.with("Gun Gäst", account.Guest)
	mine, other := astrid.enters(nil), astrid.enters(url.Values{"right": {"access"}})
	if r := gun.get(mine); r.StatusCode != http.StatusForbidden {
		t.Errorf("before: %s", r.Status)
	}
	all, err := h.Accounts.List(t.Context())
	h.must(err)
	var id string
	for _, a := range all {
		if a.Name == "Gun Gäst" {
			id = a.ID
		}
	}
	until := h.clock().AddDate(0, 0, 3).Format(time.DateOnly)
	astrid.see(mine, "Tillgång till just det här ärendet")
	astrid.submit(mine+"/share", url.Values{"account": {id}, "role": {"handler"}, "until": {until}})
	gun.see("/account", strings.TrimPrefix(mine, "/requests/"))
	gun.see(mine, h.made.Cast["anna"].Email)
	for _, path := range []string{other, "/requests", "/people", "/claims", "/register"} {
		if r := gun.get(path); r.StatusCode != http.StatusForbidden {
			t.Errorf("GET %s: %s", path, r.Status)
		}
	}
	far := h.clock().AddDate(0, 3, 0).Format(time.DateOnly)
	astrid.see(mine)
	if r := astrid.send(mine+"/share", url.Values{"account": {id}, "role": {"handler"}, "until": {far}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("for three months: %s", r.Status)
	}
	h.later(5 * 24 * time.Hour)
	gun.signs(url.Values{"login": {"gun"}, "password": {password}, "to": {"/account"}})
	if r := gun.get(mine); r.StatusCode != http.StatusForbidden {
		t.Errorf("after its end: %s", r.Status)
	}
}

// The organisation's own login lets in who has an account, and nobody else.
func TestTheOrganisationsLogin(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.first()
	a, err := h.Accounts.New(t.Context(), "Siv Ström", "siv@example.com", []account.Role{account.Handler}, "test")
	h.must(err)
	other := oidctest.Start(t, "varsam")
	h.Login = &oidc.Provider{Name: "Bolagets inloggning", Issuer: other.URL, Client: "varsam"}
	siv := h.nobody()
	siv.see("/sign-in", "Logga in med Bolagets inloggning")
	other.Says(map[string]any{"sub": "s9", "email": "nobody@example.com", "email_verified": true})
	if r := siv.get("/sign-in/outside?to=/requests"); r.StatusCode != http.StatusForbidden {
		t.Errorf("somebody without an account: %s", r.Status)
	}
	other.Says(map[string]any{"sub": "s1", "email": "siv@example.com", "email_verified": false})
	if r := siv.get("/sign-in/outside?to=/requests"); r.StatusCode != http.StatusForbidden {
		t.Errorf("an address that nobody verified: %s", r.Status)
	}
	other.Says(map[string]any{"sub": "s1", "email": "Siv@Example.com", "email_verified": true})
	if siv.get("/sign-in/outside?to=/requests"); siv.path != "/requests" {
		t.Errorf("she comes to %s: %s", siv.path, text(siv.page))
	}
	other.Says(map[string]any{"sub": "s1"}) // from now on she is known by her subject
	later := h.nobody()
	if later.get("/sign-in/outside?to=/tasks"); later.path != "/tasks" {
		t.Errorf("the second time she comes to %s", later.path)
	}
	if r := h.nobody().get("/sign-in/outside/back?code=x&state=y"); r.StatusCode != http.StatusForbidden {
		t.Errorf("an answer that nobody asked for: %s", r.Status)
	}
	h.must(h.Accounts.Change(t.Context(), a.ID, []account.Role{account.Handler}, true, "test"))
	if r := h.nobody().get("/sign-in/outside"); r.StatusCode != http.StatusForbidden {
		t.Errorf("an account that is off: %s", r.Status)
	}
}
