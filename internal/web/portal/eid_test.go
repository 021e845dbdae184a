package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/oidc/oidctest"
)

// Somebody signs in with an electronic ID: from the receipt while nobody has proven
// anything, and never into another's case.
func TestElectronicID(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other := oidctest.Start(t, "varsam")
	h.portal.EID = &oidc.Provider{Name: "e-legitimation", Issuer: other.URL, Client: "varsam", Number: "https://claims.oidc.se/1.0/personalNumber"}
	receipt := h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	if !strings.Contains(receipt.body, "Visa vem du är med e-legitimation") {
		t.Errorf("the receipt does not offer it: %s", receipt.body)
	}
	other.Says(map[string]any{"sub": "x", "https://claims.oidc.se/1.0/personalNumber": "not a number"})
	if a := h.get(receipt.path + "/eid"); a.status != http.StatusForbidden {
		t.Errorf("without a number it is %d", a.status)
	}
	other.Says(map[string]any{"sub": "x", "https://claims.oidc.se/1.0/personalNumber": "189001019802"})
	a := h.get(receipt.path + "/eid")
	if !strings.HasPrefix(a.path, "/case/") {
		t.Fatalf("signing in led to %d %s: %s", a.status, a.path, a.body)
	}
	h.work()
	if c := h.claims()[0]; c.Level != identity.SignIn {
		t.Errorf("the claim is %+v", c)
	}
	other.Says(map[string]any{"sub": "y", "https://claims.oidc.se/1.0/personalNumber": "189001029819"})
	if a := h.get(receipt.path + "/eid"); strings.HasPrefix(a.path, "/case/") {
		t.Error("a second person got in by the receipt")
	}
	if a := h.get("/eid/back?code=x&state=y"); a.status != http.StatusForbidden {
		t.Errorf("an answer that nobody asked for is %d", a.status)
	}
	if a := h.get("/case/" + strings.Repeat("a", 27) + "/eid"); a.status != http.StatusNotFound {
		t.Errorf("a case that is none is %d", a.status)
	}
}
