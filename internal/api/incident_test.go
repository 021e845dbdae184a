package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
)

// A breach from the report to the end: those whom it concerns are found and written
// to, the authority's text is made, customers are told; whoever reads no people
// reads counts.
func TestAnIncidentByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p, auditor := h.program("Astrid Lind", every()...), h.program("Revisor", token.ReadWork)
	p.fails(422, varsam.Invalid, "POST", "/incidents", map[string]any{"title": "x", "aware": "2199-01-01T00:00"})
	var made api.Duty
	p.does(&made, "POST", "/incidents", map[string]any{"title": "Kundlistan gick fel", "systems": []string{"crm"}})
	at := "/duties/" + made.ID
	p.fails(404, varsam.NotFound, "GET", at+"/affected", nil)
	p.fails(422, varsam.Invalid, "POST", at+"/affected", map[string]any{})
	p.fails(422, varsam.Invalid, "POST", at+"/affected", map[string]any{"people": []any{map[string]any{"identifiers": []any{map[string]string{"type": "email", "value": "@"}}}}})
	var found api.Affected
	look := map[string]any{
		"places": []any{map[string]string{"system": "crm", "collection": "contacts"}},
		"people": []any{map[string]any{"identifiers": []any{map[string]any{"type": "email", "value": "utanfor@example.org", "verified": true}}}},
	}
	if p.does(&found, "POST", at+"/affected", look); !found.Working {
		t.Errorf("asked for: %+v", found)
	}
	h.work()
	if a := auditor.does(&found, "GET", at+"/affected", nil); found.Working || found.People < 10 || found.Left == 0 || bytes.Contains(a.body, []byte("@")) {
		t.Fatalf("found: %s", a.body)
	}
	auditor.fails(403, varsam.Denied, "GET", at+"/affected/people", nil)
	p.fails(422, varsam.Invalid, "GET", at+"/affected/people?after=9", nil)
	var people api.List[api.AffectedPerson]
	if a := p.does(&people, "GET", at+"/affected/people", nil); len(people.Items) != found.People || !bytes.Contains(a.body, []byte("utanfor@example.org")) {
		t.Errorf("%d of %d people are listed", len(people.Items), found.People)
	}
	var letter api.IncidentLetter
	if p.does(&letter, "GET", at+"/letter", nil); len(letter.Lacks) == 0 {
		t.Errorf("an empty letter lacks nothing: %+v", letter)
	}
	if problem := p.fails(422, varsam.Invalid, "POST", at+"/letter", nil); len(problem.Faults) == 0 {
		t.Error("what the letter lacks is not told")
	}
	p.does(&made, "GET", at, nil)
	p.does(nil, "POST", at, map[string]any{"version": made.Version, "facts": map[string]string{"what": "En lista <b>gick</b> fel", "consequences": "Skräppost", "measures": "Raderad", "risk": "high", "customers": "hosting"}})
	if p.does(&letter, "GET", at+"/letter?to=people", nil); len(letter.Lacks) != 0 || !strings.Contains(letter.Text, "<b>gick</b>") {
		t.Errorf("the letter is %+v", letter)
	}
	if p.does(&letter, "GET", at+"/letter?to=customers", nil); letter.Subject == "" || letter.Text == "" {
		t.Errorf("the customers' letter is %+v", letter)
	}
	p.does(nil, "POST", at+"/letter", nil)
	before := found.Left
	h.work()
	if p.does(&found, "GET", at+"/affected", nil); found.Told != before || found.Left != 0 {
		t.Errorf("%d were to be told: %+v", before, found)
	}
	if a := p.does(nil, "GET", at+"/notice", nil); !bytes.Contains(a.body, []byte("gick")) || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("the notice is %s", a.body)
	}
	var told api.CustomersTold
	if p.does(&told, "POST", at+"/customers", nil); len(told.Told) != 1 {
		t.Errorf("told: %+v", told)
	}
	var other api.Duty
	p.does(&other, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia", "start": "2026-01-07"}})
	for _, path := range []string{"/affected", "/affected/people", "/letter", "/notice"} {
		p.fails(404, varsam.NotFound, "GET", "/duties/"+other.ID+path, nil)
	}
}

// A duty's files are kept, handed out and taken away; it is closed, taken up again
// and deleted, and its history says who did what.
func TestADutysFilesByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	_, err := h.Accounts.New(t.Context(), "Astrid Lind", "astrid", []account.Role{account.Officer}, "test")
	h.must(err)
	file := p.with("Content-Type", "application/octet-stream")
	var made api.Duty
	p.does(&made, "POST", "/duties", map[string]any{"kind": "agreement", "about": "party:hosting", "facts": map[string]string{"form": "ours", "signed": "2026-01-02"}})
	at := "/duties/" + made.ID
	file.fails(422, varsam.Invalid, "POST", at+"/files", "x")
	file.fails(422, varsam.Invalid, "POST", at+"/files?name="+strings.Repeat("a", 201), "x")
	var kept api.DutyFile
	if a := file.with("Idempotency-Key", "1").does(&kept, "POST", at+"/files?name=avtal.bin", "%PDF"); a.StatusCode != http.StatusCreated || kept.Size != 4 {
		t.Errorf("kept: %s %+v", a.Status, kept)
	}
	file.with("Idempotency-Key", "1").does(&kept, "POST", at+"/files?name=avtal.bin", "%PDF")
	var all api.List[api.DutyFile]
	if p.does(&all, "GET", at+"/files", nil); len(all.Items) != 1 || all.Items[0].Name != "avtal.bin" {
		t.Errorf("the files are %+v", all)
	}
	if a := p.does(nil, "GET", at+"/files/"+kept.ID, nil); string(a.body) != "%PDF" {
		t.Errorf("the file is %q", a.body)
	}
	p.does(nil, "DELETE", at+"/files/"+kept.ID, nil)
	p.fails(404, varsam.NotFound, "GET", at+"/files/"+kept.ID, nil)

	p.fails(404, varsam.NotFound, "GET", at+"/clauses", nil)
	agreement := "1. Biträdet får endast behandla personuppgifterna på dokumenterade instruktioner från den personuppgiftsansvarige.\n\n2. Biträdet ska säkerställa att personer med behörighet har åtagit sig att iaktta konfidentialitet.\n"
	var read api.Agreement
	if file.does(&read, "POST", at+"/read?name=avtal.txt", agreement); len(read.Clauses) == 0 {
		t.Errorf("read: %+v", read)
	}
	if p.does(&read, "GET", at+"/clauses", nil); len(read.Clauses) == 0 {
		t.Errorf("read: %+v", read)
	}
	p.fails(422, varsam.Invalid, "POST", at+"/clauses", map[string]any{"clauses": []string{"z"}})
	if p.does(&made, "POST", at+"/clauses", map[string]any{"clauses": []string{"a", "b"}}); !duty.Facts(made.Facts).Has("clauses", "b") {
		t.Errorf("confirmed: %+v", made.Facts)
	}

	if problem := p.fails(422, varsam.Invalid, "POST", at+"/end", nil); len(problem.Faults) == 0 {
		t.Error("what is missing is not told")
	}
	var staff api.Duty
	p.does(&staff, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia", "start": "2026-01-07"}})
	p.does(&staff, "POST", "/duties/"+staff.ID+"/end", nil)
	if p.does(&staff, "POST", "/duties/"+staff.ID+"/reopen", nil); staff.State != duty.Open {
		t.Errorf("taken up again: %+v", staff)
	}
	var history api.List[api.DutyVersion]
	if p.does(&history, "GET", at+"/history", nil); len(history.Items) < 4 || history.Items[0].By != "Astrid Lind" {
		t.Errorf("the history is %+v", history)
	}
	h.program("Bo Ek", token.WriteDuties, token.ReadPeople).fails(403, varsam.Denied, "DELETE", at, nil)
	p.does(nil, "DELETE", at, nil)
	p.fails(404, varsam.NotFound, "GET", at, nil)
}

// Courses, questions, announcements, the year and the report: what the other kinds
// do beside being written down.
func TestWhatDutiesDoByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	file := p.with("Content-Type", "application/octet-stream")
	var course, change api.Duty
	p.does(&course, "POST", "/duties", map[string]any{"kind": "course", "facts": map[string]string{"title": "Mejl", "every": "12"}})
	file.does(nil, "POST", "/duties/"+course.ID+"/files?name=mejl.md", "# Mejl\n\n? Ja?\n- nej\n* ja\n")
	p.does(nil, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia", "mail": "cia@example.org", "start": "2026-01-07"}})
	var invited api.Invited
	if p.does(&invited, "POST", "/duties/"+course.ID+"/invite", nil); invited.People != 1 {
		t.Errorf("invited: %+v", invited)
	}
	p.does(&change, "POST", "/duties", map[string]any{"kind": "sub-processor-change", "about": "party:hosting", "facts": map[string]string{"change": "add", "task": "Utskick", "effective": "2099-01-01"}})
	p.does(nil, "POST", "/duties/"+change.ID+"/announce", nil)
	p.fails(409, varsam.Conflict, "POST", "/duties/"+change.ID+"/announce", nil)

	var asked api.AskedOwners
	if p.does(&asked, "POST", "/duties/ask", nil); len(asked.Asked)+len(asked.Nowhere) == 0 {
		t.Error("nobody is asked, and nobody lacks an address")
	}
	var question api.Duty
	p.does(&question, "POST", "/duties", map[string]any{"kind": "question", "about": "activity:bookkeeping", "facts": map[string]string{"asked": "2026-01-02", "by": "2099-01-01", "to": "owner@example.org"}})
	p.does(nil, "POST", "/duties/"+question.ID+"/ask", nil)

	var year api.DutyYear
	if p.does(&year, "GET", "/duties/cycle?year=2027", nil); year.Year != 2027 || len(year.Kinds) == 0 {
		t.Errorf("the year is %+v", year)
	}
	p.fails(422, varsam.Invalid, "GET", "/duties/cycle?year=1", nil)
	var report api.DutyReport
	if p.does(&report, "GET", "/duties/report", nil); len(report.Trend) != 4 || len(report.Broken) == 0 || report.Broken[0].Says == "" {
		t.Errorf("the report is %+v", report)
	}
	p.does(&report, "GET", "/duties/report?quarter=2026-Q1", nil)
	p.fails(422, varsam.Invalid, "GET", "/duties/report?quarter=2026-Q7", nil)
	var bank api.List[duty.Answered]
	if p.with("Accept-Language", "sv").does(&bank, "GET", "/duties/answers", nil); len(bank.Items) == 0 || bank.Items[0].Answer == "" {
		t.Errorf("the bank has %+v", bank)
	}
}
