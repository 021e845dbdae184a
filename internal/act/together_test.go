package act_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/system"
)

// fake answers operations as it is told and writes down what it was asked.
type fake struct {
	system.System
	asked   []string        // "lines+orders" for a group
	group   error           // of every group
	changed map[string]bool // collections with a row that is not as planned
	rows    varsam.RowState // what an observation sees
	opened  func()          // called when it is opened
	ready   func()          // called when a group's changes may be committed
}

func (f *fake) Open(context.Context, string) (system.System, error) {
	if f.opened != nil {
		f.opened()
	}
	return f, nil
}

func (f *fake) Close() error { return nil }

func (f *fake) Apply(_ context.Context, op varsam.Operation) (varsam.Applied, error) {
	f.asked = append(f.asked, op.Collection)
	if f.changed[op.Collection] {
		return varsam.Applied{Changed: []varsam.Ref{op.Targets[0].Ref}}, nil
	}
	return varsam.Applied{Rows: len(op.Targets), Finality: varsam.Gone}, nil
}

func (f *fake) ApplyAll(_ context.Context, ops []varsam.Operation, ready func() error) ([]varsam.Applied, error) {
	if err := ready(); err != nil {
		return nil, err
	}
	if f.ready != nil {
		f.ready()
	}
	var names []string
	var done []varsam.Applied
	for _, op := range ops {
		names = append(names, op.Collection)
		done = append(done, varsam.Applied{Rows: len(op.Targets), Finality: varsam.Gone})
	}
	f.asked = append(f.asked, strings.Join(names, "+"))
	return done, f.group
}

func (f *fake) Observe(_ context.Context, op varsam.Operation) (varsam.Observation, error) {
	f.asked = append(f.asked, "look "+op.Collection)
	return varsam.Observation{States: slices.Repeat([]varsam.RowState{f.rows}, len(op.Targets))}, nil
}

// step erases n rows of a collection.
func step(id, collection string, n int, after ...string) plan.Step {
	s := plan.Step{ID: id, System: "shop", Expected: n, After: after, Items: []int{}}
	s.Op = varsam.Operation{Kind: varsam.OpErase, Collection: collection, Fingerprint: "f"}
	for i := range n {
		ref := varsam.Ref{System: "shop", Collection: collection, Key: []varsam.Value{varsam.IntOf(int64(i))}}
		s.Op.Targets = append(s.Op.Targets, varsam.Target{Ref: ref, Versions: []string{"v"}})
	}
	return s
}

// bench is a store with one approved plan.
type bench struct {
	t      *testing.T
	runner act.Runner
}

func approved(t *testing.T, sys *fake, steps ...plan.Step) *bench {
	t.Helper()
	st := storetest.SQLite(t, append(slices.Clone(evidence.Migrations), act.Migrations...)...)
	keeper, err := seal.Open(t.Context(), seal.Beside(filepath.Join(t.TempDir(), "data")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keeper.Close() })
	key, err := keeper.NewKey(t.Context(), storetest.Tenant, "found")
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Plan{Request: "r1", Register: "00", Steps: steps}
	sum := sha256.Sum256(p.Encode())
	p.Digest = hex.EncodeToString(sum[:])
	err = st.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
		if err := act.Freeze(tx, keeper, key, p); err != nil {
			return err
		}
		return act.Approve(tx, "r1", p.Digest, act.Approval{Actor: "a", Assurance: act.CommandLine})
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t, act.Runner{Store: st, Keeper: keeper, Tenant: storetest.Tenant, Open: sys, Lease: act.DefaultLease, Alone: true}}
}

// run runs the plan and returns where its steps stand, in their order.
func (b *bench) run() string {
	b.t.Helper()
	steps, err := b.runner.Run(b.t.Context(), "r1")
	if err != nil {
		b.t.Fatal(err)
	}
	var states []string
	for _, s := range steps {
		states = append(states, string(s.State))
	}
	return strings.Join(states, " ")
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestStepsOfOneSystemGoTogether(t *testing.T) {
	t.Parallel()
	sys := &fake{}
	b := approved(t, sys, step("s1", "lines", 2), step("s2", "orders", 1, "s1"), step("s3", "customers", 1, "s1", "s2"))
	same(t, "states", b.run(), "applied applied applied")
	same(t, "asked", sys.asked, []string{"lines+orders+customers"})
	same(t, "a second run", b.run(), "applied applied applied")
	same(t, "asked", len(sys.asked), 1)
}

// TestIntentsAreCommittedBeforeChanges looks, when a group's changes are made but
// not committed, whether the intents can be read by everybody.
func TestIntentsAreCommittedBeforeChanges(t *testing.T) {
	t.Parallel()
	sys := &fake{}
	b := approved(t, sys, step("s1", "lines", 2), step("s2", "orders", 1, "s1"))
	sys.ready = func() {
		err := b.runner.Store.Read(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
			steps, err := act.Steps(tx, "r1")
			for _, s := range steps {
				same(t, "state of "+s.Step, s.State, varsam.StepIntended)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	same(t, "states", b.run(), "applied applied")
}

// TestIntentsThatCannotBeKept has another worker take a step: nothing is changed.
func TestIntentsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	sys := &fake{}
	b := approved(t, sys, step("s1", "lines", 2), step("s2", "orders", 1, "s1"))
	sys.opened = func() {
		err := b.runner.Store.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
			_, err := tx.Exec("UPDATE steps SET fence = 7 WHERE tenant = $1 AND step = 's2'", tx.Tenant())
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if _, err := b.runner.Run(t.Context(), "r1"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("%v", err)
	}
	same(t, "asked", sys.asked, []string(nil))
}

// TestHalt says stop while the system is opened: neither a group nor a step that
// goes alone is begun, and both go on where they were.
func TestHalt(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]plan.Step{
		"a group":  {step("s1", "lines", 2), step("s2", "orders", 1, "s1")},
		"one step": {step("s1", "lines", 2)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sys := &fake{}
			b := approved(t, sys, steps...)
			b.runner.Halt = func(*store.Tx, string) error { return varsam.Errorf(varsam.Denied, "stopped") }
			states, err := b.runner.Run(t.Context(), "r1")
			if varsam.CodeOf(err) != varsam.Denied || len(states) != len(steps) {
				t.Fatalf("%d states, %v", len(states), err)
			}
			for _, s := range states {
				same(t, "state of "+s.Step, s.State, varsam.StepPlanned)
			}
			same(t, "asked", sys.asked, []string(nil))
			b.runner.Halt = nil
			same(t, "states", b.run(), strings.TrimSpace(strings.Repeat("applied ", len(steps))))
		})
	}
}

func TestGroupsAreBounded(t *testing.T) {
	t.Parallel()
	sys := &fake{}
	other := step("s6", "members", 1)
	other.System = "mailing"
	b := approved(t, sys, step("s1", "lines", 600), step("s2", "orders", 400), step("s3", "log", 1),
		step("s4", "customers", 1), step("s5", "customers", 2), other)
	same(t, "states", b.run(), "applied applied applied applied applied applied")
	same(t, "asked", sys.asked, []string{"lines+orders", "log+customers", "customers", "members"})
}

// TestRefusedGroup has one row that is not as planned: the group changes nothing,
// and what need not wait for that row is done by itself.
func TestRefusedGroup(t *testing.T) {
	t.Parallel()
	sys := &fake{group: varsam.Errorf(varsam.Changed, "not as planned"), changed: map[string]bool{"lines": true}}
	b := approved(t, sys, step("s1", "lines", 2), step("s2", "log", 1), step("s3", "orders", 1, "s1"))
	same(t, "states", b.run(), "changed applied planned")
	same(t, "asked", sys.asked, []string{"lines+log+orders", "lines", "log"})
}

// TestLostGroup has a commit whose answer was lost: each step is looked at before
// anything is done again.
func TestLostGroup(t *testing.T) {
	t.Parallel()
	for seen, want := range map[varsam.RowState][]string{
		varsam.RowPlanned:  {"look lines", "look orders"},
		varsam.RowOriginal: {"look lines", "lines", "look orders", "orders"},
	} {
		sys := &fake{group: varsam.Errorf(varsam.Unknown, "lost"), rows: seen}
		b := approved(t, sys, step("s1", "lines", 2), step("s2", "orders", 1, "s1"))
		same(t, "states", b.run(), "unknown unknown")
		sys.asked = nil
		same(t, "states", b.run(), "applied applied")
		same(t, "asked", sys.asked, want)
	}
}
