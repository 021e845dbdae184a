package memory_test

import (
	"context"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
	"github.com/varsam/varsam/internal/system/systemtest"
)

func catalogue() varsam.Catalogue {
	people := varsam.Collection{Name: "people", Key: []string{"id"}, Columns: []varsam.Column{
		{Name: "id", Kind: varsam.Int, NotNull: true},
		{Name: "name", Kind: varsam.Text},
		{Name: "email", Kind: varsam.Text},
		{Name: "note", Kind: varsam.Text},
		{Name: "born", Kind: varsam.Day},
	}}
	kept := people
	kept.Name = "kept"
	files := varsam.Collection{Name: "files", Key: []string{"id"}, Columns: []varsam.Column{{Name: "id", Kind: varsam.Int}, {Name: "name", Kind: varsam.Text}}}
	return varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{files, kept, people}}
}

func ref(collection string, id int) varsam.Ref {
	return varsam.Ref{System: "docs", Collection: collection, Key: []varsam.Value{varsam.IntOf(int64(id))}}
}

func person(p systemtest.Person) varsam.Record {
	r := varsam.Record{Ref: ref("people", p.ID), Fields: []varsam.Field{
		{Name: "id", Value: varsam.IntOf(int64(p.ID))},
		{Name: "name", Value: varsam.TextOf(p.Name)},
		{Name: "email", Value: varsam.TextOf(p.Email)},
		{Name: "note"},
		{Name: "born", Value: varsam.DayOf(p.Born)},
	}}
	if p.Note != "" {
		r.Fields[3].Value = varsam.TextOf(p.Note)
	}
	return r
}

func fixture() *memory.Store {
	s := memory.New("docs", catalogue())
	for _, p := range systemtest.People() {
		s.Put(person(p))
	}
	return s
}

func TestConformance(t *testing.T) {
	systemtest.Run(t, systemtest.Harness{Moves: true, New: func(*testing.T) systemtest.Fixture {
		s := fixture()
		return systemtest.Fixture{
			System: s,
			Set:    func(_ *testing.T, id int, field string, v varsam.Value) { s.SetField(ref("people", id), field, v) },
			Remove: func(_ *testing.T, id int) { s.Remove(ref("people", id)) },
		}
	}})
}

// erase freezes some people for erasure.
func erase(t *testing.T, s *memory.Store, ids ...int) varsam.Operation {
	t.Helper()
	c, err := s.Describe(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m := system.Match{Fields: []string{"id"}}
	for _, id := range ids {
		m.Tuples = append(m.Tuples, []varsam.Value{varsam.IntOf(int64(id))})
	}
	op := varsam.Operation{Kind: varsam.OpErase, Collection: "people", Fingerprint: c.Fingerprint("people")}
	_, err = s.Find(context.Background(), system.Selection{Collection: "people", Match: []system.Match{m}, Version: true}, func(r varsam.Record) error {
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func states(t *testing.T, s *memory.Store, op varsam.Operation) map[varsam.RowState]int {
	t.Helper()
	seen, err := s.Observe(context.Background(), op)
	if err != nil {
		t.Fatal(err)
	}
	return seen.Rows
}

// TestLostAnswer applies, says Unknown, and a look shows what happened.
func TestLostAnswer(t *testing.T) {
	s := fixture()
	op := erase(t, s, 1, 2)
	s.Break(memory.Faults{LoseAnswer: 1})
	if _, err := s.Apply(context.Background(), op); varsam.CodeOf(err) != varsam.Unknown {
		t.Fatal(err)
	}
	if got := states(t, s, op); got[varsam.RowPlanned] != 2 {
		t.Errorf("%v", got)
	}
}

// TestMixed breaks off in the middle: there is no transaction.
func TestMixed(t *testing.T) {
	s := fixture()
	op := erase(t, s, 1, 2, 3)
	s.Break(memory.Faults{FailAfter: 1})
	if _, err := s.Apply(context.Background(), op); varsam.CodeOf(err) != varsam.Unknown {
		t.Fatal(err)
	}
	if got := states(t, s, op); got[varsam.RowPlanned] != 1 || got[varsam.RowOriginal] != 2 {
		t.Errorf("%v", got)
	}
}

func TestDownAndDenied(t *testing.T) {
	s := fixture()
	for want, f := range map[varsam.Code]memory.Faults{varsam.Unavailable: {Down: true}, varsam.Denied: {Denied: true}} {
		s.Break(f)
		_, err := s.Find(context.Background(), system.Selection{Collection: "people"}, func(varsam.Record) error { return nil })
		if varsam.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
		if _, err := s.Describe(context.Background()); varsam.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestBinAndLateDelete(t *testing.T) {
	s := fixture()
	s.Configure(memory.Options{Today: systemtest.Today, Bin: varsam.Period{Days: 30}, LateDelete: 2})
	op := erase(t, s, 1)
	done, err := s.Apply(context.Background(), op)
	if err != nil || done.Finality != varsam.Queued {
		t.Fatalf("%+v, %v", done, err)
	}
	for i := range 2 {
		if got := states(t, s, op); got[varsam.RowOriginal] != 1 {
			t.Errorf("observation %d: %v", i, got)
		}
	}
	seen, _ := s.Observe(context.Background(), op)
	if seen.States[0] != varsam.RowPlanned || seen.Finality != varsam.Binned || seen.Until != systemtest.Today.AddDays(30) {
		t.Errorf("%+v", seen)
	}
	if !s.Restore(op.Targets[0].Ref) || states(t, s, op)[varsam.RowOriginal] != 1 {
		t.Error("the record did not come back from the bin")
	}
}

// TestShiftingPages removes and adds records while they are read: none that
// stays is missed, none comes twice.
func TestShiftingPages(t *testing.T) {
	s := fixture()
	next := 1
	s.Break(memory.Faults{BetweenPages: func(s *memory.Store) {
		s.Remove(ref("people", next))
		s.Put(person(systemtest.Person{ID: -next}))
		next++
	}})
	seen := map[string]int{}
	found, err := s.Find(context.Background(), system.Selection{Collection: "people"}, func(r varsam.Record) error {
		seen[r.Ref.Label()]++
		return nil
	})
	if err != nil || !found.Complete || len(seen) != systemtest.PeopleCount {
		t.Errorf("%d records, %+v, %v", len(seen), found, err)
	}
	for label, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", label, n)
		}
	}
}

func TestShortPages(t *testing.T) {
	s := fixture()
	s.Break(memory.Faults{ShortPages: true})
	found, err := s.Find(context.Background(), system.Selection{Collection: "people"}, func(varsam.Record) error { return nil })
	if err != nil || found.Complete || found.Why == "" {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestItems has a record below another: it is dealt with first.
func TestItems(t *testing.T) {
	s := fixture()
	parent := ref("people", 1)
	s.Put(varsam.Record{Ref: ref("files", 7), Parent: &parent, Fields: []varsam.Field{{Name: "id", Value: varsam.IntOf(7)}}})
	op := erase(t, s, 1)
	if _, err := s.Apply(context.Background(), op); varsam.CodeOf(err) != varsam.Changed {
		t.Fatal(err)
	}
	s.Remove(ref("files", 7))
	if done, err := s.Apply(context.Background(), op); err != nil || done.Rows != 1 || done.Finality != varsam.Gone {
		t.Errorf("%+v, %v", done, err)
	}
}
