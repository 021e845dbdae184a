package request_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
)

// files is a register of two systems that are alike.
var files = fstest.MapFS{
	"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {en: Acme}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {email: privacy@acme.example}\n")},
	"care.yaml": {Data: []byte(`activity: care
owner: sales
purpose: {en: Care}
basis: {article: 6.1.f, interest: {interest: {en: Contact}, necessity: n, balance: b, review: 2099-01-01}}
subjects: [customer]
needs: [contact, person]
keep: {while: relation}
on_request: end
`)},
	"one.yaml": {Data: []byte(systemFile("one"))},
	"two.yaml": {Data: []byte(systemFile("two"))},
}

func systemFile(name string) string {
	return "system: " + name + `
connector: memory
operator: self
country: SE
collections:
  people:
    person: self
    fields:
      id: id.customer
      name: person.name
      email: {data: contact.email, identifies: email}
    carried_by: [care]
    end: erase
`
}

// office is a service with two document stores behind it.
type office struct {
	*testing.T
	*request.Service
	systems map[string]*memory.Store
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t, nil, map[string]*memory.Store{"one": people("one"), "two": people("two")}}
	folder := filepath.Join(t.TempDir(), "data")
	var migrations []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, act.Migrations, request.Migrations, suppression.Migrations, job.Migrations} {
		migrations = append(migrations, room...)
	}
	st := storetest.SQLite(t, migrations...)
	keeper, err := seal.Open(t.Context(), seal.Beside(folder))
	o.must(err)
	t.Cleanup(func() { keeper.Close() })
	log, err := evidence.Open(t.Context(), st, keeper, evidence.Config{})
	o.must(err)
	o.Service = &request.Service{
		Store: st, Keeper: keeper, Log: log, Tenant: storetest.Tenant,
		Connectors: []system.Connector{{Spec: varsam.ConnectorSpec{Name: "memory"}, Open: o.open}},
	}
	archive, err := register.Archive(files)
	o.must(err)
	o.must(st.Write(t.Context(), o.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 0)
		return err
	}))
	return o
}

// open gives the store that stands for a system; closing it is nothing.
func (o *office) open(_ context.Context, cfg system.Config) (system.System, error) {
	return kept{o.systems[cfg.System]}, nil
}

type kept struct{ *memory.Store }

func (kept) Close() error { return nil }

func people(name string) *memory.Store {
	catalogue := varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{{
		Name: "people", Key: []string{"id"}, Columns: []varsam.Column{
			{Name: "id", Kind: varsam.Int, NotNull: true}, {Name: "name", Kind: varsam.Text}, {Name: "email", Kind: varsam.Text},
		},
	}}}
	s := memory.New(name, catalogue)
	s.Put(person(1, "Anna", "anna@example.com"))
	s.Put(person(2, "Bo", "bo@example.com"))
	return s
}

func person(id int64, name, email string) varsam.Record {
	return varsam.Record{
		Ref: varsam.Ref{Collection: "people", Key: []varsam.Value{varsam.IntOf(id)}},
		Fields: []varsam.Field{
			{Name: "id", Value: varsam.IntOf(id)}, {Name: "name", Value: varsam.TextOf(name)}, {Name: "email", Value: varsam.TextOf(email)},
		},
	}
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// erasure is an approved request to erase the people with these addresses.
func (o *office) erasure(emails ...string) string { return o.asks(varsam.Erasure, emails...) }

func (o *office) asks(right varsam.Right, emails ...string) string {
	o.Helper()
	in := request.Intake{Case: request.Case{Asks: []decide.Ask{{Person: decide.Everyone, Right: right}}}}
	for i, email := range emails {
		in.People = append(in.People, varsam.Person{
			Number: i, Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: email, Verified: true}},
		})
	}
	r, err := o.New(o.Context(), in)
	o.must(err)
	p, err := o.Plan(o.Context(), r.ID)
	o.must(err)
	o.must(o.Approve(o.Context(), r.ID, p.Digest, "handler"))
	return r.ID
}

// states runs a request and returns its steps' states by system.
func (o *office) states(id string) map[string]varsam.StepState {
	o.Helper()
	report, err := o.Service.Run(o.Context(), id, nil)
	o.must(err)
	states := map[string]varsam.StepState{}
	for _, s := range report.Steps {
		states[s.System] = s.State
	}
	return states
}

func (o *office) want(got map[string]varsam.StepState, one, two varsam.StepState) {
	o.Helper()
	if got["one"] != one || got["two"] != two {
		o.Errorf("steps are %v, want one %s and two %s", got, one, two)
	}
}

// paired fails the test unless every intent in the log has its outcome.
func (o *office) paired(id string) {
	o.Helper()
	o.must(o.Log.Checkpoint(o.Context(), o.Tenant))
	var pack packBuffer
	o.must(o.Log.Export(o.Context(), o.Tenant, id, &pack, evidence.ExportOptions{}))
	report, err := evidence.Verify(pack, "")
	o.must(err)
	if !report.OK() {
		o.Errorf("the log has findings:\n%s", report)
	}
}

type packBuffer []byte

func (b *packBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// A lost answer is unknown; the next run looks, finds it done, and does nothing.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.systems["one"].Break(memory.Faults{LoseAnswer: 1})
	o.want(o.states(id), varsam.StepUnknown, varsam.StepVerified)
	o.want(o.states(id), varsam.StepVerified, varsam.StepVerified)
	o.paired(id)
}

// A system that is down leaves the others going, and is tried again.
func TestDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.systems["one"].Break(memory.Faults{Down: true})
	o.want(o.states(id), varsam.StepRefused, varsam.StepVerified)
	o.systems["one"].Break(memory.Faults{})
	o.want(o.states(id), varsam.StepVerified, varsam.StepVerified)
	o.paired(id)
}

// Where some records changed and some did not, a person decides: nothing is
// tried again by itself.
func TestMixture(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com", "bo@example.com")
	o.systems["one"].Break(memory.Faults{FailAfter: 1})
	o.want(o.states(id), varsam.StepUnknown, varsam.StepVerified)
	o.want(o.states(id), varsam.StepMixed, varsam.StepVerified)
	o.want(o.states(id), varsam.StepMixed, varsam.StepVerified)
	if n := len(o.systems["one"].Records()); n != 1 {
		t.Errorf("%d record(s) are left, want the one that was not reached", n)
	}
}

// A record that changed after the plan is left untouched and told; a new plan
// takes it as it is now.
func TestChangedMeanwhile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.systems["one"].SetField(o.systems["one"].Records()[0].Ref, "name", varsam.TextOf("Anna B"))
	o.want(o.states(id), varsam.StepChanged, varsam.StepVerified)
	if n := len(o.systems["one"].Records()); n != 2 {
		t.Fatalf("%d record(s) are left, want both", n)
	}
	p, err := o.Plan(t.Context(), id)
	o.must(err)
	o.must(o.Approve(t.Context(), id, p.Digest, "handler"))
	states := o.states(id)
	if states["one"] != varsam.StepVerified {
		t.Errorf("after a new plan: %v", states)
	}
}

// What comes back after it was verified is told, and keeps the request open.
func TestComesBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.want(o.states(id), varsam.StepVerified, varsam.StepVerified)
	_, err := o.Answer(t.Context(), id, varsam.English, true)
	o.must(err)
	o.systems["two"].Put(person(7, "Anna", "Anna@Example.com"))
	done, err := o.Sweep(t.Context(), request.Periods{Case: request.DefaultPeriods.Case})
	o.must(err)
	if len(done.Revived) != 1 || len(done.Rechecked) != 0 {
		t.Fatalf("the sweep says %+v, want one revived", done)
	}
	o.systems["two"].Remove(o.systems["two"].Records()[1].Ref)
	done, err = o.Sweep(t.Context(), request.Periods{Case: request.DefaultPeriods.Case})
	o.must(err)
	if len(done.Rechecked) != 1 {
		t.Fatalf("the sweep says %+v, want one closed", done)
	}
	if _, err := o.Answer(t.Context(), id, varsam.English, false); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("what was found can still be opened after closing: %v", err)
	}
	o.paired(id)
}

// A restriction outlives the time for which a case is kept: as long as it is in force,
// it is known whose it is, and the records are sheltered.
func TestRestrictionOutlivesItsCase(t *testing.T) {
	t.Parallel()
	for _, right := range []varsam.Right{varsam.RestrictionOf, varsam.Erasure} {
		o := newOffice(t)
		id := o.asks(right, "anna@example.com")
		o.states(id)
		tasks, err := o.Tasks(t.Context())
		o.must(err)
		for _, task := range tasks {
			o.must(o.AnswerTask(t.Context(), id, task.Step, act.Answer{Found: act.Found, Finality: varsam.Flagged}, "owner"))
		}
		o.states(id)
		_, err = o.Answer(t.Context(), id, varsam.English, true)
		o.must(err)
		var forgotten []string
		for range 2 { // the first closes it
			done, err := o.Sweep(t.Context(), request.Periods{Case: varsam.Period{Days: -1}})
			o.must(err)
			forgotten = append(forgotten, done.Forgotten...)
		}
		people, _, err := o.Sheltered(t.Context())
		o.must(err)
		if kept := right == varsam.RestrictionOf; len(people) == 1 != kept || len(forgotten) == 0 != kept {
			t.Errorf("after %s the records of %d people are sheltered, and %d cases are forgotten", right, len(people), len(forgotten))
		}
		if right == varsam.RestrictionOf {
			o.liftsByHand(id)
		}
	}
}

// liftsByHand lifts what owners restricted: they are asked to end that.
func (o *office) liftsByHand(id string) {
	o.Helper()
	day := varsam.NewDate(2020, 1, 1)
	p, err := o.Lift(o.Context(), id, day, "handler")
	o.must(err)
	o.must(o.Approve(o.Context(), id, p.Digest, "handler"))
	o.states(id)
	for _, step := range []string{"s001", "s002"} {
		o.must(o.AnswerTask(o.Context(), id, step, act.Answer{Found: act.Found, Finality: varsam.Lifted}, "owner"))
	}
	o.want(o.states(id), varsam.StepVerified, varsam.StepVerified)
	people, _, err := o.Sheltered(o.Context())
	o.must(err)
	if len(people) != 0 {
		o.Errorf("after the lifting the records of %d people are sheltered", len(people))
	}
	o.paired(id)
}

// A delete that takes effect later is not called done before it has.
func TestLateDelete(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.systems["one"].Configure(memory.Options{LateDelete: 3})
	id := o.erasure("anna@example.com")
	first := o.states(id)
	if first["one"] == varsam.StepVerified {
		t.Errorf("verified while the record was still there: %v", first)
	}
	for range 3 {
		first = o.states(id)
	}
	o.want(first, varsam.StepVerified, varsam.StepVerified)
}

// Without a yes to the current digest nothing runs.
func TestApproval(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	if err := o.Approve(t.Context(), id, "0123", "handler"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("another digest was approved: %v", err)
	}
	o.systems["one"].Put(person(3, "Anna", "anna@example.com"))
	if _, err := o.Plan(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Service.Run(t.Context(), id, nil); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a changed plan ran on the old approval: %v", err)
	}
	if n := len(o.systems["one"].Records()); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
}
