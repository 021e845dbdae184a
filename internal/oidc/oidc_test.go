package oidc_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/oidc/oidctest"
)

// away follows the browser to the other house and back, and returns what it came
// back with.
func away(t *testing.T, address string) url.Values {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	back, err := url.Parse(r.Header.Get("Location"))
	if err != nil || r.StatusCode != http.StatusFound {
		t.Fatalf("the other house answered %s", r.Status)
	}
	return back.Query()
}

const back = "https://privacy.example.com/back"

func TestWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	house := oidctest.Start(t, "varsam")
	house.Says(map[string]any{"sub": "s1", "email": "bo@example.com", "email_verified": true, "pnr": "189001019802"})
	p := &oidc.Provider{Issuer: house.URL, Client: "varsam", Scopes: []string{"email"}, Number: "pnr", Secret: func() (string, error) { return "s", nil }}
	address, kept, err := p.Begin(t.Context(), back, "/x")
	if err != nil {
		t.Fatal(err)
	}
	who, err := p.Finish(t.Context(), back, kept, away(t, address))
	if err != nil || who.Subject != "s1" || who.Email != "bo@example.com" || who.Number != "189001019802" || who.Issuer != house.URL || kept.To != "/x" {
		t.Errorf("it is %+v: %v", who, err)
	}
}

// What is no answer to what was begun lets nobody in.
func TestForgedAnswers(t *testing.T) {
	t.Parallel()
	house := oidctest.Start(t, "varsam")
	p := &oidc.Provider{Issuer: house.URL, Client: "varsam"}
	denied := func(why string, change func(kept *oidc.Pending, answer url.Values)) {
		t.Helper()
		address, kept, err := p.Begin(t.Context(), back, "")
		if err != nil {
			t.Fatal(err)
		}
		answer := away(t, address)
		change(&kept, answer)
		if who, err := p.Finish(t.Context(), back, kept, answer); varsam.CodeOf(err) != varsam.Denied {
			t.Errorf("an answer with %s gave %+v: %v", why, who, err)
		}
	}
	house.Says(map[string]any{"sub": "s1"})
	denied("another state", func(_ *oidc.Pending, a url.Values) { a.Set("state", "x") })
	denied("no state", func(k *oidc.Pending, a url.Values) { k.State = ""; a.Del("state") })
	denied("no code", func(_ *oidc.Pending, a url.Values) { a.Del("code") })
	denied("another code", func(_ *oidc.Pending, a url.Values) { a.Set("code", "x") })
	denied("another verifier", func(k *oidc.Pending, _ url.Values) { k.Verifier += "x" })
	denied("another nonce", func(k *oidc.Pending, _ url.Values) { k.Nonce = "x" })
	for why, claims := range map[string]map[string]any{
		"another audience": {"sub": "s1", "aud": "other"},
		"another issuer":   {"sub": "s1", "iss": "https://other.example"},
		"a time past":      {"sub": "s1", "exp": time.Now().Add(-time.Hour).Unix()},
	} {
		house.Says(claims)
		denied(why, func(*oidc.Pending, url.Values) {})
	}
	house.Says(map[string]any{"sub": "s1", "email": "bo@example.com", "email_verified": false})
	address, kept, _ := p.Begin(t.Context(), back, "")
	if who, err := p.Finish(t.Context(), back, kept, away(t, address)); err != nil || who.Email != "" {
		t.Errorf("an address that nobody verified is told: %+v: %v", who, err)
	}
}

func TestAHouseThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	p := &oidc.Provider{Issuer: "http://127.0.0.1:1", Client: "varsam"}
	if _, _, err := p.Begin(t.Context(), back, ""); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("it is %v", err)
	}
}
