package duty

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
)

// struck are the systems of an office that can be read.
var struck = map[string]string{
	"organisation.yaml": office["organisation.yaml"],
	"systems/crm.yaml": `
format: 1
system: crm
title: {sv: Kundregister, en: CRM}
connector: memory
operator: self
country: SE
owner: sales-lead
access: [sales]
backups: {kept: 35 days}
collections:
  contacts:
    person: self
    fields:
      number: {data: id.customer, identifies: customer-number}
      name: {data: person.name}
      email: {data: contact.email, identifies: email}
      street: {data: contact.address}
      town: {data: contact.address}
    carried_by: [{activity: customer-care}]
  answers:
    person: self
    fields:
      email: {data: contact.email, identifies: email}
    carried_by: [{activity: surveys}]
`,
	"activities/customer-care.yaml": office["activities/customer-care.yaml"],
	"activities/surveys.yaml":       office["activities/surveys.yaml"],
	"parties/mailer.yaml":           office["parties/mailer.yaml"],
	"parties/client.yaml":           office["parties/client.yaml"],
}

// opener gives one store for every system.
type opener struct{ *memory.Store }

func (o opener) Open(context.Context, string) (system.System, error) { return o, nil }

func (opener) Close() error { return nil }

// incidentIn makes a rig with a breach in a system of n people: each third has an
// e-mail address, each third a postal one, each third none; one in the answers is a
// customer's only.
func incidentIn(t *testing.T, n int) (r *rig, at *memory.Store, id string) {
	t.Helper()
	r = newRig(t, struck)
	field := func(name string) varsam.Column { return varsam.Column{Name: name, Kind: varsam.Text} }
	at = memory.New("crm", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{
		{Name: "contacts", Key: []string{"number"}, Columns: []varsam.Column{field("number"), field("name"), field("email"), field("street"), field("town")}},
		{Name: "answers", Key: []string{"email"}, Columns: []varsam.Column{field("email")}},
	}})
	for i := range n {
		number := fmt.Sprintf("K%05d", i)
		fields := []varsam.Field{{Name: "number", Value: varsam.TextOf(number)}, {Name: "name", Value: varsam.TextOf("Person " + number)}}
		switch i % 3 {
		case 0:
			fields = append(fields, varsam.Field{Name: "email", Value: varsam.TextOf(number + "@Example.org")})
		case 1:
			fields = append(fields, varsam.Field{Name: "street", Value: varsam.TextOf("Gatan " + number)}, varsam.Field{Name: "town", Value: varsam.TextOf("000 00 Ingenstad")})
		}
		at.Put(varsam.Record{Ref: varsam.Ref{System: "crm", Collection: "contacts", Key: []varsam.Value{varsam.TextOf(number)}}, Fields: fields})
	}
	for _, mail := range []string{"k00000@example.org", "anstalld@kunden.example"} {
		at.Put(varsam.Record{Ref: varsam.Ref{System: "crm", Collection: "answers", Key: []varsam.Value{varsam.TextOf(mail)}}, Fields: []varsam.Field{{Name: "email", Value: varsam.TextOf(mail)}}})
	}
	r.Systems = func(*register.Register, varsam.Date) locate.Opener { return opener{at} }
	rec, err := r.Report(t.Context(), Reported{Title: "Fel mottagare", Aware: "now", Systems: []string{"crm"}}, "Astrid Lind")
	r.must(err)
	return r, at, rec.ID
}

// works does what the service has asked a worker for, one slice at a time.
func (r *rig) works() {
	r.Helper()
	handlers := map[string]job.Handler{KindTrace: r.Tracing, KindWrite: r.Writing}
	for {
		u, ok, err := job.Take(r.Context(), r.Store, job.Claim{Tenant: r.Tenant, Kinds: []string{KindTrace, KindWrite}})
		r.must(err)
		if !ok {
			return
		}
		_, err = handlers[u.Kind](r.Context(), u)
		r.must(err)
		r.must(r.Store.Write(r.Context(), r.Tenant, func(tx *store.Tx) error { return job.Done(tx, u) }))
	}
}

// Those whom an incident concerns are found by a worker, counted by how they are
// reached, and get one letter each: those whom a second search finds too get theirs,
// and the others no second one.
func TestAffected(t *testing.T) {
	t.Parallel()
	r, at, id := incidentIn(t, 30)
	reg := r.world().Register
	spots := Spots(reg, []string{"crm"})
	if len(spots) != 2 {
		t.Fatalf("it may have struck %v", spots)
	}
	r.must(r.AskAffected(t.Context(), id, Order{Spots: spots}, "Astrid Lind"))
	if err := r.AskAffected(t.Context(), id, Order{Spots: spots}, "Bo Ek"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("asked for twice: %v", err)
	}
	before, err := r.Traced(t.Context(), id)
	r.must(err)
	if !before.Working || before.Done {
		t.Errorf("asked for: %+v", before)
	}
	r.works()
	found, err := r.Traced(t.Context(), id)
	r.must(err)
	if found.People != 31 || found.ByMail != 10 || found.ByLetter != 10 || found.Unreached != 10 || found.Customers != 1 || !found.Done || found.Working || found.Left != 20 {
		t.Errorf("found: %+v", found)
	}
	rec, err := r.Get(t.Context(), id)
	r.must(err)
	if rec.Facts["people"] != "31" || rec.Facts["records"] != "32" || rec.Facts["data"] != "adress, e-postadress, namn" {
		t.Errorf("noted: %v", rec.Facts)
	}
	people, err := r.AffectedPeople(t.Context(), id, 1)
	r.must(err)
	if len(people) != 31 || people[1].To != "Person K00001\nGatan K00001\n000 00 Ingenstad" || people[0].To != "k00000@example.org" {
		t.Errorf("the list: %+v", people[:2])
	}

	err = r.AskLetters(t.Context(), id, "Astrid Lind")
	r.refuses(err, "consequences", FaultNeeded)
	_, err = r.Set(t.Context(), id, Facts{"what": "Ett mejl gick fel", "consequences": "Skräppost", "measures": "Vi har bett om radering"}, "Astrid Lind")
	r.must(err)
	r.must(r.AskLetters(t.Context(), id, "Astrid Lind"))
	r.works()
	r.lettersOf34(20)
	if rec, err = r.Get(t.Context(), id); err != nil || rec.Facts["told"] == "" || rec.Facts["letter"] != "yes" {
		t.Errorf("told: %v, %v", rec.Facts, err)
	}
	if err := r.AskLetters(t.Context(), id, "Astrid Lind"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("all have one: %v", err)
	}

	at.Put(varsam.Record{Ref: varsam.Ref{System: "crm", Collection: "contacts", Key: []varsam.Value{varsam.TextOf("K90000")}}, Fields: []varsam.Field{
		{Name: "number", Value: varsam.TextOf("K90000")}, {Name: "email", Value: varsam.TextOf("sen@example.org")},
	}})
	again, err := r.FindAffected(t.Context(), id, Order{Spots: spots, People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "utanfor@example.org"}}}}}, "Bo Ek")
	r.must(err)
	if again.People != 33 || again.Told != 20 || again.Left != 2 {
		t.Errorf("found again: %+v", again)
	}
	if n, err := r.SendLetters(t.Context(), id, "Bo Ek"); err != nil || n != 2 {
		t.Errorf("%d letters, %v", n, err)
	}
	r.lettersOf34(22)
	r.must(r.Delete(t.Context(), id, "Astrid Lind"))
	if _, err := r.Traced(t.Context(), id); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("after deleting: %v", err)
	}
}

// lettersOf34 expects so many letters about the breach, to one each.
func (r *rig) lettersOf34(want int) {
	r.Helper()
	to := map[string]int{}
	for _, item := range r.posted() {
		if !strings.Contains(item.Text, "Skräppost") {
			continue
		}
		if item.Medium == post.Letter && !strings.Contains(item.To, "\n") {
			r.Errorf("a letter goes to %q", item.To)
		}
		to[item.To]++
	}
	if len(to) != want {
		r.Errorf("%d have a letter, want %d", len(to), want)
	}
	for who, n := range to {
		if n != 1 {
			r.Errorf("%s has %d", who, n)
		}
	}
}

// A worker may end anywhere: more people than one part holds, in slices of one part
// each, with the end of a worker between any two.
func TestAffectedInParts(t *testing.T) {
	t.Parallel()
	r, _, id := incidentIn(t, 2*varsam.MaxBatch+3)
	r.must(r.order(t.Context(), id, Order{Spots: Spots(r.world().Register, nil)}, "Astrid Lind", false))
	steps := 0
	again := func(work func(context.Context, string, slice) (bool, error)) {
		for {
			left := 1
			done, err := work(t.Context(), id, slice{func() bool { left--; return left < 0 }, func(*store.Tx) error { return nil }})
			r.must(err)
			if steps++; done {
				return
			}
		}
	}
	again(r.trace)
	if steps < 3 {
		t.Errorf("%d steps", steps)
	}
	_, err := r.Set(t.Context(), id, Facts{"what": "x", "consequences": "Skräppost", "measures": "x"}, "Astrid Lind")
	r.must(err)
	again(r.write)
	found, err := r.Traced(t.Context(), id)
	r.must(err)
	if found.People != 2*varsam.MaxBatch+4 || found.Parts != 3 || found.Told != found.ByMail+found.ByLetter || found.Left != 0 {
		t.Errorf("found: %+v", found)
	}
}

// A place that does not answer is a gap, and nobody found there is no zero.
func TestAffectedGap(t *testing.T) {
	t.Parallel()
	r, at, id := incidentIn(t, 3)
	at.Break(memory.Faults{Down: true})
	found, err := r.FindAffected(t.Context(), id, Order{Spots: Spots(r.world().Register, nil)}, "Astrid Lind")
	r.must(err)
	rec, err := r.Get(t.Context(), id)
	r.must(err)
	if len(found.Gaps) != 2 || found.People != 0 || rec.Facts["people"] != "" {
		t.Errorf("found %+v, noted %v", found, rec.Facts)
	}
	for _, o := range []Order{
		{},
		{Spots: []Struck{{System: "crm", Collection: "nothing"}}},
		{Spots: []Struck{{System: "crm", Collection: "contacts", Where: "{"}}},
		{People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Name, Value: "Anna"}}}}},
	} {
		if _, err := r.FindAffected(t.Context(), id, o, "Astrid Lind"); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func (r *rig) world() *World {
	r.Helper()
	w, err := r.World(r.Context())
	r.must(err)
	return w
}
