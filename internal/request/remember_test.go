package request_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
)

// watch looks for people who came back to the office.
func (o *office) watch() *suppression.Service {
	return &suppression.Service{
		Store: o.Store, Keeper: o.Keeper, Log: o.Log, Tenant: o.Tenant, Reopen: o.Reopen,
		Open: func(reg *register.Register, today varsam.Date) locate.Opener {
			return request.Connections{Register: reg, Connectors: o.Connectors, Today: today}
		},
	}
}

func (o *office) look() suppression.Found {
	o.Helper()
	found, err := o.watch().Look(o.Context(), suppression.Options{})
	o.must(err)
	return found
}

func (o *office) close(id string) {
	o.Helper()
	_, err := o.Answer(o.Context(), id, varsam.English, true)
	o.must(err)
	_, err = o.Sweep(o.Context(), request.Periods{Case: request.DefaultPeriods.Case})
	o.must(err)
	o.inState(id, request.Closed)
}

func (o *office) inState(id string, want request.State) {
	o.Helper()
	r, err := o.Get(o.Context(), id)
	o.must(err)
	if r.State != want {
		o.Errorf("request %s is %s, want %s", id, r.State, want)
	}
}

// TestSameRowComesBack restores the very row that was erased, twice: each time
// the closed request is reopened, planned anew and carried out.
func TestSameRowComesBack(t *testing.T) {
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.states(id)
	o.close(id)
	if found := o.look(); len(found.Back) != 0 || found.Rows != 2 {
		t.Fatalf("%+v", found)
	}
	for range 2 {
		o.systems["one"].Put(person(1, "Anna", "anna@example.com"))
		if found := o.look(); len(found.Back) != 1 || found.Back[0] != (suppression.Back{
			Suppression: found.Back[0].Suppression, Request: id, System: "one", Collection: "people", Fields: 1,
		}) {
			t.Fatalf("%+v", found)
		}
		o.inState(id, request.Reopened)
		p, err := o.Plan(o.Context(), id)
		o.must(err)
		o.must(o.Approve(o.Context(), id, p.Digest, "handler"))
		if states := o.states(id); states["one"] != varsam.StepVerified {
			t.Errorf("%v", states)
		}
		if found := o.look(); len(found.Back) != 0 || found.Rows != 2 {
			t.Errorf("after erasing again: %+v", found)
		}
		o.close(id)
	}
	kinds := o.kinds(id)
	for kind, want := range map[evidence.Kind]int{evidence.Suppression: 3, evidence.Revival: 2, evidence.Closed: 3, evidence.Intent: 4} {
		if kinds[kind] != want {
			t.Errorf("%d leaves of kind %s, want %d", kinds[kind], kind, want)
		}
	}
}

// kinds counts a request's leaves, and holds the pack to its checks.
func (o *office) kinds(id string) map[evidence.Kind]int {
	o.Helper()
	var pack bytes.Buffer
	o.must(o.Log.Checkpoint(o.Context(), o.Tenant))
	o.must(o.Log.Export(o.Context(), o.Tenant, id, &pack, evidence.ExportOptions{}))
	report, err := evidence.Verify(pack.Bytes(), "")
	o.must(err)
	if !report.OK() {
		o.Errorf("%+v", report.Findings)
	}
	return report.Kinds
}

// TestAnUnansweredRequestIsReopenedToo finds somebody who came back before the
// answer was sent: it must not say that she is gone.
func TestAnUnansweredRequestIsReopenedToo(t *testing.T) {
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.states(id)
	o.systems["two"].Put(person(9, "Anna", " Anna@Example.com"))
	if found := o.look(); len(found.Back) != 1 {
		t.Fatalf("%+v", found)
	}
	o.inState(id, request.Reopened)
	if _, err := o.Answer(o.Context(), id, varsam.English, true); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("the answer was sent: %v", err)
	}
	all, err := o.Suppressions(o.Context())
	o.must(err)
	o.must(o.Forget(o.Context(), all[0].ID, "another Anna", "handler"))
	o.inState(id, request.Done)
}

// TestMarksHaveTheirOwnEnd lets two years pass: the marks go, with a leaf.
func TestMarksHaveTheirOwnEnd(t *testing.T) {
	o := newOffice(t)
	id := o.erasure("anna@example.com")
	o.states(id)
	all, err := o.Suppressions(o.Context())
	o.must(err)
	if len(all) != 1 || all[0].Until != suppression.Period.After(varsam.DateIn(all[0].Begun, stockholm(t))) {
		t.Fatalf("%+v", all)
	}
	o.must(o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE suppressions SET until = '2020-01-01' WHERE tenant = $1`, tx.Tenant())
		return err
	}))
	if found := o.look(); found.Ended != 1 || found.Rows != 0 {
		t.Errorf("%+v", found)
	}
	if all, err = o.Suppressions(o.Context()); len(all) != 0 || err != nil {
		t.Errorf("%+v, %v", all, err)
	}
	if kinds := o.kinds(id); kinds[evidence.Suppression] != 2 {
		t.Errorf("%v", kinds)
	}
}

// TestLookInParts goes on where the part before ended, and finds the same.
func TestLookInParts(t *testing.T) {
	o := newOffice(t)
	o.states(o.erasure("anna@example.com"))
	for n := range int64(12_000) {
		o.systems["one"].Put(person(n+10, "X", "nobody@example.org"))
	}
	o.systems["one"].Put(person(50_000, "Anna", "ANNA@example.com"))
	o.systems["two"].Put(person(50_000, "Anna", "anna@example.com"))
	var back []string
	var rows int64
	var from *suppression.Position
	parts := 0
	for parts = 1; parts < 20; parts++ {
		found, err := o.watch().Look(context.Background(), suppression.Options{From: from, Over: func() bool { return true }})
		o.must(err)
		rows += found.Rows
		for _, b := range found.Back {
			back = append(back, b.System)
		}
		if from = found.Next; from == nil {
			break
		}
	}
	if !slices.Equal(back, []string{"one", "two"}) || rows != 12_004 || parts < 3 {
		t.Errorf("back in %v, %d rows in %d parts", back, rows, parts)
	}
}

func stockholm(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
