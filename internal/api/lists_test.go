package api_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/sheet"
)

// Every list leaves in every form and language; none says whom a case is about.
func TestListsLeave(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	p.does(nil, "POST", "/culling", nil)
	h.work()
	anna := h.made.Cast["anna"]
	for _, k := range api.ListKinds {
		h.hurries()
		for _, lang := range []string{"sv", "sv-FI", "en"} {
			for _, format := range sheet.Formats {
				a := p.with("Accept-Language", lang).does(nil, "GET", "/lists/"+k.Name+"?as="+format, nil)
				if bytes.Contains(a.body, []byte(anna.Email)) || bytes.Contains(a.body, []byte("⟦")) {
					t.Errorf("%s as %s: %s", k.Name, format, a.body)
				}
				if format == "json" {
					continue
				}
				got, err := sheet.Read(a.body)
				if err != nil || len(got) != 1 || len(got[0].Rows) == 0 {
					t.Errorf("%s as %s does not read back: %v", k.Name, format, err)
				}
			}
		}
	}
	a := p.with("Accept-Language", "sv").does(nil, "GET", "/lists/requests", nil)
	if !strings.Contains(string(a.body), r.ID+";") || !strings.Contains(a.Header.Get("Content-Disposition"), "requests.csv") {
		t.Errorf("the requests are %s", a.body)
	}
	for list, word := range map[string]string{
		"fields": "e-postadress", "parties": "Personuppgiftsbiträde", "systems": "Sverige", "findings": "Varning",
	} {
		if a := p.with("Accept-Language", "sv").does(nil, "GET", "/lists/"+list, nil); !strings.Contains(string(a.body), word) {
			t.Errorf("%s has no %q: %s", list, word, a.body)
		}
	}
	p.fails(404, varsam.NotFound, "GET", "/lists/people", nil)
	p.fails(422, varsam.Invalid, "GET", "/lists/requests?as=pdf", nil)
	h.program("Revisor", token.ReadWork).fails(403, varsam.Denied, "GET", "/lists/accounts", nil)
}

// The list of activities reads back: its columns are known, and how long each is kept.
func TestActivitiesReadBack(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	for _, lang := range []string{"sv", "en"} {
		a := p.with("Accept-Language", lang).does(nil, "GET", "/lists/activities?as=xlsx", nil)
		sheets, err := sheet.Read(a.body)
		if err != nil {
			t.Fatal(err)
		}
		mappings, err := ropa.Guess(sheets)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := ropa.Read(sheets, mappings)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range ropa.Drafts(entries, nil, varsam.Lang(lang)) {
			if entries[i].Values[ropa.Keep] == "" || entries[i].Values[ropa.Basis] == "" || d.Keep == "" || slices.Contains(d.Notes, ropa.NoKeep) {
				t.Errorf("%s: %+v is read as %s", lang, entries[i].Values, d.Text)
			}
		}
	}
}

// The calendar opens with its link only, until a new one is made.
func TestTheCalendarOfLastDays(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	var first, second api.Link
	p.does(nil, "POST", "/duties", map[string]any{"kind": "measure", "about": "system:crm", "facts": map[string]string{"measure": "Lås", "review": "2098-05-17"}})
	p.does(nil, "POST", "/duties", map[string]any{"kind": "course", "facts": map[string]string{"title": "Mejl"}})
	p.does(nil, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia Dahl", "start": "2026-01-07"}})
	p.does(&first, "POST", "/calendar", nil)
	status, feed := h.read(first.Link)
	if status != 200 || !strings.Contains(feed, "UID:answer-"+r.ID+"@") || !strings.Contains(feed, "DTSTART;VALUE=DATE:"+strings.ReplaceAll(r.Last.String(), "-", "")) {
		t.Errorf("%d\n%s", status, feed)
	}
	for _, word := range []string{"DTSTART;VALUE=DATE:20980517", "UID:duty-training-"} {
		if !strings.Contains(feed, word) {
			t.Errorf("the calendar lacks %s", word)
		}
	}
	for _, word := range []string{h.made.Cast["anna"].Email, h.made.Cast["anna"].Name, "Cia Dahl"} {
		if strings.Contains(feed, word) {
			t.Errorf("the calendar holds %s", word)
		}
	}
	p.does(&second, "POST", "/calendar", nil)
	if status, _ := h.read(first.Link); status != 404 {
		t.Errorf("the old link: %d", status)
	}
	if status, _ := h.read(second.Link); status != 200 {
		t.Errorf("the new link: %d", status)
	}
	p.does(nil, "DELETE", "/calendar", nil)
	for _, link := range []string{second.Link, "/api/calendar/.ics", "/api/calendar/x"} {
		if status, _ := h.read(link); status != 404 {
			t.Errorf("%s: %d", link, status)
		}
	}
	if strings.Contains(h.log.String(), strings.TrimSuffix(strings.TrimPrefix(second.Link, "/api/calendar/"), ".ics")) {
		t.Error("the log has the link")
	}
}

func (h *house) read(path string) (status int, body string) {
	h.Helper()
	r, err := http.Get(h.url + path)
	h.must(err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	h.must(err)
	return r.StatusCode, string(text)
}
