package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
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

// A duty about somebody on the staff cannot be taken down while there is nobody:
// the page says so, and leads to where staff are.
func TestDutyAboutNobody(t *testing.T) {
	t.Parallel()
	s := build(t, false).first()
	s.see("/duties/kinds/training/new", "ingen är antecknad ännu", "Anteckna personal")
	if strings.Contains(s.page, `action="/duties/kinds/training"`) {
		t.Error("a form that cannot be sent is shown")
	}
	s.send("/duties/kinds/training", url.Values{"f-course": {"x"}})
	s.says("En skyldighet av slaget ”Genomförda utbildningar” handlar om")
	s.see("/duties/kinds/staff/new")
	s.submit("/duties/kinds/staff", url.Values{"f-name": {"Ture Handläggare"}, "f-number": {"7"}, "f-start": {"2026-01-01"}})
	s.see("/duties/kinds/training/new", "Ture Handläggare")
	if !strings.Contains(s.page, `action="/duties/kinds/training"`) {
		t.Error("no form is shown")
	}
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

// What comes by a mailed link is answered without signing in: a course with
// questions, and an owner's three ticks; a used link leads nowhere.
func TestMailedLinks(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.Duties.Address = h.url
	const lesson = "# Mejlrutinen\nMejl <b>lämnar</b> inkorgen.\n\n? När?\n- aldrig\n* varje månad\n"
	course, err := h.Duties.AddCourse(t.Context(), duty.Facts{"every": "12"}, "mejl.md", []byte(lesson), "", "Astrid Lind")
	h.must(err)
	_, err = h.Duties.Add(t.Context(), duty.New{Kind: duty.Staff, Facts: duty.Facts{"name": "Cia", "mail": "cia@example.org", "start": "2026-01-07"}}, "Astrid Lind")
	h.must(err)
	s := h.first()
	s.see("/duties/at/" + course.ID)
	s.submit("/duties/at/"+course.ID+"/invite", nil)
	s.says("Länkar på väg: 1")
	at := h.link("cia@example.org")
	cia := h.nobody()
	cia.see(at, "Mejlrutinen", "Mejl <b>lämnar</b> inkorgen.", "När?")
	cia.send(at, url.Values{"a-0-0": {"0"}})
	cia.says("0 procent rätt räcker inte")
	cia.send(at, url.Values{"a-0-0": {"1"}})
	cia.says("Godkänt: 100 procent rätt.")
	if r := cia.get(at); r.StatusCode != http.StatusNotFound {
		t.Errorf("the link works twice: %s", r.Status)
	}
	asked, err := h.Duties.AskOwner(t.Context(), duty.Subject{Type: duty.OfActivity, Name: "bookkeeping"}, "owner@example.org", varsam.NewDate(2099, 1, 1), "Astrid Lind")
	h.must(err)
	at = h.link("owner@example.org")
	owner := h.nobody()
	owner.see(at, "Bokföring", "Kryssa det som stämmer")
	owner.send(at, url.Values{"right": {"purpose", "period"}, "note": {"Revisorn saknas"}})
	owner.says("Svaret är antecknat")
	s.see("/duties/at/"+asked.ID, "Den ansvarige säger att något om Bokföring inte stämmer", "Revisorn saknas")
	if r := owner.get("/duty/nonsense"); r.StatusCode != http.StatusNotFound {
		t.Errorf("no link: %s", r.Status)
	}
}

// link is where the last mail to somebody leads.
func (h *house) link(to string) (at string) {
	h.Helper()
	for _, state := range []post.State{post.Queued, post.Outbox} {
		all, err := h.Duties.Post.List(h.Context(), state, 100)
		h.must(err)
		for _, st := range all {
			_, item, err := h.Duties.Post.Open(h.Context(), st.ID)
			h.must(err)
			if _, after, ok := strings.Cut(item.Text, h.url); ok && item.To == to {
				at, _, _ = strings.Cut(after, "\n")
			}
		}
	}
	if at == "" {
		h.Fatalf("no link was mailed to %s", to)
	}
	return at
}

// A disclosure without both permissions is refused by the page, and logged with
// both.
func TestDisclosePage(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	form := url.Values{"to": {"auditor"}, "scope": {"Bron"}, "data": {"contact.email"}, "people": {"anna@example.com Kunden AB\n"}}
	s.see("/disclose")
	if r := s.submit("/disclose", form); r.StatusCode != http.StatusForbidden {
		t.Fatalf("without permissions: %s", r.Status)
	}
	s.says("Personen har inte gett sitt tillstånd: anna@example.com", "Företaget har inte gett sitt tillstånd: anna@example.com")
	permit := url.Values{"f-recipients": {"auditor"}, "f-scope": {"Bron"}, "f-categories": {"contact"}, "f-from": {"2026-01-01"}, "f-until": {"2099-01-01"}}
	s.see("/duties/kinds/permission/new")
	permit.Set("f-who", "anna@example.com")
	s.submit("/duties/kinds/permission", permit)
	s.see("/duties/kinds/company-permission/new")
	permit.Set("f-company", "Kunden AB")
	permit.Del("f-who")
	s.submit("/duties/kinds/company-permission", permit)
	s.see("/disclose")
	s.submit("/disclose", form)
	s.says("Det får lämnas ut, och är antecknat.", "anna@example.com")
	s.see("/duties/kinds/disclosure")
	if r := s.get("/duties/kinds/disclosure/new"); r.StatusCode == http.StatusOK {
		s.send("/duties/kinds/disclosure", url.Values{"about": {"party:auditor"}, "f-on": {"2026-01-01"}, "f-scope": {"x"}, "f-categories": {"contact"}})
		if s.path != "/duties/kinds/disclosure" {
			t.Error("a disclosure was written down without being asked for")
		}
	}
}

// Everybody may see who works for us with customers' data.
func TestSubProcessorsPage(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	_, err := h.Duties.Add(t.Context(), duty.New{Kind: duty.SubProcessor, Subject: duty.Subject{Type: duty.OfParty, Name: "hosting"}, Facts: duty.Facts{
		"task": "Drift av <plattformen>", "place": "SE", "listed": "agreement", "since": "2024-01-01",
	}}, "Astrid Lind")
	h.must(err)
	nobody := h.nobody()
	nobody.see("/sub-processors", "Driftbolaget Tallfors", "Drift av <plattformen>", "Sverige")
	nobody.get("/sub-processors.json")
	var feed struct {
		Version string
		List    []duty.Listed `json:"_sub_processors"`
	}
	h.must(json.Unmarshal([]byte(nobody.page), &feed))
	if feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.List) != 1 {
		t.Errorf("the feed: %s", nobody.page)
	}

	// Once a list is published, that is the list.
	outcomes, err := h.Publishing.Publish(t.Context(), publish.Order{Kinds: []document.Kind{document.Subprocessors}, By: "Astrid Lind"})
	if h.must(err); len(outcomes) != 1 || outcomes[0].Published == nil {
		t.Fatalf("the list is not published: %+v", outcomes)
	}
	if r := nobody.get("/sub-processors"); r.Request.URL.Path != "/privacy/subprocessors" {
		t.Errorf("the list is at %s", r.Request.URL.Path)
	}
}
