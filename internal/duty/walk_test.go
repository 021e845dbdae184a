package duty

import (
	"testing"

	"github.com/varsam/varsam"
)

// Each kind that a subject must have: missing, taken down, late on its day, mended,
// gone.
func TestWalks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind    Kind
		subject Subject
		facts   Facts
		next    string // the field with its next day; empty for none
	}{
		{Agreement, party("mailer"), Facts{"form": "eu-2021-915", "signed": "2026-01-02", "clauses": "a b c d e f g h", "document": "pärm 1"}, "review"},
		{Agreement, party("client"), Facts{"form": "theirs", "signed": "2026-01-02", "clauses": "a b c d e f g h", "document": "pärm 1"}, "review"},
		{Instruction, party("client"), Facts{"given": "2026-01-02", "retention": "yes", "document": "pärm 2"}, "review"},
		{Transfer, party("mailer"), Facts{"mechanism": "scc", "module": "2", "annexes": "I II III", "impact": "2026-01-02"}, "review"},
		{AccessReview, inSystem("crm"), Facts{"done": "2026-11-01"}, "again"},
		{Measure, inSystem("crm"), Facts{"measure": "MFA"}, "review"},
		{Screening, activity("customer-care"), Facts{"criteria": "sensitive", "decided": "2026-11-01"}, "review"},
		{InterestTest, activity("customer-care"), Facts{"interest": "Vårda kontakter"}, "review"},
	} {
		r := newRig(t, nil)
		r.says(Missing, c.subject, true)
		c.facts[c.next] = "2026-12-31"
		rec := r.add(c.kind, c.subject, c.facts)
		for _, f := range r.found("") {
			if f.Kind == c.kind && f.Subject == c.subject && f.Code != RestoreUntested {
				t.Errorf("%s is in order and found: %+v", c.kind, f)
			}
		}
		r.now = r.now.AddDate(0, 2, 0)
		r.says(Late, c.subject, true)
		if done, err := r.Remind(t.Context()); err != nil || done.Letters == 0 {
			t.Errorf("%s: nobody is reminded: %+v, %v", c.kind, done, err)
		}
		again, err := r.Remind(t.Context())
		if err != nil || again.Letters != 0 {
			t.Errorf("%s: reminded twice in a day: %+v, %v", c.kind, again, err)
		}
		_, err = r.Set(t.Context(), rec.ID, Facts{c.next: "2027-12-31"}, "Astrid Lind")
		r.must(err)
		r.says(Late, c.subject, false)
		_, err = r.Quarterly(t.Context(), Quarter{2027, 1})
		r.must(err)
	}
}

// A transfer stands until the day its mechanism falls, and is a finding on that
// day, at once, with every other on it.
func TestMechanismFalls(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.add(Transfer, party("mailer"), Facts{"mechanism": "dpf", "checked": "2026-11-20"})
	r.says(FrameworkStale, party("mailer"), false)
	r.says(MechanismFallen, party("mailer"), false)
	r.add(Mechanism, Subject{Type: OfOrganisation}, Facts{"mechanism": "dpf", "fell": "2026-11-25", "decision": "C-703/25 P"})
	r.says(MechanismFalls, party("mailer"), true)
	w, err := r.World(t.Context())
	r.must(err)
	mailer, _ := w.Register.Party("mailer")
	if !w.lawful(mailer) {
		t.Error("data may not go there before the day")
	}
	r.now = r.now.AddDate(0, 0, 3)
	r.says(MechanismFallen, party("mailer"), true)
	if w, err = r.World(t.Context()); err != nil || w.lawful(mailer) {
		t.Error("data may go there on the day itself")
	}
	for mechanism, day := range map[string]string{"privacy-shield": "2020-07-16", "safe-harbour": "2015-10-06", "scc-2010": "2022-12-27"} {
		if fell, _ := w.fallen(mechanism, "US"); fell.String() != day {
			t.Errorf("%s fell on %s", mechanism, fell)
		}
	}
}

// Two of the nine criteria, or one with a case of the Finnish list, make an
// assessment due; a high risk that is left asks for the authority.
func TestScreening(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	a := activity("customer-care")
	rec := r.add(Screening, a, Facts{"criteria": "vulnerable", "decided": "today"})
	r.says(AssessmentDue, a, false)
	_, err := r.Set(t.Context(), rec.ID, Facts{"finnish": "location"}, "Astrid Lind")
	r.must(err)
	r.says(AssessmentDue, a, true)
	_, err = r.Set(t.Context(), rec.ID, Facts{"finnish": "", "criteria": "vulnerable monitoring", "needed": "no"}, "Astrid Lind")
	r.refuses(err, "reason", FaultReason)
	_, err = r.Set(t.Context(), rec.ID, Facts{"finnish": "", "criteria": "vulnerable monitoring"}, "Astrid Lind")
	r.must(err)
	r.says(AssessmentDue, a, true)
	dpia := r.add(Assessment, a, Facts{"description": "x", "residual": "high", "decided": "today"})
	r.says(AssessmentDue, a, false)
	r.says(AssessmentIncomplete, a, true)
	r.says(ConsultationDue, a, true)
	_, err = r.Set(t.Context(), dpia.ID, Facts{"necessity": "x", "risks": "x", "measures": "x", "consulted": "today"}, "Astrid Lind")
	r.must(err)
	r.says(AssessmentIncomplete, a, false)
	r.says(ConsultationDue, a, false)
	day := varsam.NewDate(2026, 11, 2)
	if a, b := ConsultationUntil(day, false), ConsultationUntil(day, true); a.String() != "2026-12-28" || b.String() != "2027-02-08" {
		t.Errorf("eight weeks end on %s, fourteen on %s", a, b)
	}
}

// A report looks back: what was broken at the end of a quarter is what its world
// was then.
func TestQuarterly(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	rec := r.add(Transfer, party("mailer"), Facts{"mechanism": "privacy-shield"})
	r.now = r.now.AddDate(0, 3, 0)
	_, err := r.Set(t.Context(), rec.ID, Facts{"mechanism": "adequacy", "country": "CH"}, "Astrid Lind")
	r.must(err)
	m, err := r.Quarterly(t.Context(), Quarter{2027, 1})
	r.must(err)
	for _, k := range m.Kinds {
		if k.Kind == Transfer && (k.Before != 1 || k.Broken != 0 || k.Mended != 1 || k.Open != 1) {
			t.Errorf("the line of transfers: %+v", k)
		}
	}
	if len(m.Trend) != 4 || m.Trend[2].Quarter != (Quarter{2026, 4}) || m.Trend[2].Broken != m.Trend[3].Broken+1 {
		t.Errorf("the trend: %+v", m.Trend)
	}
	if _, err := r.Quarterly(t.Context(), Quarter{2027, 2}); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a quarter to come: %v", err)
	}
	for _, text := range []string{"2026-Q5", "2026Q1", "x", "2026-Q1x"} {
		if _, err := ParseQuarter(text); err == nil {
			t.Errorf("%q is a quarter", text)
		}
	}
}

// What leaves comes back: an export taken into another store says the same.
func TestExportComesBack(t *testing.T) {
	t.Parallel()
	r, other := newRig(t, nil), newRig(t, nil)
	course := r.add(Course, Subject{}, Facts{"title": "Mejl"})
	who := r.add(Staff, Subject{}, Facts{"name": "Cia <b>Dahl</b>", "mail": "cia@example.org", "start": "2026-01-01"})
	r.add(Training, Subject{OfStaff, who.ID}, Facts{"course": course.ID, "done": "2026-02-01", "outcome": "passed"})
	r.add(Permission, Subject{}, Facts{"who": "anna@example.com", "recipients": "helper", "scope": "Bron", "categories": "contact", "from": "2026-01-01", "until": "2027-01-01"})
	data := r.exported()
	n, err := other.Import(t.Context(), data, "Astrid Lind")
	r.must(err)
	if n != 4 {
		t.Errorf("%d came back", n)
	}
	out, err := other.Export(t.Context(), Training, "")
	r.must(err)
	w, err := other.World(t.Context())
	r.must(err)
	person, ok := w.Record(out.Records[0].Subject.Name)
	lesson, known := w.Record(out.Records[0].Facts["course"])
	if !ok || !known || person.Kind != Staff || lesson.Facts["title"] != "Mejl" {
		t.Errorf("the training is about %+v and %+v", person, lesson)
	}
	for _, bad := range []string{"", "{}", `{"format":2}`, `{"format":1,"records":[{"kind":"none"}]}`} {
		if _, err := other.Import(t.Context(), []byte(bad), "x"); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
