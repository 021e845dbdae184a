package acceptance

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// open are the steps of a request that are not done.
func (h *house) open(id string) (all []string) {
	h.Helper()
	var view struct{ Steps []status }
	h.json(0, &view, "request", "show", id)
	for _, st := range view.Steps {
		if st.State != "verified" && st.State != "excepted" {
			all = append(all, fmt.Sprintf("%s %s: %s %s", st.System, st.Collection, st.State, st.Problem))
		}
	}
	return all
}

// breakable makes the town's customer register one that can be taken away: by
// its server, or, on SQLite, with its file.
func (w *town) breakable() (stop, start func()) {
	w.Helper()
	db := w.systems["crm"]
	if db.name == "sqlite" {
		return func() { w.rename(db.dsn, db.dsn+".away") }, func() { w.rename(db.dsn+".away", db.dsn) }
	}
	p, dsn := behindProxy(w, db)
	w.set("TOWN_CRM_DSN", dsn)
	return p.stop, p.start
}

func (w *town) rename(from, to string) {
	w.Helper()
	if err := os.Rename(from, to); err != nil {
		w.Fatal(err)
	}
}

// down is what a step says of a system that is away: a server may come back, a
// file that is not there is not found.
func down(e engine) string {
	if e.name == "sqlite" {
		return "not-found"
	}
	return "unavailable"
}

// TestOneSystemDown: a system is down when the plan is carried out. The others'
// part is done, the request stays open with exactly what is missing, and runs to
// its end when the system is back.
func TestOneSystemDown(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		before := w.dump()
		stop, start := w.breakable()
		id, p := w.approved("--right", "erasure", "--email", "qqanna@example.com")

		stop()
		var r report
		w.json(1, &r, "request", "run", id)
		if r.Request.State != "running" {
			t.Errorf("the request is %s", r.Request.State)
		}
		var missing []string
		for _, st := range p.Steps {
			switch {
			case st.System != "crm":
			case len(st.After) > 0:
				missing = append(missing, "crm "+st.Collection+": planned ")
			default:
				missing = append(missing, "crm "+st.Collection+": refused "+down(e))
			}
		}
		diff(t, "open", missing, w.open(id))
		if n := len(w.systems["web"].rows("accounts", " WHERE id = 1")) + len(w.systems["mailing"].rows("members", " WHERE id = 1")); n != 0 {
			t.Error("the systems that answer are not done")
		}
		// It cannot be answered as done, and says what to look at.
		if r := w.run("request", "answer", id, "--final"); r.code != 4 || !strings.Contains(r.errout, "request show") {
			t.Errorf("a final answer with an open step: exit %d, want 4: %s", r.code, r.errout)
		}
		mustHold(t, "the answer meanwhile", w.must(0, "request", "answer", id), []string{"Customer register"})
		w.must(1, "request", "run", id)
		diff(t, "open still", missing, w.open(id))

		start()
		_, last := w.finish(id)
		if last.Request.State != "done" || len(w.open(id)) > 0 {
			t.Errorf("back again: %s, open %v", last.Request.State, w.open(id))
		}
		w.unharmed("qqanna", before)
		left := mine(w.dump(), "qqanna")
		// The card, the invoice and the open order stay, by law and by contract.
		diff(t, "left", map[string]int{"crm.customers": 1, "crm.restricted_invoices": 1, "crm.orders": 1}, left)
	})
}

// TestSystemDownAtSearch: a system is down when the search is made. The plan says
// what was not searched, nothing can end as done, and a later plan has it all.
func TestSystemDownAtSearch(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		stop, start := w.breakable()
		code := map[string]int{"unavailable": 6, "not-found": 4}[down(e)]
		before := w.systems["crm"].dump()
		stop()
		id := w.new("--right", "erasure", "--email", "qqanna@example.com")
		var p planned
		w.json(code, &p, "request", "plan", id)
		if !slices.ContainsFunc(p.Gaps, func(g gap) bool { return g.System == "crm" }) {
			t.Errorf("gaps: %+v", p.Gaps)
		}
		w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
		w.must(1, "request", "run", id)
		if r := w.run("request", "answer", id, "--final"); r.code != 4 {
			t.Errorf("a final answer without a search of all: exit %d, want 4: %s%s", r.code, r.out, r.errout)
		}
		mustHold(t, "the answer meanwhile", w.must(0, "request", "answer", id), []string{"Customer register"})

		start()
		diff(t, "the register of customers", before, w.systems["crm"].dump())
		if r := w.run("request", "run", id); r.code != 1 {
			t.Errorf("what was not in the plan must keep the request open: exit %d\n%s", r.code, r.out)
		}
		p = w.plan(id)
		if len(objectsIn(p.Objects, "customers")) != 1 {
			t.Errorf("the new plan: %+v", p.Objects)
		}
		w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
		if _, last := w.finish(id); last.Request.State != "done" {
			t.Errorf("the request is %s", last.Request.State)
		}
		diff(t, "left", map[string]int{"crm.customers": 1, "crm.restricted_invoices": 1, "crm.orders": 1}, mine(w.dump(), "qqanna"))
	})
}

// TestUnansweredTask: what has no interface waits for its owner, and so does the
// request.
func TestUnansweredTask(t *testing.T) {
	t.Parallel()
	w := newTown(t, engines[0])
	w.settle(citizen{id: 1, code: "qqanna"})
	id, _ := w.approved("--right", "erasure", "--email", "qqanna@example.com")
	w.must(1, "request", "run", id)
	diff(t, "open", []string{"binder : asked "}, w.open(id))
	if r := w.run("request", "answer", id, "--final"); r.code != 4 {
		t.Errorf("a final answer while a task waits: exit %d, want 4: %s", r.code, r.errout)
	}
	mustHold(t, "the answer meanwhile", w.must(0, "request", "answer", id), []string{"The binder in the office"})

	var tasks []status
	w.json(0, &tasks, "task", "list")
	if len(tasks) != 1 || tasks[0].Owner != "office-lead" {
		t.Fatalf("%+v", tasks)
	}
	// "Not searched" is an answer, and leaves it open.
	w.must(0, "task", "answer", id, tasks[0].Step, "--found", "not-searched", "--by", "owner")
	w.must(1, "request", "run", id)
	if len(w.open(id)) != 1 {
		t.Errorf("open: %v", w.open(id))
	}
	// Found, and nothing became of it: no answer.
	if r := w.run("task", "answer", id, tasks[0].Step, "--found", "found", "--by", "owner"); r.code != 2 {
		t.Errorf("found, and then? exit %d, want 2: %s", r.code, r.errout)
	}
	if r := w.run("task", "answer", id, "s999", "--found", "not-found", "--by", "owner"); r.code != 3 {
		t.Errorf("a step that is not there: exit %d, want 3: %s", r.code, r.errout)
	}
	w.must(0, "task", "answer", id, tasks[0].Step, "--found", "found", "--became", "gone", "--records", "2", "--by", "owner")
	if _, last := w.finish(id); last.Request.State != "done" {
		t.Errorf("the request is %s", last.Request.State)
	}
	if r := w.run("task", "answer", id, tasks[0].Step, "--found", "not-found", "--by", "owner"); r.code != 4 {
		t.Errorf("a second answer: exit %d, want 4: %s", r.code, r.errout)
	}
}
