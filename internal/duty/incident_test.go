package duty

import (
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
)

// The 72 hours are absolute: no weekend, no Christmas and no change of clocks
// moves them.
func TestNoticeDue(t *testing.T) {
	t.Parallel()
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ aware, due string }{
		{"2026-11-20 16:20", "2026-11-23 16:20"}, // Friday to Monday
		{"2026-12-23 15:00", "2026-12-26 15:00"}, // over Christmas Eve and Christmas Day to Boxing Day
		{"2026-12-24 23:59", "2026-12-27 23:59"}, // to a Sunday
		{"2026-03-27 12:00", "2026-03-30 13:00"}, // clocks go forward: 72 hours, not three days by the clock
		{"2026-10-23 12:00", "2026-10-26 11:00"}, // and back
		{"2028-02-27 08:00", "2028-03-01 08:00"},
	} {
		aware, err := time.ParseInLocation("2006-01-02 15:04", c.aware, stockholm)
		if err != nil {
			t.Fatal(err)
		}
		r := Record{Kind: Incident, Facts: Facts{"aware": aware.Format(time.RFC3339)}}
		if got := NoticeDue(r).In(stockholm).Format("2006-01-02 15:04"); got != c.due {
			t.Errorf("aware %s: due %s, want %s", c.aware, got, c.due)
		}
	}
}

// An incident from the report to its end: each thing that is owed is found until
// it is done.
func TestIncident(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.now = time.Date(2026, 12, 23, 14, 0, 0, 0, time.UTC)
	rec, err := r.Report(t.Context(), Reported{Title: "Fel mottagare", Aware: "now", Systems: []string{"crm", "surveys"}}, "Astrid Lind")
	r.must(err)
	if rec.Facts["role"] != "controller" || rec.Facts["customers"] != "client" || rec.Owner != "officer@example.org" {
		t.Fatalf("reported: %+v", rec)
	}
	org := Subject{Type: OfOrganisation}
	r.says(NoticeRuns, org, true)
	r.says(CustomerUntold, org, true)
	r.says(RiskUnjudged, org, true)

	told, err := r.TellCustomers(t.Context(), rec.ID, "Astrid Lind")
	r.must(err)
	if len(told) != 1 || r.letters("privacy@client.example") != 1 {
		t.Errorf("told %v", told)
	}
	r.says(CustomerUntold, org, false)
	if _, err := r.TellCustomers(t.Context(), rec.ID, "Astrid Lind"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("nobody is left to tell: %v", err)
	}

	r.now = r.now.Add(73 * time.Hour)
	r.says(NoticeLate, org, true)
	_, err = r.Set(t.Context(), rec.ID, Facts{"risk": "high", "notify": "yes", "notified": "now"}, "Astrid Lind")
	r.refuses(err, "late_reason", FaultReason)
	_, err = r.Set(t.Context(), rec.ID, Facts{"risk": "high", "notify": "yes", "notified": "now", "late_reason": "Julledigt"}, "Astrid Lind")
	r.must(err)
	r.says(NoticeLate, org, false)
	r.says(NoticeUnfinished, org, true)
	r.says(PeopleUntold, org, true)

	_, err = r.Set(t.Context(), rec.ID, Facts{"told": "now", "letter": "yes"}, "Astrid Lind")
	r.must(err)
	r.says(PeopleUntold, org, false)
	_, err = r.End(t.Context(), rec.ID, "Astrid Lind")
	r.refuses(err, "complete", FaultNeeded)
	_, err = r.Set(t.Context(), rec.ID, Facts{"complete": "now"}, "Astrid Lind")
	r.must(err)
	_, err = r.End(t.Context(), rec.ID, "Astrid Lind")
	r.must(err)
	for _, f := range r.found("") {
		if f.Kind == Incident {
			t.Errorf("still found: %+v", f)
		}
	}
}

// letters counts what waits for an address.
func (r *rig) letters(to string) (n int) {
	r.Helper()
	for _, item := range r.posted() {
		if item.To == to {
			n++
		}
	}
	return n
}

// posted is every letter that waits or lies to be printed.
func (r *rig) posted() (all []post.Item) {
	r.Helper()
	for _, state := range []post.State{post.Queued, post.Outbox} {
		some, err := r.Post.List(r.Context(), state, 1000)
		r.must(err)
		for _, st := range some {
			_, item, err := r.Post.Open(r.Context(), st.ID)
			r.must(err)
			all = append(all, item)
		}
	}
	return all
}

// What cannot be is refused: a day that has not come, no notice without a reason,
// an unlikely risk that is none.
func TestIncidentRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	add := func(f Facts) error {
		f["title"], f["role"] = "x", "controller"
		if f["aware"] == "" {
			f["aware"] = "2026-11-20T16:20"
		}
		_, err := r.Add(t.Context(), New{Kind: Incident, Facts: f}, "Astrid Lind")
		return err
	}
	r.refuses(add(Facts{"aware": "2026-11-23T00:00"}), "aware", FaultFuture)
	r.refuses(add(Facts{"aware": "yesterday"}), "aware", FaultMoment)
	r.refuses(add(Facts{"notify": "no", "risk": "none"}), "reason", FaultReason)
	r.refuses(add(Facts{"notify": "no", "risk": "high", "reason": "x"}), "notify", FaultOrder)
	r.refuses(add(Facts{"happened": "2026-11-21T00:00"}), "happened", FaultOrder)
	r.refuses(add(Facts{"systems": "nowhere"}), "systems", FaultUnknown)
	r.refuses(add(Facts{"colour": "red"}), "colour", FaultField)
	if err := add(Facts{"notify": "no", "risk": "none", "reason": "Krypterat"}); err != nil {
		t.Error(err)
	}
}

// The notification has the parts of Art. 33(3) in their order, and says plainly
// what is not known.
func TestAuthorityNotice(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	rec, err := r.Report(t.Context(), Reported{Title: "Förlorad dator", Aware: "2026-11-20T16:20"}, "Astrid Lind")
	r.must(err)
	w, err := r.World(t.Context())
	r.must(err)
	text := AuthorityNotice(locale.For(varsam.Swedish), w, rec)
	at := 0
	for _, part := range []string{"senast 23 november 2026 kl. 16:20", "a) Incidentens art", "b) Kontaktpunkt", "officer@example.org", "c) Troliga konsekvenser: ", "d) Åtgärder"} {
		part, _, _ = strings.Cut(part, ": ")
		next := strings.Index(text[at:], part)
		if next < 0 {
			t.Fatalf("%q does not follow in:\n%s", part, text)
		}
		at += next
	}
	if !strings.Contains(text, "inte känt än") || strings.Contains(text, "⟦") {
		t.Errorf("the text:\n%s", text)
	}
}
