package systemtest

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Harness makes systems of one kind for [Run].
type Harness struct {
	// New makes a fresh system that holds the [People] and nothing else.
	New func(t *testing.T) Fixture

	// Moves says that rows can move from "people" to "kept", which has the same
	// fields and is empty.
	Moves bool

	// Transactions says that an operation happens wholly or not at all.
	Transactions bool
}

// Fixture is one system under test, with ways behind its back.
type Fixture struct {
	System system.System

	// Set changes one field of one of the people as another program would.
	Set func(t *testing.T, id int, field string, v varsam.Value)

	// Remove deletes one of the people as another program would.
	Remove func(t *testing.T, id int)
}

// Person is a row of the fixture's collection "people", whose key is "id".
type Person struct {
	ID    int
	Name  string
	Email string
	Note  string // empty is null
	Born  varsam.Date
}

// PeopleCount is how many [People] there are: more than one page or batch.
const PeopleCount = 1200

// People are the fixture: person n has the address "person<n>@example.com", of
// every third with a capital, of every seventh with blanks around it.
func People() []Person {
	all := make([]Person, PeopleCount)
	for i := range all {
		n := i + 1
		p := Person{ID: n, Name: "Person " + strconv.Itoa(n), Email: "person" + strconv.Itoa(n) + "@example.com"}
		if n%3 == 0 {
			p.Email = "P" + p.Email[1:]
		}
		if n%7 == 0 {
			p.Email = " " + p.Email + " "
		}
		if n%2 == 0 {
			p.Note = Marker + " " + strconv.Itoa(n)
		}
		p.Born = varsam.NewDate(1950+n%50, time.Month(1+n%12), 1+n%28)
		all[i] = p
	}
	return all
}

// Marker stands in values only; no error text may hold it.
const Marker = "hemligt-9f3a"

// Zone is the zone a Fixture's system is opened with.
func Zone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Today is the day a Fixture's system is opened with.
var Today = varsam.NewDate(2026, time.November, 21)

// find collects what a selection takes.
func find(t *testing.T, s system.System, sel system.Selection) ([]varsam.Record, system.Found) {
	t.Helper()
	var all []varsam.Record
	found, err := s.Find(context.Background(), sel, func(r varsam.Record) error {
		all = append(all, r)
		return nil
	})
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return all, found
}

// byField asks for values of one field.
func byField(collection, field string, fold varsam.Fold, values ...varsam.Value) system.Selection {
	m := system.Match{Fields: []string{field}, Fold: fold}
	for _, v := range values {
		m.Tuples = append(m.Tuples, []varsam.Value{v})
	}
	return system.Selection{Collection: collection, Match: []system.Match{m}, Version: true}
}

// operation freezes records as the targets of an operation.
func operation(t *testing.T, s system.System, kind varsam.OpKind, records []varsam.Record) varsam.Operation {
	t.Helper()
	op := varsam.Operation{ID: "op", Kind: kind}
	for _, r := range records {
		op.Collection = r.Ref.Collection
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	op.Fingerprint = describe(t, s).Fingerprint(op.Collection)
	return op
}

func describe(t *testing.T, s system.System) varsam.Catalogue {
	t.Helper()
	c, err := s.Describe(context.Background())
	if err != nil {
		t.Fatalf("Describe: %v", err)
	}
	return c
}

func apply(t *testing.T, s system.System, op varsam.Operation) varsam.Applied {
	t.Helper()
	done, err := s.Apply(context.Background(), op)
	if err != nil {
		t.Fatalf("Apply %s: %v", op.Kind, err)
	}
	return done
}

// refused applies an operation that must fail with a code, and checks that
// nothing of the fixture's values is in the text.
func refused(t *testing.T, s system.System, op varsam.Operation, want varsam.Code) error {
	t.Helper()
	_, err := s.Apply(context.Background(), op)
	if got := varsam.CodeOf(err); got != want {
		t.Errorf("Apply %s: code %q (%v), want %q", op.Kind, got, err, want)
	}
	noMarker(t, err)
	return err
}

func observe(t *testing.T, s system.System, op varsam.Operation) varsam.Observation {
	t.Helper()
	seen, err := s.Observe(context.Background(), op)
	if err != nil {
		t.Fatalf("Observe: %v", err)
	}
	return seen
}

// wantStates checks how many targets are in each state.
func wantStates(t *testing.T, s system.System, op varsam.Operation, want map[varsam.RowState]int) {
	t.Helper()
	seen := observe(t, s, op)
	for _, state := range []varsam.RowState{varsam.RowPlanned, varsam.RowOriginal, varsam.RowOther, varsam.RowUnreadable} {
		if seen.Rows[state] != want[state] {
			t.Errorf("after %s: %d rows are %s, want %d", op.Kind, seen.Rows[state], state, want[state])
		}
	}
}

func text(s string) varsam.Value { return varsam.TextOf(s) }
func num(n int64) varsam.Value   { return varsam.IntOf(n) }

// nums are integers a to b.
func nums(a, b int64) []varsam.Value {
	var all []varsam.Value
	for n := a; n <= b; n++ {
		all = append(all, num(n))
	}
	return all
}
