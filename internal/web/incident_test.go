package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/web/account"
)

// A breach from the report of somebody with no other right to the last letter: those
// whom it concerns are found by a worker in the systems, read by those who may, and
// written to; it is notified in phases, and closed when all is done.
func TestIncidentFromReportToEnd(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	guest := h.with("Gun Gäst", account.Guest)
	guest.see("/incident")
	guest.submit("/incident", url.Values{"title": {"Kundlistan gick till fel mottagare"}, "aware": {guest.value("aware")}, "systems": {"crm"}})
	guest.says("Tack.")
	if guest.path != "/incident" {
		t.Errorf("a guest comes to %s", guest.path)
	}
	all, _, err := h.Duties.List(t.Context(), duty.Incident, false)
	h.must(err)
	at := "/duties/at/" + all[0].ID
	s.see(at, "De berörda", "Ingen har sökt efter dem än.", "Händelsen", "a) Incidentens art", "Anmälan till myndigheten")
	if r := guest.get(at + "/affected"); r.StatusCode != http.StatusForbidden {
		t.Errorf("a guest gets the list: %s", r.Status)
	}

	s.see(at+"/affected", "Var slog incidenten till?")
	if r := s.submit(at+"/affected", nil); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("nowhere and nobody: %s", r.Status)
	}
	s.submit(at+"/affected", url.Values{"place": {"crm.contacts"}, "people": {"utanfor@example.org"}})
	s.says("Arbetet pågår")
	if !strings.Contains(s.page, "<progress") {
		t.Error("no progress is shown")
	}
	h.work()
	found, err := h.Duties.Traced(t.Context(), all[0].ID)
	h.must(err)
	s.see(at+"/affected", "utanfor@example.org", h.made.Cast["anna"].Email)
	if found.People < 10 || found.Left == 0 {
		t.Fatalf("found: %+v", found)
	}
	reader := h.with("Rut Revisor", account.Reader)
	reader.see(at, "Personer", "Poster")
	if r := reader.get(at + "/affected"); r.StatusCode != http.StatusForbidden || strings.Contains(reader.page, "@example") {
		t.Errorf("an auditor gets the list: %s", r.Status)
	}

	s.see(at+"/letter", "Brevet måste säga mer", "Åtgärder")
	if r := s.send(at+"/letter", nil); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an empty letter is sent: %s", r.Status)
	}
	rec, err := h.Duties.Set(t.Context(), all[0].ID, duty.Facts{"what": "En lista <b>gick</b> fel", "consequences": "Skräppost", "measures": "Raderad hos mottagaren", "risk": "high"}, "Astrid Lind")
	h.must(err)
	s.see(at + "/letter")
	s.says("En lista <b>gick</b> fel", "Skräppost", "Raderad hos mottagaren")
	s.submit(at+"/letter", nil)
	h.work()
	s.see(at, "Har fått brev")
	if got := h.lettersAbout(rec.ID); got != found.Left {
		t.Errorf("%d letters for %d people", got, found.Left)
	}

	// in phases: the first notification, then the rest
	s.see(at)
	form := url.Values{"version": {s.value("version")}, "f-risk": {"high"}, "f-notify": {"yes"}, "f-letter": {"yes"}}
	s.submit(at+"/parts/decision", form)
	s.says("Ändringen är sparad")
	if r := s.send(at+"/parts/decision", url.Values{"version": {s.value("version")}, "f-risk": {"none"}, "f-notify": {"no"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no notice without a reason: %s", r.Status)
	}
	s.see(at)
	w, err := h.Duties.World(t.Context())
	h.must(err)
	now := h.clock().In(w.Zone()).Format("2006-01-02T15:04")
	s.submit(at+"/parts/notification", url.Values{"version": {s.value("version")}, "f-notified": {now}, "f-reference": {"DI-2026-1"}})
	s.see(at, "Incidenten är anmäld men anmälan är inte komplett")
	s.submit(at+"/end", nil)
	s.says("Det kan inte avslutas än.")
	s.see(at)
	s.submit(at+"/parts/notification", url.Values{"version": {s.value("version")}, "f-notified": {now}, "f-reference": {"DI-2026-1"}, "f-complete": {now}})
	s.see(at)
	if duty.Untold(rec) > 0 {
		s.submit(at+"/customers", nil)
		s.says("underrättad")
	}
	s.submit(at+"/end", nil)
	s.says("Det är avslutat.", "De berörda eftersökta", "Underrättad")
	s.see("/duties")
	if strings.Contains(text(s.page), "Kundlistan gick till fel mottagare") {
		t.Error("it is closed, and still found")
	}
	if err := h.Duties.AskAffected(t.Context(), rec.ID, duty.Order{}, "Astrid Lind"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("a closed incident is searched for: %v", err)
	}
}

// lettersAbout is how many letters a duty has had written.
func (h *house) lettersAbout(id string) (n int) {
	h.Helper()
	for _, state := range []post.State{post.Queued, post.Outbox, post.Sent} {
		all, err := h.Duties.Post.List(h.Context(), state, 10_000)
		h.must(err)
		for _, st := range all {
			if st.About == id {
				n++
			}
		}
	}
	return n
}
