package register_test

import (
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

const templateFile = `template: notice
title: {sv: Så gör vi, en: What we do}
order: [contact, brief]
leave_out: terms
add:
  - {section: welcome, after: brief, title: {en: Welcome}, text: {en: Hello.}}
say:
  notice.lead: {sv: 'Kort om {0}.', en: 'Briefly on {0}.'}
`

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// TestTemplate reads how an organisation changes a document.
func TestTemplate(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"organisation.yaml": file("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\n"),
		"notice.yaml":       file(templateFile),
	}
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	got, ok := reg.Template("notice")
	if !ok || got.Title.EN != "What we do" || len(got.Order) != 2 || got.LeaveOut[0] != "terms" || got.Add[0].After != "brief" {
		t.Errorf("%+v", got)
	}
	if len(got.Say) != 1 || got.Say[0].Key != "notice.lead" || got.Say[0].Words.SV != "Kort om {0}." {
		t.Errorf("%+v", got.Say)
	}
	if _, ok := reg.Template("record"); ok {
		t.Error("a template that nobody wrote")
	}
	files["other.yaml"] = file("template: notice\n")
	if _, faults, _ = register.Load(files); len(faults) != 1 || faults[0].Code != "duplicate-name" {
		t.Errorf("two templates of one document: %v", faults)
	}
}

// TestWhatDocumentsNeed reads the keys that only documents are made from.
func TestWhatDocumentsNeed(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"organisation.yaml": file("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\ngpc: 2026-01-01\nmeasures:\n  - {measure: lås, title: {en: Locks}, private: true}\nrepresentative: {name: R}\n"),
		"web.yaml":          file("system: web\nconnector: assisted\ncookies:\n  - {cookie: sid, category: necessary, purpose: {en: Signing in}, provider: host, kept: 30 days}\n"),
		"host.yaml":         file("party: host\nkind: joint\nservice: {en: Hosting}\nsince: 2026-05-01\nagreement: {essence: {en: They host.}, point: {email: a@example.com}}\n"),
		"do.yaml":           file("activity: do\nkeep: {period: 1 year, start: {en: the last visit}}\nwithheld: {en: Nothing.}\nnature: {en: Storing}\n"),
	}
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	org, p, a := reg.Organisation, reg.Parties[0], reg.Activities[0]
	cookie := reg.Systems[0].Cookies[0]
	if org.GPC != varsam.NewDate(2026, 1, 1) || !org.Measures[0].Private || org.Measures[0].Title.EN != "Locks" || org.Representative.Name != "R" ||
		cookie.Kept.Days != 30 || cookie.Category != "necessary" || p.Service.EN != "Hosting" || p.Since.Month() != 5 ||
		p.Agreement.Essence.EN != "They host." || p.Agreement.Point.Email == "" || a.Keep.Start.EN == "" || a.Withheld.EN == "" || a.Nature.EN != "Storing" {
		t.Errorf("%+v %+v %+v %+v", org, cookie, p, a)
	}
	files["host.yaml"] = file("party: hosting\nkind: joint\n")
	if _, faults, _ = register.Load(files); len(faults) != 1 || faults[0].Code != "unknown-party" || faults[0].Line == 0 {
		t.Errorf("a cookie of nobody: %v", faults)
	}
}

// TestWordsForPeopleAreNoRule: saying differently what a period counts from
// voids no approval.
func TestWordsForPeopleAreNoRule(t *testing.T) {
	t.Parallel()
	load := func(start string) *register.Register {
		reg, faults, err := register.Load(fstest.MapFS{
			"organisation.yaml": file("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\n"),
			"do.yaml":           file("activity: do\nkeep: {period: 1 year, start: {en: " + start + "}}\n"),
			"crm.yaml":          file("system: crm\nconnector: assisted\ncollections: {people: {carried_by: do}}\n"),
		})
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		return reg
	}
	a, b := load("the visit"), load("the last visit")
	if all := register.Diff(a, b); len(all) != 1 || all[0].Rule {
		t.Errorf("%+v", all)
	}
	before, _ := register.RuleDigest(a, "crm", "people")
	after, err := register.RuleDigest(b, "crm", "people")
	if err != nil || before != after {
		t.Errorf("the rule is another: %v", err)
	}
}
