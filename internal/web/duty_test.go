package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
)

// A transfer on a ground that fell is found, mended, and gone.
func TestDutyFoundAndMended(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	const says = "vilar på Privacy Shield, som föll 16 juli 2020"
	s.see("/duties/kinds/transfer/new")
	s.submit("/duties/kinds/transfer", url.Values{"about": {"party:mailer"}, "f-mechanism": {"privacy-shield"}})
	s.says(says)
	at := s.path
	s.see("/duties", says)
	s.see(at)
	s.submit("", url.Values{"version": {s.value("version")}, "f-mechanism": {"adequacy"}, "f-country": {"CH"}, "f-review": {"2099-01-01"}, "owner": {"Bo"}})
	s.see("/duties")
	if strings.Contains(text(s.page), says) {
		t.Error("it was mended, and is still found")
	}
	s.see(at)
	s.says("Antecknad", "Ändrad", "Astrid Lind")
}

// Of two who change one incident, the second sees both, and loses nothing.
func TestTwoPeopleChangeOneIncident(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Ek", account.Handler)
	astrid.see("/incident")
	astrid.submit("/incident", url.Values{"title": {"<b>Mejl</b> till fel mottagare"}, "aware": {"2026-11-20T16:20"}})
	astrid.says("23 november 2026 kl. 16:20")
	if strings.Contains(astrid.page, "<b>Mejl") {
		t.Error("the markup of a title is in the page")
	}
	at := astrid.path
	bo.see(at)
	form := func(s *somebody, more url.Values) url.Values {
		out := url.Values{"version": {s.value("version")}, "f-title": {"Mejl till fel mottagare"}, "f-aware": {"2026-11-20T16:20"}, "f-role": {"controller"}}
		for name, values := range more {
			out[name] = values
		}
		return out
	}
	astrid.see(at)
	astrid.submit("", form(astrid, url.Values{"f-people": {"12"}}))
	if r := bo.submit("", form(bo, url.Values{"f-measures": {"Bad mottagaren radera"}})); r.StatusCode != http.StatusConflict {
		t.Fatalf("the second gets %s", r.Status)
	}
	bo.says("Någon annan ändrade medan du skrev", "Bad mottagaren radera", "Nu står det: 12")
	bo.submit("", form(bo, url.Values{"f-people": {"12"}, "f-measures": {"Bad mottagaren radera"}}))
	bo.says("Ändringen är sparad")
	r, err := h.Duties.Get(t.Context(), at[len("/duties/at/"):])
	h.must(err)
	if r.Facts["people"] != "12" || r.Facts["measures"] == "" {
		t.Errorf("kept: %v", r.Facts)
	}
}

// A file is kept, handed out and taken away; an auditor sees no names.
func TestDutyFiles(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	rec, err := h.Duties.Add(t.Context(), duty.New{Kind: duty.Staff, Facts: duty.Facts{"name": "Cia <i>Dahl</i>", "start": "2026-01-07"}}, "Astrid Lind")
	h.must(err)
	at := "/duties/at/" + rec.ID
	s.see(at, "Cia <i>Dahl</i>")
	s.upload(at+"/files", "file", []byte("%PDF-1.7"))
	s.says("8 byte", "Fil tillagd")
	files, err := h.Duties.Files(t.Context(), duty.Record{ID: rec.ID, Files: 1})
	if err == nil {
		t.Errorf("a record without its key opens files: %v", files)
	}
	reader := h.with("Rut Revisor", account.Reader)
	reader.see(at)
	reader.see("/duties")
	if strings.Contains(reader.page, "Dahl") {
		t.Error("an auditor sees who it is")
	}
	s.see("/duties")
	s.get("/duties/export/json")
	var out duty.Exported
	h.must(json.Unmarshal([]byte(s.page), &out))
	if len(out.Records) != 1 || out.Records[0].Facts["name"] != "Cia <i>Dahl</i>" {
		t.Errorf("exported: %+v", out)
	}
	s.get("/duties/export/csv")
	if !strings.Contains(s.page, "Cia <i>Dahl</i>") {
		t.Error("the table lacks the record")
	}
}
