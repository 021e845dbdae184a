package duty

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/store"
)

// neglected makes a duty of each kind that something is wrong with. Where the clock
// must move for that, so many days.
var neglected = map[Kind]struct {
	add  func(r *rig) Record
	days int
}{
	Incident:     {func(r *rig) Record { return r.reports("crm") }, 4},
	Agreement:    {of(Agreement, party("client"), Facts{"form": "ours"}), 0},
	Instruction:  {of(Instruction, party("client"), Facts{"given": "2026-01-02"}), 0},
	Joint:        {of(Joint, party("helper"), Facts{"contact": "vi"}), 0},
	SubProcessor: {of(SubProcessor, party("hoster"), Facts{"task": "drift", "place": "SE", "listed": "agreement", "since": "2024-01-01"}), 400},
	SubChange:    {of(SubChange, party("helper"), Facts{"change": "add", "effective": "2027-01-31"}), 0},
	Objected: {func(r *rig) Record {
		change := r.add(SubChange, party("helper"), Facts{"change": "add", "effective": "2027-01-31"})
		return r.add(Objected, party("client"), Facts{"against": change.ID, "came": "today"})
	}, 0},
	SupplierList: {of(SupplierList, party("mailer"), Facts{"taken": "2026-01-02"}), 400},
	Transfer:     {of(Transfer, party("mailer"), Facts{"mechanism": "privacy-shield", "review": "2026-12-31"}), 0},
	Mechanism: {func(r *rig) Record {
		r.add(Transfer, party("mailer"), Facts{"mechanism": "dpf", "checked": "2026-11-20"})
		return r.add(Mechanism, Subject{}, Facts{"mechanism": "dpf", "fell": "2026-11-25", "decision": "C-703/25 P"})
	}, 0},
	Permission:        {of(Permission, Subject{}, Facts{"who": "anna@example.com", "recipients": "helper", "scope": "bron", "categories": "contact", "from": "2026-01-01", "until": "2026-11-30"}), 20},
	CompanyPermission: {of(CompanyPermission, Subject{}, Facts{"company": "Kunden AB", "recipients": "helper", "scope": "bron", "categories": "contact", "from": "2026-01-01", "until": "2026-11-30"}), 20},
	Disclosure: {func(r *rig) Record {
		r.add(Agreement, party("mailer"), Facts{"form": "ours", "signed": "2026-01-02"})
		ground := r.add(Transfer, party("mailer"), Facts{"mechanism": "scc", "module": "2"})
		r.handsOver("anna@example.com", "mailer")
		r.set(ground.ID, Facts{"mechanism": "privacy-shield"})
		all, _, err := r.List(r.Context(), Disclosure, false)
		r.must(err)
		return all[0]
	}, 0},
	RecipientNotice: {of(RecipientNotice, party("helper"), Facts{"change": "erasure", "asked": "today"}), 0},
	Staff:           {of(Staff, Subject{}, Facts{"name": "Cia", "start": "2026-01-07", "ends": "2026-12-31"}), 0},
	Secrecy: {func(r *rig) Record {
		cia := r.add(Staff, Subject{}, Facts{"name": "Cia", "start": "2026-01-07"})
		return r.add(Secrecy, Subject{OfStaff, cia.ID}, Facts{"form": "secrecy", "signed": "2026-01-07", "ends": "2026-11-30"})
	}, 20},
	Course: {of(Course, Subject{}, Facts{"title": "Mejl"}), 0},
	Training: {func(r *rig) Record {
		cia := r.add(Staff, Subject{}, Facts{"name": "Cia", "start": "2024-01-07"})
		course := r.add(Course, Subject{}, Facts{"title": "Mejl", "every": "12"})
		return r.add(Training, Subject{OfStaff, cia.ID}, Facts{"course": course.ID, "done": "2025-03-01", "outcome": "passed"})
	}, 0},
	AccessReview:  {of(AccessReview, inSystem("crm"), Facts{"done": "2026-01-02", "left": "2"}), 0},
	Access:        {of(Access, inSystem("crm"), Facts{"who": "Teknikern", "from": "now-48h", "until": "now-24h"}), 0},
	Measure:       {of(Measure, inSystem("crm"), Facts{"measure": "MFA", "tested": "2026-11-01", "outcome": "failed"}), 0},
	Screening:     {of(Screening, activity("customer-care"), Facts{"criteria": "sensitive vulnerable", "decided": "2026-11-01"}), 0},
	Assessment:    {of(Assessment, activity("customer-care"), Facts{"description": "Vi ringer kunder"}), 0},
	InterestTest:  {of(InterestTest, activity("customer-care"), Facts{"interest": "Vårda", "outcome": "does-not"}), 0},
	Compatibility: {of(Compatibility, activity("customer-care"), Facts{"old": "vård", "new": "reklam", "outcome": "not"}), 0},
	Question:      {of(Question, activity("customer-care"), Facts{"asked": "2026-10-01", "by": "2026-11-01"}), 0},
	Answer:        {of(Answer, Subject{}, Facts{"question": "Var ligger data?"}), 400},
}

func of(k Kind, s Subject, facts Facts) func(*rig) Record {
	return func(r *rig) Record {
		all := Facts{}
		for name, value := range facts {
			all[name] = value
		}
		return r.add(k, s, all)
	}
}

func (r *rig) reports(system string) Record {
	r.Helper()
	rec, err := r.Report(r.Context(), Reported{Title: "Mejl till fel mottagare", Aware: "now", Systems: []string{system}}, "Astrid Lind")
	r.must(err)
	return rec
}

// Each kind has a list, an export as JSON and as a spreadsheet, a finding with a
// sentence and a next step, a reminder, a line in the year, and its leaves in the
// log. Pages, forms and commands are walked in their own rooms.
func TestEveryKindHasAllOfIt(t *testing.T) {
	t.Parallel()
	for _, d := range Definitions() {
		t.Run(string(d.Kind), func(t *testing.T) {
			t.Parallel()
			c, ok := neglected[d.Kind]
			if !ok {
				t.Fatal("nobody has said how it is neglected")
			}
			r := newRig(t, nil)
			leaves := r.leaves()
			rec := c.add(r)
			if r.leaves() == leaves {
				t.Error("the log has nothing of it")
			}
			r.now = r.now.AddDate(0, 0, c.days)
			list, w, err := r.List(t.Context(), d.Kind, false)
			r.must(err)
			if len(list) == 0 || list[0].ID != rec.ID && !contains(list, rec.ID) {
				t.Errorf("the list has it not: %+v", list)
			}
			r.exports(d.Kind, rec)
			r.isFoundAndReminded(w, d.Kind)
			if !inYear(w, d.Kind) {
				t.Error("the year has no day of it")
			}
		})
	}
}

func contains(all []Record, id string) bool {
	for _, r := range all {
		if r.ID == id {
			return true
		}
	}
	return false
}

// leaves counts what the log has.
func (r *rig) leaves() (n int) {
	r.Helper()
	r.must(r.Store.Read(r.Context(), r.Tenant, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM evidence_leaves WHERE tenant = $1`, tx.Tenant()).Scan(&n)
	}))
	return n
}

func (r *rig) exports(k Kind, rec Record) {
	r.Helper()
	p := locale.For(varsam.Swedish)
	for _, form := range ExportForms {
		file, err := r.ExportFile(r.Context(), p, k, "", form)
		r.must(err)
		switch form {
		case "json":
			var out Exported
			if json.Unmarshal(file.Data, &out) != nil || !contains(out.Records, rec.ID) {
				r.Errorf("the JSON lacks it: %s", file.Data)
			}
		case "csv":
			if !strings.Contains(string(file.Data), rec.ID) {
				r.Errorf("the table lacks it: %s", file.Data)
			}
		default:
			if !bytes.HasPrefix(file.Data, []byte("PK")) {
				r.Error("the spreadsheet is none")
			}
		}
	}
}

func (r *rig) isFoundAndReminded(w *World, k Kind) {
	r.Helper()
	var found []Finding
	for _, f := range r.found("") {
		if f.Kind == k {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		r.Fatal("nothing is found of it")
	}
	_, err := r.Remind(r.Context())
	r.must(err)
	var letters strings.Builder
	for _, item := range r.posted() {
		letters.WriteString(item.Text)
	}
	p := w.Printer(w.language())
	for _, f := range found {
		names, err := r.Names(r.Context(), w, []Subject{f.Subject})
		r.must(err)
		about := f.Subject.Title(p, names)
		for _, sentence := range []string{f.Says(p, about), f.Do(p, about)} {
			if strings.Contains(sentence, "⟦") || !strings.Contains(letters.String(), sentence) {
				r.Errorf("no letter says %q", sentence)
			}
		}
		if !strings.HasPrefix(f.Paragraph, "Art. ") {
			r.Errorf("%s has no paragraph", f.Code)
		}
	}
}

// inYear reports whether the wheel of this year or the years beside it has a day of
// a kind.
func inYear(w *World, k Kind) bool {
	for year := w.Today.Year() - 3; year <= w.Today.Year()+3; year++ {
		for _, line := range Cycle(w, year) {
			if line.Kind == k && line.Months != [12]int{} {
				return true
			}
		}
	}
	return false
}

// Every finding that is noted has its words in every language.
func TestFindingsHaveWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		p := locale.For(lang)
		for code := range grave {
			for _, key := range []string{"duty.says.", "duty.next."} {
				if !p.Has(key + string(code)) {
					t.Error(fmt.Sprint(lang, key, code), "has no sentence")
				}
			}
		}
	}
}
