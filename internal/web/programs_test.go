package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/web/account"
)

// A token is shown once, may no more than who made it, and ends at once.
func TestTokensOnThePages(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.first()
	ada := h.with("Ada Ström", account.Admin)
	ada.see("/programs", "Inget program har någon nyckel")
	if r := ada.submit("/programs/tokens", url.Values{"days": {"900"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a token without anything: %s", r.Status)
	}
	ada.says("Det här behövs", "Välj minst ett", "Mellan 1 och 366")
	if r := ada.send("/programs/tokens", url.Values{"name": {"x"}, "days": {"9"}, "scope": {"people:read"}}); r.StatusCode != http.StatusForbidden {
		t.Errorf("a token for more than its maker may: %s", r.Status)
	}
	ada.see("/programs")
	ada.submit("/programs/tokens", url.Values{"name": {"Intranätet"}, "days": {"9"}, "scope": {"work:read", "accounts:manage"}})
	ada.says("visas bara nu", "Intranätet")
	secret := regexp.MustCompile(token.Prefix + `[A-Za-z0-9_-]+`).FindString(ada.page)
	made, err := h.Programs.Tokens.Of(t.Context(), secret)
	if err != nil || made.By != "Ada Ström" || !made.Signed || !made.May(token.Manage) || made.May(token.WriteRegister) {
		t.Fatalf("the token is %+v: %v", made, err)
	}
	if ada.see("/programs", "Intranätet"); strings.Contains(ada.page, secret) {
		t.Error("the secret is shown twice")
	}
	ada.submit("/programs/tokens/"+made.ID+"/revoke", nil)
	if ada.says("återkallad"); strings.Contains(ada.page, `tokens/`+made.ID+`/revoke`) {
		t.Error("what is revoked can be revoked once more")
	}
	if _, err := h.Programs.Tokens.Of(t.Context(), secret); err == nil {
		t.Error("a revoked token opens")
	}
}

// An address is tried, and what it answered stands on its page.
func TestWebhooksOnThePages(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	var status atomic.Int64
	status.Store(204)
	var signed atomic.Value
	to := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed.Store(r.Header.Get("Varsam-Signature"))
		w.WriteHeader(int(status.Load()))
	}))
	defer to.Close()
	astrid.see("/programs", "Ingen adress får besked")
	if r := astrid.submit("/programs/hooks", url.Values{"url": {"http://example.org/x"}, "event": {"plan"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an address in clear: %s", r.Status)
	}
	astrid.see("/programs")
	astrid.submit("/programs/hooks", url.Values{"url": {to.URL + "/varsam"}, "event": {"plan", "closed"}})
	astrid.says("visas bara nu", "whsec_")
	at := regexp.MustCompile(`/programs/hooks/w[0-9a-f]+`).FindString(astrid.page)
	astrid.see(at, "Inget har skickats än", "plan, closed")
	astrid.submit(at+"/test", nil)
	if astrid.says("tog emot ett tomt besked", "204", "ett prov"); signed.Load() == nil || !strings.HasPrefix(signed.Load().(string), "t=") {
		t.Error("the trial is not signed")
	}
	status.Store(500)
	astrid.submit(at+"/test", nil)
	astrid.says("tog inte emot", "500")
	to.Close()
	astrid.submit(at+"/test", nil)
	astrid.says("inget svar")
	astrid.submit(at+"/end", nil)
	astrid.says("Ingen adress får besked")
	if r := astrid.get(at); r.StatusCode != http.StatusNotFound {
		t.Errorf("the page of an ended one: %s", r.Status)
	}
}

// The picture of the codes is drawn here: nothing is asked elsewhere for it.
func TestTheCodesHaveAPicture(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.see("/account")
	if !strings.Contains(astrid.page, `class="qr" viewBox="0 0 `) || !strings.Contains(astrid.page, `d="M4 4h7v1h-7z`) {
		t.Error("the account page has no picture of the codes")
	}
}
