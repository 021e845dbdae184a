package duty

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestEveryStatementNamesTheTenant(t *testing.T) { storetest.CheckStatements(t) }

// rig is a service on a store of its own, with a clock that tests move.
type rig struct {
	*Service
	testing.TB
	now time.Time
}

// noon is a Sunday.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newRig(t testing.TB, files map[string]string) *rig {
	t.Helper()
	var all []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, job.Migrations, post.Migrations, Migrations} {
		all = append(all, room...)
	}
	r := &rig{TB: t, now: noon}
	dir := filepath.Join(t.TempDir(), "data")
	st := storetest.Open(t, store.Config{DSN: filepath.Join(dir, "varsam.db"), Migrations: all, Now: func() time.Time { return r.now }})
	keeper, err := seal.Open(t.Context(), seal.Beside(dir))
	r.must(err)
	t.Cleanup(func() { keeper.Close() })
	r.Service = &Service{
		Store: st, Keeper: keeper, Tenant: storetest.Tenant, Post: &post.Service{Store: st, Keeper: keeper, Tenant: storetest.Tenant},
		Address: "https://varsam.example",
	}
	if files == nil {
		files = office
	}
	r.push(files)
	return r
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) push(files map[string]string) {
	r.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text), Mode: os.ModePerm}
	}
	archive, err := register.Archive(folder)
	r.must(err)
	r.must(r.Store.Write(r.Context(), r.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 0)
		return err
	}))
}

// found are the findings now, as "code kind subject".
func (r *rig) found(code Code) (all []Finding) {
	r.Helper()
	findings, _, err := r.Findings(r.Context())
	r.must(err)
	for _, f := range findings {
		if code == "" || f.Code == code {
			all = append(all, f)
		}
	}
	return all
}

func (r *rig) says(code Code, subject Subject, want bool) {
	r.Helper()
	for _, f := range r.found(code) {
		if f.Subject == subject {
			if !want {
				r.Errorf("%s is still found of %s", code, subject)
			}
			return
		}
	}
	if want {
		r.Errorf("%s is not found of %s", code, subject)
	}
}

func (r *rig) add(k Kind, s Subject, facts Facts) Record {
	r.Helper()
	rec, err := r.Add(r.Context(), New{Kind: k, Subject: s, Facts: facts, Owner: "Astrid Lind"}, "Astrid Lind")
	r.must(err)
	return rec
}

// refuses expects a fault of a field.
func (r *rig) refuses(err error, field string, fault Fault) {
	r.Helper()
	var faults *FaultsError
	if !errors.As(err, &faults) || faults.Faults[field] != fault || varsam.CodeOf(err) != varsam.Invalid {
		r.Errorf("%v; want %s of %s", err, fault, field)
	}
}

// office is a small company with a processor in the United States, a customer and
// a joint arrangement.
var office = map[string]string{
	"organisation.yaml": `
format: 1
organisation: acme
title: {sv: Acme AB, en: Acme Ltd}
country: SE
zone: Europe/Stockholm
contact: {email: privacy@example.org}
officer: {name: Ombudet, email: officer@example.org}
fiscal_year: "01-01"
`,
	"systems/crm.yaml": `
format: 1
system: crm
title: {sv: Kundregister, en: CRM}
connector: assisted
operator: self
country: SE
owner: sales-lead
access: [sales]
backups: {kept: 35 days}
collections:
  contacts:
    person: self
    fields:
      email: {data: contact.email, identifies: email}
    carried_by: [{activity: customer-care}]
`,
	"systems/surveys.yaml": `
format: 1
system: surveys
title: {sv: Enkäter, en: Surveys}
connector: assisted
operator: hoster
country: SE
owner: survey-lead
access: [survey]
backups: {kept: 7 days}
collections:
  answers:
    person: self
    fields:
      email: {data: contact.email, identifies: email}
    carried_by: [{activity: surveys}]
`,
	"activities/customer-care.yaml": `
format: 1
activity: customer-care
title: {sv: Kundvård, en: Customer care}
role: controller
owner: sales-lead
purpose: {sv: Kundvård, en: Customer care}
basis: {article: 6.1.f}
subjects: [customer]
needs: [contact]
recipients: [mailer]
keep: {period: 24 months, from: email}
`,
	"activities/surveys.yaml": `
format: 1
activity: surveys
title: {sv: Enkäter, en: Surveys}
role: processor
party: client
owner: survey-lead
purpose: {sv: Enkäter, en: Surveys}
subjects: [employee]
needs: [contact]
keep: {period: 24 months, from: email}
`,
	"parties/mailer.yaml": "format: 1\nparty: mailer\ntitle: {sv: Utskick Inc, en: Mailer Inc}\nkind: processor\ncountry: US\ncontact: {email: privacy@mailer.example}\n",
	"parties/hoster.yaml": "format: 1\nparty: hoster\ntitle: {sv: Webbhotellet, en: Hoster}\nkind: processor\ncountry: SE\ncontact: {email: privacy@hoster.example}\n",
	"parties/client.yaml": "format: 1\nparty: client\ntitle: {sv: Kunden AB, en: Client Ltd}\nkind: controller\ncountry: SE\ncontact: {email: privacy@client.example}\n",
	"parties/helper.yaml": "format: 1\nparty: helper\ntitle: {sv: Underkonsulten, en: Helper}\nkind: recipient\ncountry: FI\ncontact: {email: hello@helper.example}\n",
	"parties/agency.yaml": "format: 1\nparty: agency\ntitle: {sv: Myndigheten, en: Agency}\nkind: authority\ncountry: SE\n",
}

// A record is kept, changed by compare-and-swap, ended and deleted; each change is
// a version and a leaf.
func TestRecord(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	rec := r.add(Agreement, party("mailer"), Facts{"form": "ours", "signed": "2026-01-02", "by": "Astrid Lind", "clauses": "a b c d e f g h"})
	if rec.Next != varsam.NewDate(2028, 11, 22) {
		t.Errorf("the review is %s, two years from now expected", rec.Next)
	}
	one, err := r.Change(t.Context(), rec.ID, Changed{Version: 1, Facts: Facts{"form": "theirs", "signed": "2026-01-02", "review": "2027-01-01"}, Owner: "Bo Ek"}, "Bo Ek")
	r.must(err)
	if _, err := r.Change(t.Context(), rec.ID, Changed{Version: 1, Facts: Facts{"form": "danish"}}, "Cia"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("the second of two gets %v", err)
	}
	got, err := r.Get(t.Context(), rec.ID)
	r.must(err)
	if got.Version != one.Version || got.Facts["form"] != "theirs" || got.Facts["by"] != "" || got.Owner != "Bo Ek" {
		t.Errorf("stands there: %+v", got)
	}
	_, err = r.End(t.Context(), rec.ID, "Bo Ek")
	r.refuses(err, "certificate", FaultNeeded)
	_, err = r.Set(t.Context(), rec.ID, Facts{"ended": "2026-11-01", "after": "deleted", "certificate": "2026-11-20"}, "Bo Ek")
	r.must(err)
	_, err = r.End(t.Context(), rec.ID, "Bo Ek")
	r.must(err)
	history, err := r.History(t.Context(), rec.ID)
	r.must(err)
	if len(history) != 4 || history[3].What != "ended" || history[1].Actor != r.Actor("Bo Ek") {
		t.Errorf("history: %+v", history)
	}
	r.must(r.Delete(t.Context(), rec.ID, "Bo Ek"))
	if _, err := r.Get(t.Context(), rec.ID); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("after deleting: %v", err)
	}
}

func (r *rig) exported() []byte {
	r.Helper()
	out, err := r.Export(r.Context(), "", "")
	r.must(err)
	data, err := json.Marshal(out)
	r.must(err)
	return data
}
