package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/web/account"
)

const written = "Hon ringde den 3 maj – och bad om längre tid"

// A session that ends in the midst of a form, by itself or because somebody ended
// it, loses nothing: whoever signs in again at that browser has what they wrote,
// and nobody else has.
func TestWhatWasWrittenOutlivesTheSession(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(h *house, astrid *somebody){
		"it ran out": func(h *house, _ *somebody) { h.later(account.Most + time.Minute) },
		"it was ended": func(h *house, astrid *somebody) {
			a, err := h.Accounts.Of(h.Context(), astrid.session())
			h.must(err)
			h.must(h.Accounts.EndOf(h.Context(), a.ID, "test"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := build(t, false)
			astrid := h.first()
			at := astrid.enters(nil)
			astrid.see(at)
			ends(h, astrid)
			form := url.Values{"reason": {written}}
			if astrid.submit(at+"/extend", form); astrid.path != "/sign-in" {
				t.Fatalf("it went to %s", astrid.path)
			}
			if strings.Contains(astrid.page, written) {
				t.Error("what was written is shown to whoever stands at the browser")
			}
			if astrid.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {password}, "to": {"/kept"}}); astrid.path != "/kept" {
				t.Fatalf("signing in led to %s", astrid.path)
			}
			astrid.says(written)
			sent := url.Values{"_kept": {"yes"}, "reason": {written}}
			if r := astrid.submit(at+"/extend", sent); r.StatusCode != http.StatusOK || astrid.path != at {
				t.Errorf("sending it led to %s %s: %s", r.Status, astrid.path, text(astrid.page))
			}
			if astrid.get("/kept"); astrid.path != "/" {
				t.Errorf("what was sent is still kept at %s", astrid.path)
			}
		})
	}
}

// At a browser that another signs in at, what was written stays with who wrote it.
func TestWhatWasWrittenIsNobodyElses(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	h.with("Bo Prov", account.Officer)
	at := astrid.enters(nil)
	astrid.see(at)
	h.later(account.Most + time.Minute)
	astrid.submit(at+"/extend", url.Values{"reason": {written}})
	astrid.submit("/sign-in", url.Values{"login": {"bo"}, "password": {password}, "to": {"/kept"}})
	if astrid.path != "/" || strings.Contains(astrid.page, written) {
		t.Errorf("another person is shown %s: %s", astrid.path, text(astrid.page))
	}
}

// Showing once more who one is loses nothing either.
func TestWhatWasWrittenOutlivesAStepUp(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at + "/records/0")
	h.later(account.Fresh + time.Minute)
	astrid.send(at+"/records/0", url.Values{"reason": {written}})
	if astrid.path != "/step-up" {
		t.Fatalf("it went to %s", astrid.path)
	}
	if astrid.submit("/step-up", url.Values{"password": {password}, "to": {astrid.value("to")}}); astrid.path != "/kept" {
		t.Fatalf("showing it led to %s", astrid.path)
	}
	astrid.says(written)
	if r := astrid.submit(at+"/records/0", url.Values{"_kept": {"yes"}, "reason": {written}}); r.StatusCode != http.StatusOK || astrid.path != at+"/records/0" {
		t.Errorf("sending it led to %s %s", r.Status, astrid.path)
	}
}

// session is the token of the browser's session.
func (s *somebody) session() string {
	s.Helper()
	at, err := url.Parse(s.url)
	s.must(err)
	for _, c := range s.client.Jar.Cookies(at) {
		if strings.HasSuffix(c.Name, "session") {
			return c.Value
		}
	}
	s.Fatal("there is no session")
	return ""
}
