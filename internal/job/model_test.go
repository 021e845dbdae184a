package job_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// modelUnit is a row as it should be; ready is zero where the row has none.
type modelUnit struct {
	ID, Run        string
	Place          int64
	State          job.State
	Due, Ready     int64
	Attempt, Fence int
	Problem        varsam.Code
	Cursor         string
	Once, Again    bool
	kept           bool
}

// model is what the rules say, without a database.
type model struct{ units map[string]*modelUnit }

const modelTries = job.DefaultTries

func (m *model) open(u job.Unit) *modelUnit {
	if w := m.units[u.ID]; w != nil && w.State == job.Held && int64(w.Fence) == u.Fence {
		return w
	}
	return nil
}

// take moves ready units on until one is held.
func (m *model) take(now, lease int64) *modelUnit {
	for {
		var first *modelUnit
		for _, w := range m.units {
			if w.Ready != 0 && w.Ready <= now && (first == nil || cmp.Or(
				cmp.Compare(w.Ready, first.Ready), cmp.Compare(w.Place, first.Place), cmp.Compare(w.ID, first.ID)) < 0) {
				first = w
			}
		}
		if first == nil {
			return nil
		}
		first.Fence++
		first.Ready = 0
		if first.Attempt < modelTries {
			first.State, first.Ready = job.Held, now+lease
			first.Attempt++
			return first
		}
		first.State, first.Problem = job.Stuck, varsam.Unknown
	}
}

func (m *model) done(w *modelUnit) {
	switch {
	case w.Again:
		w.State, w.Ready = job.Waiting, w.Due
	case w.kept:
		w.State, w.Ready, w.Once = job.Ended, 0, false
	default:
		delete(m.units, w.ID)
	}
	w.Again, w.Cursor, w.Attempt, w.Problem = false, "", 0, ""
}

func (m *model) back(w *modelUnit, attempt int, due int64, problem varsam.Code) {
	w.State, w.Attempt, w.Due, w.Ready, w.Problem = job.Waiting, attempt, due, due, problem
}

func (m *model) fail(w *modelUnit, now int64, code varsam.Code) {
	if w.Attempt < modelTries {
		m.back(w, w.Attempt, now+job.Backoff(w.Attempt).Microseconds(), code)
		return
	}
	w.State, w.Ready, w.Problem = job.Stuck, 0, code
}

// wake is a unique wake for a run; it reports false when there is none yet.
func (m *model) wake(run string, at int64) bool {
	for _, w := range m.units {
		if !w.Once || w.Run != run {
			continue
		}
		sooner := w.Due < at && (w.Again || w.State == job.Waiting)
		waits := w.State == job.Waiting && (w.Attempt > 0 || w.Ready < at)
		if !sooner {
			w.Due = at
		}
		if w.State != job.Held && !waits {
			w.Ready = at
		}
		if w.Again = w.State == job.Held; w.State == job.Stuck {
			w.State, w.Attempt = job.Waiting, 0
		}
		return true
	}
	return false
}

func (m *model) each(run string, do func(*modelUnit)) {
	for _, w := range m.units {
		if w.Run == run {
			do(w)
		}
	}
}

// machine does the same to the model and to the store.
type machine struct {
	*bench
	model *model
	kind  string
	taken []job.Unit
	made  int
}

func (m *machine) now() int64 { return m.clock.now().UnixMicro() }

// both applies a change to a unit somebody once held: the model says whether it
// still counts, the store must agree.
func (m *machine) both(t *rapid.T, change func(*store.Tx, job.Unit) error, modelled func(*modelUnit)) {
	if len(m.taken) == 0 {
		t.Skip("nothing was taken yet")
	}
	u := rapid.SampledFrom(m.taken).Draw(t, "unit")
	err := m.Write(m.Context(), storetest.Tenant, func(tx *store.Tx) error { return change(tx, u) })
	w := m.model.open(u)
	if want := map[bool]varsam.Code{true: varsam.Conflict, false: ""}[w == nil]; varsam.CodeOf(err) != want {
		t.Fatalf("%v, want code %q", err, want)
	}
	if w != nil {
		modelled(w)
	}
}

func (m *machine) actions() map[string]func(*rapid.T) {
	run := func(t *rapid.T) string { return rapid.SampledFrom([]string{m.kind + "1", m.kind + "2"}).Draw(t, "run") }
	return map[string]func(*rapid.T){
		"": m.compare,
		"time passes": func(t *rapid.T) {
			m.clock.pass(time.Duration(rapid.SampledFrom([]int{1, 5, 20, 900}).Draw(t, "seconds")) * time.Second)
		},
		"add": func(t *rapid.T) {
			m.made++
			n := job.New{ID: fmt.Sprintf("%s/%03d", m.kind, m.made), Run: run(t), Kind: m.kind, Place: rapid.Int64Range(0, 2).Draw(t, "place")}
			m.add(n)
			m.model.units[n.ID] = &modelUnit{ID: n.ID, Run: n.Run, Place: n.Place, State: job.Waiting, Due: m.now(), Ready: m.now(), kept: true}
		},
		"wake": func(t *rapid.T) { m.wakes(t, run(t)) },
		"take": func(t *rapid.T) { m.takes(t) },
		"save": func(t *rapid.T) {
			m.both(t, func(tx *store.Tx, u job.Unit) error { return job.Save(tx, u, []byte("s")) }, func(w *modelUnit) {
				w.Ready, w.Cursor, w.Attempt, w.Problem = m.now()+job.DefaultLease.Microseconds(), "s", 1, ""
			})
		},
		"done": func(t *rapid.T) { m.both(t, job.Done, m.model.done) },
		"release": func(t *rapid.T) {
			m.both(t, func(tx *store.Tx, u job.Unit) error { return job.Release(tx, u, []byte("r"), time.Second) }, func(w *modelUnit) {
				w.Cursor = "r"
				m.model.back(w, 0, m.now()+1_000_000, "")
			})
		},
		"fail": func(t *rapid.T) {
			m.both(t, func(tx *store.Tx, u job.Unit) error { return job.Fail(tx, u, varsam.Unavailable) },
				func(w *modelUnit) { m.model.fail(w, m.now(), varsam.Unavailable) })
		},
		"retry": func(t *rapid.T) {
			r := run(t)
			m.write(func(tx *store.Tx) error { return job.Retry(tx, r) })
			m.model.each(r, func(w *modelUnit) {
				if w.State == job.Stuck {
					w.State, w.Ready, w.Due, w.Attempt = job.Waiting, m.now(), m.now(), 0
				}
			})
		},
	}
}

func (m *machine) wakes(t *rapid.T, run string) {
	at := m.now() + rapid.SampledFrom([]int64{0, 10_000_000}).Draw(t, "in")
	m.enqueue(job.Wake{Kind: m.kind, Run: run, At: time.UnixMicro(at), Unique: true})
	if m.model.wake(run, at) {
		return
	}
	for _, row := range m.rows(t) { // its id is the store's choice
		if m.model.units[row.ID] == nil {
			m.model.units[row.ID] = &modelUnit{ID: row.ID, Run: run, State: job.Waiting, Due: at, Ready: at, Once: true}
		}
	}
}

func (m *machine) takes(t *rapid.T) {
	want := m.model.take(m.now(), job.DefaultLease.Microseconds())
	u, ok, err := job.Take(m.Context(), m.Store, job.Claim{Tenant: storetest.Tenant, Kinds: []string{m.kind}, Holder: job.Here()})
	if err != nil || ok != (want != nil) || ok && (u.ID != want.ID || int(u.Fence) != want.Fence || string(u.Cursor) != want.Cursor) {
		t.Fatalf("took %+v, %v, %v; want %+v", u, ok, err, want)
	}
	if ok {
		m.taken = append(m.taken, u)
	}
}

// rows are the store's units, in order.
func (m *machine) rows(t *rapid.T) (all []modelUnit) {
	err := m.Read(m.Context(), storetest.Tenant, func(tx *store.Tx) (err error) {
		all, err = store.List(tx, func(rows *store.Rows) (w modelUnit, err error) {
			var cursor []byte
			err = rows.Scan(&w.ID, &w.Run, &w.Place, &w.State, &w.Due, &w.Ready, &w.Attempt, &w.Fence, &w.Problem, &cursor, &w.Once, &w.Again)
			w.Cursor = string(cursor)
			return w, err
		}, `SELECT id, run, place, state, due, COALESCE(ready, 0), attempt, fence, problem, cursor, once, again
			FROM job_units WHERE tenant = $1 AND kind = $2 ORDER BY id`, tx.Tenant(), m.kind)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (m *machine) compare(t *rapid.T) {
	var want []modelUnit
	for _, w := range m.model.units {
		row := *w
		row.kept = false
		want = append(want, row)
	}
	slices.SortFunc(want, func(a, b modelUnit) int { return cmp.Compare(a.ID, b.ID) })
	got := m.rows(t)
	slices.SortFunc(got, func(a, b modelUnit) int { return cmp.Compare(a.ID, b.ID) })
	if d := diff.Diff(want, got, diff.AllowUnexported(modelUnit{})); d != "" {
		t.Fatalf("the store differs from the rules (-rules +store):\n%s", d)
	}
}

// Whatever is done in whatever order, by holders old and new, the rows are as
// the rules say.
func TestTheRowsFollowTheRules(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		checks := 0
		rapid.Check(t, func(t *rapid.T) {
			checks++
			m := &machine{bench: b, kind: fmt.Sprintf("kind-%d", checks), model: &model{map[string]*modelUnit{}}}
			t.Repeat(m.actions())
		})
	})
}
