package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type cullRun struct {
	Run, Digest, State string
	Notes              []string
	Rules              []struct {
		System, Collection, Action, State string
		Due, Frozen, Done                 int
		Left                              []string
	}
}

func (r cullRun) done(collection, action string) int {
	for _, rule := range r.Rules {
		if rule.Collection == collection && rule.Action == action {
			return rule.Done
		}
	}
	return -1
}

const oldInvoices = `INSERT INTO invoices VALUES (900, 1, 'Anna Exempel', 1, '2015-03-01'), (901, 2, 'Bo Exempel', 1, '2015-03-01')`

// TestCull drives a first run from outside: planned, approved by two, carried
// out, proved.
func TestCull(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(oldInvoices)
	before := w.dump()
	var run cullRun
	w.json(0, &run, "cull", "plan", "--register", w.register)
	if run.State != "waiting" || len(run.Notes) != 1 || !strings.Contains(run.Notes[0], "its owner does it") {
		t.Errorf("%+v", run)
	}
	w.must(1, "cull", "run", run.Run) // nobody has approved it
	if after := w.dump(); len(after["invoices"]) != len(before["invoices"]) {
		t.Error("a run that nobody approved changed something")
	}
	w.must(4, "cull", "approve", run.Run, "--digest", "another", "--by", "anna")
	w.must(1, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "anna")
	w.must(0, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "bo")
	w.json(0, &run, "cull", "run", run.Run)
	if run.State != "done" || run.done("invoices", "erase") != 2 || run.done("invoices", "restrict") != 2 {
		t.Errorf("%+v", run)
	}
	after := w.dump()
	if len(after["invoices"]) != 0 || len(after["blocked_invoices"]) != 2 || len(after["customers"]) != 3 || len(after["orders"]) != 3 {
		t.Errorf("left: %v", after)
	}
	pack := filepath.Join(w.dir, "cull.pack")
	w.must(0, "evidence", "export", run.Run, "--out", pack)
	w.must(0, "evidence", "verify", pack)
	w.must(3, "cull", "show", "g0000000000")
	w.must(0, "cull", "calendar", "--months", "3")
	if out := w.must(0, "cull", "status"); !strings.Contains(out, run.Run) {
		t.Errorf("status: %s", out)
	}
}

// TestCullHeld: a hold keeps what it names, and a person's name is not needed to
// end it.
func TestCullHeld(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(oldInvoices)
	w.must(0, "register", "push", w.register)
	var hold struct{ Hold string }
	w.json(0, &hold, "hold", "add", "--email", "anna.exempel@example.com", "--reason", "a lawsuit", "--review", "2099-01-01", "--by", "anna")
	w.must(0, "hold", "add", "--system", "shop", "--collection", "invoices", "--where", "{id: 901}", "--reason", "an audit", "--review", "2099-01-01", "--by", "anna")
	w.must(2, "hold", "add", "--system", "shop", "--collection", "invoices", "--where", "{", "--reason", "r", "--review", "2099-01-01", "--by", "anna")
	w.must(3, "hold", "add", "--system", "shop", "--collection", "nothing", "--reason", "r", "--review", "2099-01-01", "--by", "anna")
	for _, wrong := range [][]string{
		{"--email", "anna"},
		{"--national-id", "811218-9877"},
		{"--id", "custmer-number=1"},
		{"--claimed", "email=anna.exempel@example.com"},
		{"--email", "anna.exempel@example.com", "--system", "shop", "--collection", "invoices"},
	} {
		w.must(2, append([]string{"hold", "add", "--reason", "r", "--review", "2099-01-01", "--by", "anna"}, wrong...)...)
	}
	var run cullRun
	w.json(0, &run, "cull", "plan")
	for _, r := range run.Rules {
		if r.Collection == "invoices" && r.Action == "erase" && (r.Due != 2 || r.Frozen != 0 || len(r.Left) != 1) {
			t.Errorf("%+v", r)
		}
	}
	if out := w.must(0, "hold", "list"); strings.Contains(out, "exempel") {
		t.Errorf("the list names the person: %s", out)
	}
	w.must(0, "hold", "release", hold.Hold, "--by", "anna")
	w.must(3, "hold", "release", hold.Hold, "--by", "anna")
}

// TestErasureUnderHold: what is held is not erased because it is asked for, by
// whatever hold, also one that came after the yes; others' requests go on.
func TestErasureUnderHold(t *testing.T) {
	t.Parallel()
	w := shop(t)
	before := w.dump()
	anna := w.ask("--right", "erasure", "--email", "anna.exempel@example.com")
	var hold struct{ Hold string }
	w.json(0, &hold, "hold", "add", "--email", "anna.exempel@example.com", "--reason", "a lawsuit", "--review", "2099-01-01", "--by", "anna")
	w.must(0, "hold", "add", "--system", "shop", "--collection", "orders", "--where", "{item: lamp}", "--reason", "an audit", "--review", "2098-01-01", "--by", "anna")
	w.must(5, "request", "run", anna)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Fatalf("the hold came before the run (-before +after):\n%s", diff)
	}
	w.approve(anna)
	w.finish(anna)
	bo := w.ask("--right", "erasure", "--email", "bo.exempel@example.com")
	w.finish(bo)
	after := w.dump()
	for _, table := range []string{"orders", "customers"} {
		if len(after[table]) != len(before[table]) { // Bo's card is needed by the order that is held
			t.Errorf("%s: %q, before %q", table, after[table], before[table])
		}
	}
	if log := strings.Join(after["log"], "\n"); !strings.Contains(log, "anna.exempel") || strings.Contains(log, "bo.exempel") {
		t.Errorf("Bo's login is under no hold, and Anna's is: %s", log)
	}
	w.must(0, "hold", "release", hold.Hold, "--by", "anna")
	w.must(0, "request", "answer", anna, "--final")
}

// TestCullConfirmed: what somebody found to be the person's is protected with the
// rest, whatever the identifiers say of it.
func TestCullConfirmed(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(`INSERT INTO customers VALUES (4, 'Dan Exempel', 'dan.exempel@example.com', '070-174 06 05', 0, NULL);
		INSERT INTO invoices VALUES (902, 4, 'Dan Exempel', 1, '2015-03-01')`)
	frozen := func() (n int) {
		var run cullRun
		w.json(0, &run, "cull", "plan", "--register", w.register)
		for _, r := range run.Rules {
			if r.Collection == "invoices" && r.Action == "erase" {
				n += r.Frozen
			}
		}
		return n
	}
	id := w.ask("--right", "access", "--email", "anna.exempel@example.com", "--phone", "+46701740605")
	if n := frozen(); n != 1 {
		t.Fatalf("%d invoices of somebody else go, want 1", n)
	}
	w.must(0, "request", "confirm", id, "--system", "shop", "--collection", "customers", "--key", "4", "--by", "handler")
	if n := frozen(); n != 0 {
		t.Errorf("%d invoices go that wait for a copy", n)
	}
}

// TestCullLinked: a record that leads to a protected person's is protected with it,
// though the address in it is another: it may be an older one of hers.
func TestCullLinked(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(`CREATE TABLE history (id INTEGER PRIMARY KEY, customer_id INTEGER, email TEXT, changed_on TEXT);
		INSERT INTO history VALUES (1, 1, 'anna.older@example.com', '2010-01-01'), (2, 2, 'bo.older@example.com', '2010-01-01')`)
	file := filepath.Join(w.register, "systems", "shop.yaml")
	system, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	system = append(system, `  history:
    person: [self, {through: customer_id, to: customers}]
    fields: {id: id.history, email: {data: contact.email, identifies: email}, changed_on: behaviour.log}
    carried_by: [{activity: bookkeeping, from: changed_on}]
    end: erase
`...)
	if err := os.WriteFile(file, system, 0o600); err != nil {
		t.Fatal(err)
	}
	w.must(0, "register", "push", w.register)
	w.must(0, "hold", "add", "--email", "anna.exempel@example.com", "--reason", "a lawsuit", "--review", "2099-01-01", "--by", "anna")
	var run cullRun
	w.json(0, &run, "cull", "plan")
	for _, r := range run.Rules {
		if r.Collection == "history" && r.Action == "erase" && (r.Due != 2 || r.Frozen != 1) {
			t.Errorf("%+v", r)
		}
	}
}

// TestCullByItself: under a standing approval the server carries out what is
// planned.
func TestCullByItself(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(oldInvoices)
	var run cullRun
	w.json(0, &run, "cull", "plan", "--register", w.register)
	standing := []string{"cull", "approve", run.Run, "--digest", run.Digest, "--standing", "--most", "100", "--until", time.Now().AddDate(1, 0, 0).Format(time.DateOnly), "--by"}
	w.must(1, append(standing, "anna")...)
	w.must(0, append(standing, "bo")...)
	w.must(0, "cull", "run", run.Run)
	w.exec(oldInvoices)
	server := w.start("serve")
	server.says("cull-night")
	w.json(0, &run, "cull", "plan")
	if run.State != "running" {
		t.Fatalf("%+v", run)
	}
	for deadline := time.Now().Add(time.Minute); run.State == "running" && time.Now().Before(deadline); {
		w.json(0, &run, "cull", "show", run.Run)
	}
	if run.State != "done" || run.done("invoices", "erase") != 2 {
		t.Errorf("%+v", run)
	}
	server.stop(os.Interrupt)
}
