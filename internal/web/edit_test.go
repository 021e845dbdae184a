package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/web/account"
)

// A file is changed with the checks that it has elsewhere; what changes is shown
// first; who was slower loses nothing and overwrites nothing.
func TestTheRegisterIsEdited(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, siv := h.first(), h.with("Siv Ström", account.Systems)
	at := "/register/edit/activities/bookkeeping.yaml"
	astrid.see("/register/edit", "activities/bookkeeping.yaml")
	astrid.see(at)
	text := h.file("activities/bookkeeping.yaml")
	version := astrid.value("version")
	siv.see(at)
	if r := siv.submit(at, url.Values{"version": {version}, "text": {text + "nonsense: 1\n"}, "do": {"save"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a key that is none: %s", r.Status)
	}
	siv.says("nonsense", "bookkeeping.yaml:")
	changed := strings.Replace(text, "owner: ", "owner: x", 1)
	siv.submit(at, url.Values{"version": {version}, "text": {changed}, "do": {"check"}})
	siv.says("Det här skulle ändras", "owner")
	siv.submit(at, url.Values{"version": {version}, "text": {changed}, "do": {"save"}})
	siv.says("Ändringen gäller nu")
	if r := astrid.submit(at, url.Values{"version": {version}, "text": {text + "# mine\n"}, "do": {"save"}}); r.StatusCode != http.StatusConflict {
		t.Errorf("the slower one: %s", r.Status)
	}
	astrid.see("/register/versions", "Återställ")
	astrid.submit("/register/versions/1/restore", url.Values{"version": {"2"}})
	astrid.says("gäller igen")
	astrid.see("/register/edit")
	if r := astrid.get("/register/edit/..%2fsecrets.yaml"); r.StatusCode < 400 {
		t.Errorf("a path that leads out: %s", r.Status)
	}
}

// file is one file of the register in force.
func (h *house) file(name string) string {
	h.Helper()
	s := h.nobody()
	s.client = h.with("Fil Prov", account.Systems).client
	return s.file(name)
}

// file is one file of the register in force, as whoever may change it reads it.
func (s *somebody) file(name string) string {
	s.Helper()
	s.get("/register/edit/" + name)
	_, rest, _ := strings.Cut(s.page, `<textarea id="text"`)
	_, rest, _ = strings.Cut(rest, ">")
	body, _, _ := strings.Cut(rest, "</textarea>")
	return strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+").Replace(body)
}

// A person is searched for with a reason, which is written down; what is found is
// counted, never shown.
func TestAPersonIsSearchedForWithAReason(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	astrid.see("/search")
	form := url.Values{"type": {"email"}, "value": {anna.Email}}
	if r := astrid.submit("/search", form); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %s", r.Status)
	}
	form.Set("reason", "gammal tvist med kunden")
	astrid.submit("/search", form)
	astrid.says("Kontaktregister")
	if strings.Contains(astrid.page, anna.Name) {
		t.Error("the search shows what it found")
	}
	astrid.see("/search", "gammal tvist med kunden", "Astrid Lind")
	hanna := h.with("Hanna Hand", account.Handler)
	hanna.see("/search")
	if strings.Contains(hanna.page, "gammal tvist") {
		t.Error("others' searches are shown to a handler")
	}
}
